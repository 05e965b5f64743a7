// Claim: an Express or Fastify app answers within 3 % as many requests when none fails, within 10 % when one in ten fails, and never
// less than half as many when all fail. Beside it: Sentry and Rollbar with local variables
// of all exceptions, whose reports go to a sink on loopback.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { measured, printTable, takeTurns, VARIANTS } from './measure.mjs'
import { startPeers } from './peers.mjs'
const [BARE, , FAULTSNAP] = VARIANTS
const SHARES = [['none fails', 0], ['one in ten fails', 10], ['all fail', 1]]

export async function run (context) {
  const { folder, variants, close } = await startPeers()
  const peers = variants.filter(({ name }) => name === 'Sentry, all' || name === 'Rollbar, all')
  for (const app of ['express', 'fastify']) {
    for (const [title, nth] of SHARES) {
      const measure = variant => requestsPerSecond(context, variant, join(folder, `${app}.cjs`), nth)
      printTable(`${app}, ${title}: requests a second, 16 connections kept alive, 3 s after a warm-up`,
        await takeTurns(3, measure, [BARE, FAULTSNAP, ...peers]), { unit: '/s', digits: 0, isRate: true })
    }
  }
  close()
}

async function requestsPerSecond (context, variant, app, nth) {
  const { node, temp } = context
  const repository = join(temp, 'FaultSnaps')
  const server = spawn(node, [...variant.args, app], {
    cwd: temp, stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, NODE_ENV: 'production', FAULTSNAP_REPOSITORY_DIR: repository, ...variant.env },
  })
  try {
    const [port] = await once(server.stdout, 'data')
    server.stdout.resume()
    const rate = await measured(context, BARE, 'web-load.cjs', { args: [String(port).trim(), String(nth)] })
    // A figure without a capsule would be that of a recorder that is not there.
    if (variant === FAULTSNAP && nth > 0 !== existsSync(repository)) throw new Error(`${app}: ${nth > 0 ? 'no' : 'a'} capsule`)
    return rate
  } finally {
    const ended = once(server, 'exit')
    server.kill()
    await ended
    rmSync(repository, { recursive: true, force: true, maxRetries: 3 })
  }
}
