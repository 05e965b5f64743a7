// Other tools that record variables, each set up as its documentation says, whose reports go to a sink on loopback; and Node's own
// diagnostic report, which has none.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const apps = join(import.meta.dirname, 'apps', 'web')

/** Starts the sink. Gives `folder`, where the apps and packages are, `variants`, `received` (texts of what was sent) and `close()`. */
export async function startPeers () {
  const folder = installed()
  const received = []
  const sink = createServer((request, response) => {
    const parts = []
    request.on('data', part => parts.push(part)).on('end', () => {
      const body = Buffer.concat(parts)
      received.push(String(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body))
      response.setHeader('Content-Type', 'application/json').end('{"err":0,"result":{}}')
    })
  })
  sink.listen(0, '127.0.0.1')
  await once(sink, 'listening')
  const { port } = sink.address()
  const sentry = { args: ['-r', join(folder, 'sentry.cjs')], kind: 'sentry' }
  const rollbar = { args: ['-r', join(folder, 'rollbar.cjs')], kind: 'rollbar' }
  const sentryEnv = { BENCH_SENTRY: `http://key@127.0.0.1:${port}/1` }
  const rollbarEnv = { BENCH_ROLLBAR: `http://127.0.0.1:${port}/api/1/` }
  return {
    folder, received,
    variants: [
      { ...sentry, name: 'Sentry, uncaught', env: sentryEnv },
      { ...sentry, name: 'Sentry, all', env: { ...sentryEnv, BENCH_ALL: '1' } },
      { ...rollbar, name: 'Rollbar, uncaught', env: rollbarEnv },
      { ...rollbar, name: 'Rollbar, all', env: { ...rollbarEnv, BENCH_ALL: '1' } },
      { name: 'report', kind: 'report', args: ['--report-uncaught-exception', '--report-compact'] },
    ],
    close () {
      sink.close()
      sink.closeAllConnections()
    },
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
