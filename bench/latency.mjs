// Claim: while 100 connections fail, the 99th percentile of the answers to the others stays within 5 % of bare Node's.
import { join } from 'node:path'
import { printTable, programs, VARIANTS } from './measure.mjs'
import { startPeers } from './peers.mjs'
import { withApp } from './web-app.mjs'

const [BARE, FLOOR, FAULTSNAP] = VARIANTS
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)

export async function run (context) {
  const { folder, variants, close } = await startPeers()
  const all = [BARE, FLOOR, FAULTSNAP, ...variants.filter(({ name }) => name === 'Sentry, all')]
  const load = join(programs, 'latency-load.cjs')
  for (const app of ['express', 'fastify']) {
    const median = new Map(all.map(({ name }) => [name, []]))
    const p99 = new Map(all.map(({ name }) => [name, []]))
    for (let round = 0; round < ROUNDS; round++) {
      for (const variant of all) {
        const [its, high] = await withApp(context, variant, join(folder, `${app}.cjs`), load, [], output => JSON.parse(output))
        median.get(variant.name).push(its)
        p99.get(variant.name).push(high)
      }
    }
    printTable(`${app}, 100 connections that fail: 50th percentile of the other answers`, median, { digits: 2 })
    printTable(`${app}, 100 connections that fail: 99th percentile of the other answers`, p99, { digits: 2 })
  }
  close()
}
