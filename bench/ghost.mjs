// Claim: a ghosted function that works costs no more than the call of its wrapper.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { dist } from './measure.mjs'

export async function run ({ node, temp }) {
  const output = execFileSync(node, [join(import.meta.dirname, 'programs/ghost.cjs')], {
    encoding: 'utf8', env: { ...process.env, BENCH_INDEX: join(dist, 'index.cjs'), FAULTSNAP_REPOSITORY_DIR: join(temp, 'FaultSnaps') },
  })
  console.log('\nghost(): one call, bare and ghosted in turns in one process with the agent; the best of nine rounds')
  console.log(['', 'bare', 'ghosted', 'more', 'ratio'].map((cell, at) => at === 0 ? cell.padEnd(20) : cell.padStart(12)).join(''))
  for (const [name, [bare, ghosted]] of Object.entries(JSON.parse(output))) {
    const cells = [`${bare.toFixed(1)} ns`, `${ghosted.toFixed(1)} ns`, `${(ghosted - bare).toFixed(1)} ns`, `× ${(ghosted / bare).toFixed(2)}`]
    console.log(name.padEnd(20) + cells.map(cell => cell.padStart(12)).join(''))
  }
}
