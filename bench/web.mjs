// Claim: an Express or Fastify app answers within 3 % as many requests when none fails, within 10 % when one in ten fails, and never
// less than half as many when all fail. Beside it: Sentry and Rollbar with local variables
// of all exceptions, whose reports go to a sink on loopback.
import { join } from 'node:path'
import { printTable, programs, takeTurns, VARIANTS } from './measure.mjs'
import { startPeers } from './peers.mjs'
import { withApp } from './web-app.mjs'
const [BARE, , FAULTSNAP] = VARIANTS
const SHARES = [['none fails', 0], ['one in ten fails', 10], ['all fail', 1]]

export async function run (context) {
  const { folder, variants, close } = await startPeers()
  const peers = variants.filter(({ name }) => name === 'Sentry, all' || name === 'Rollbar, all')
  for (const app of ['express', 'fastify']) {
    for (const [title, nth] of SHARES) {
      const load = join(programs, 'web-load.cjs')
      const measure = variant => withApp(context, variant, join(folder, `${app}.cjs`), load, [String(nth)], Number, nth > 0)
      printTable(`${app}, ${title}: requests a second, 16 connections kept alive, 3 s after a warm-up`,
        await takeTurns(3, measure, [BARE, FAULTSNAP, ...peers]), { unit: '/s', digits: 0, isRate: true })
    }
  }
  close()
}
