// Claim: an Express or Fastify app answers within 3 % as many requests when none fails, within 10 % when one in ten fails, and never
// less than half as many when all fail. Beside it: Sentry with local variables, whose events go to a sink on loopback.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { measured, printTable, takeTurns, VARIANTS } from './measure.mjs'

const apps = join(import.meta.dirname, 'apps', 'web')
const [BARE, , FAULTSNAP] = VARIANTS
const SHARES = [['none fails', 0], ['one in ten fails', 10], ['all fail', 1]]

export async function run (context) {
  const folder = installed()
  const sink = createServer((request, response) => request.resume().on('end', () => response.end('{}')))
  sink.listen(0, '127.0.0.1')
  await once(sink, 'listening')
  const dsn = `http://key@127.0.0.1:${sink.address().port}/1`
  const sentry = { name: 'Sentry', args: ['-r', join(folder, 'sentry.cjs')], env: { BENCH_SENTRY: dsn } }
  for (const app of ['express', 'fastify']) {
    for (const [title, nth] of SHARES) {
      const measure = variant => requestsPerSecond(context, variant, join(folder, `${app}.cjs`), nth)
      printTable(`${app}, ${title}: requests a second, 16 connections kept alive, 3 s after a warm-up`,
        await takeTurns(3, measure, [BARE, FAULTSNAP, sentry]), { unit: '/s', digits: 0, isRate: true })
    }
  }
  sink.close()
  sink.closeAllConnections()
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

/** The apps beside their packages, installed once per content of their package.json. */
function installed () {
  const hash = createHash('sha256').update(readFileSync(join(apps, 'package.json'))).digest('hex').slice(0, 16)
  const folder = join(import.meta.dirname, '..', 'node_modules', '.cache', `faultsnap-bench-${hash}`)
  if (!existsSync(join(folder, 'node_modules'))) {
    mkdirSync(folder, { recursive: true })
    cpSync(apps, folder, { recursive: true })
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'], {
      cwd: folder, stdio: 'inherit', shell: process.platform === 'win32',
    })
  }
  cpSync(apps, folder, { recursive: true })
  return folder
}
