// Measures what FaultSnap costs, side by side with bare Node and with the floor (see floor.cjs), one file per claim.
// Usage: node bench/run.mjs [--node PATH] [--peers] [name …]     (npm run bench builds first)
// --peers: Sentry, Rollbar and Node's diagnostic report, too, see peers.mjs.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { dist, VARIANTS } from './measure.mjs'
import { startPeers } from './peers.mjs'

/** In the order in which they are run. Each file gives `run (context)`, which prints its tables. */
const BENCHES = ['startup', 'cpu', 'awaits', 'throws', 'http', 'web', 'latency', 'crash', 'walk', 'memory', 'ghost', 'evidence', 'list']

const names = process.argv.slice(2)
const isWithPeers = names.includes('--peers') && names.splice(names.indexOf('--peers'), 1).length > 0
const at = names.indexOf('--node')
const node = at === -1 ? process.execPath : names.splice(at, 2)[1]
const unknown = names.filter(name => !BENCHES.includes(name))
if (node === undefined || unknown.length > 0) {
  console.error(`unknown: ${unknown.join(' ') || '--node without a path'}. There are: ${BENCHES.join(' ')}`)
  process.exit(2)
}
if (!existsSync(join(dist, 'register.cjs'))) {
  console.error('dist/register.cjs is not there: run npm run build first.')
  process.exit(1)
}

const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
const load = () => loadavg().map(value => value.toFixed(2)).join(' ')
console.log(`Node ${version} on ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}`)
console.log(`load average at the start: ${load()}. The variants take turns; compare minimums where the load is high.`)

const temp = mkdtempSync(join(tmpdir(), 'faultsnap-bench-'))
const peers = isWithPeers ? await startPeers() : undefined
const variants = [...VARIANTS, ...peers?.variants ?? []]
try {
  for (const name of names.length > 0 ? names : BENCHES) {
    const { run } = await import(`./${name}.mjs`)
    await run({ node, temp, variants })
  }
} finally {
  peers?.close()
  rmSync(temp, { recursive: true, force: true, maxRetries: 3 })
}
console.log(`\nload average at the end: ${load()}`)
