// Claim: 1,000 arrays of 100 numbers, shared ten times, are walked in 1.1 ms warm and 10 ms cold at the default limits, and in 40 ms
// cold and under 10 KB without limits. The walk by itself, then as part of the agent's pause, then what a capsule holds.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { fromBuffer } from 'yauzl'
import { printFigures, printTable, runProgram, takeTurns, VARIANTS } from './measure.mjs'

const ROUNDS = 8
const UNLIMITED = {
  FAULTSNAP_MAX_ITEMS: '1000000', FAULTSNAP_MAX_TOTAL_ITEMS: '10000000', FAULTSNAP_MAX_DEPTH: '10', FAULTSNAP_UNCAUGHT_PAUSE_MS: '10000',
}
const SET = '1,000 arrays of 100 numbers shared ten times'

export async function run (context) {
  const bundle = join(context.temp, 'walk.cjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'programs', 'walk.ts')], outfile: bundle, bundle: true, platform: 'node', format: 'cjs',
    target: 'node20.19', logLevel: 'warning',
  })
  const walks = [
    { name: 'default limits, cold', args: ['default', '1'] },
    { name: 'default limits, warm', args: ['default', '150'] },
    { name: 'no limits, cold', args: ['none', '1'] },
  ]
  const times = await takeTurns(ROUNDS, async walk => {
    const { output, errors } = await runProgram(context, VARIANTS[0], bundle, { args: walk.args })
    if (output === '') throw new Error(errors)
    return Number(output)
  }, walks)
  printTable(`the walk itself: ${SET}`, times, { digits: 2 })
  await pauses(context)
  await packed(context)
}

async function pauses (context) {
  const env = { FAULTSNAP_DEBUG: '1', FAULTSNAP_PAUSE_BUDGET_PERCENT: '100', FAULTSNAP_CAUGHT_PAUSE_MS: '1000' }
  const colds = []
  const warms = []
  for (let round = 0; round < ROUNDS; round++) {
    const { errors } = await runProgram(context, VARIANTS[2], 'shared-arrays.cjs', { args: ['100'], env })
    const times = [...errors.matchAll(/snapshot of Error: .*, ([\d.]+) ms/g)].map(match => Number(match[1]))
    if (times.length !== 100) throw new Error(`${times.length} snapshots: ${errors.slice(0, 500)}`)
    colds.push(times[0])
    warms.push(Math.min(...times))
  }
  printTable(`the agent's pause at a throw with that variable, default limits (frames, scopes, functions' places and the walk)`,
    new Map([['cold', colds], ['warm', warms]]), { digits: 2 })
}

async function packed (context) {
  const figures = []
  for (const [name, env] of [['default limits', {}], ['no limits', UNLIMITED]]) {
    const repository = join(context.temp, `walk-${name.replace(' ', '-')}`)
    const { errors, ms } = await runProgram(context, VARIANTS[2], 'shared-arrays.cjs', { env: { FAULTSNAP_REPOSITORY_DIR: repository, ...env } })
    const file = readdirSync(repository, { recursive: true }).find(path => /crash_.*\.faultsnap$/.test(path))
    if (file === undefined) throw new Error(errors)
    const capsule = readFileSync(join(repository, file))
    const { compressedSize, uncompressedSize } = await entryOf(capsule, 'crash.json')
    figures.push([name, `crash.json ${compressedSize} bytes deflated, ${uncompressedSize} inflated; ` +
      `capsule ${capsule.length} bytes; whole process ${ms.toFixed(0)} ms`])
    rmSync(repository, { recursive: true, force: true })
  }
  printFigures('a capsule of a crash with that variable', figures)
}

function entryOf (zip, name) {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: false }, (error, file) => {
      if (error !== null) return reject(error)
      file.on('entry', entry => { if (entry.fileName === name) resolve(entry) })
      file.on('end', () => reject(new Error(`no ${name}`)))
      file.on('error', reject)
    })
  })
}
