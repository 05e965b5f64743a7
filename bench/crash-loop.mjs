// A crash loop: what the 1st, the 100th and the 10,000th crash of one bug cost, and what they leave on disk.
// Packing is charged by processor time, which a busy machine does not change; the process's time is wall time against bare Node.
// Usage: node bench/crash-loop.mjs [crashes, default 10000] — a repository is filled by the packer itself, real processes crash at the marks.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const last = Number(process.argv[2] ?? 10_000)
const marks = [1, 100, 1_000, 10_000].filter(mark => mark < last).concat(last)
const MAX_BYTES = 5 * 1024 * 1024
const dir = mkdtempSync(join(tmpdir(), 'faultsnap-loop-'))
const repository = join(dir, 'FaultSnaps')
const register = join(process.env.FAULTSNAP_DIST ?? join(root, 'dist'), 'register.cjs')

try {
  const { packCrash, readCapsule } = await sources()
  writeFileSync(join(dir, 'loop.js'), 'function total (order) { return order.customer.name }\ntotal({ lines: [1, 2, 3], note: "x".repeat(400) })\n')
  const env = { ...process.env, NODE_OPTIONS: '', FAULTSNAP_MAX_REPOSITORY_BYTES: String(MAX_BYTES) }
  const rows = []
  let count = 0
  let template
  let packMs = 0
  for (const mark of marks) {
    while (count < mark - 1) packMs += await packOne(packCrash, template, count++)
    const bare = run([join(dir, 'loop.js')], env)
    const recorded = run(['-r', register, join(dir, 'loop.js')], env)
    count++
    const capsule = await readCapsule(join(repository, 'latest', 'latest.faultsnap'))
    template ??= capsule
    const { bytes, files } = sizeOf(repository)
    rows.push({ crash: mark, 'walk ms': round(capsule.crash.pauseMs), 'process ms more': round(recorded - bare),
      'pack CPU ms (mean since)': count > 1 ? round(packMs / Math.max(1, mark - (rows.at(-1)?.crash ?? 0))) : '-', files, 'MB on disk': round(bytes / 1e6) })
    packMs = 0
  }
  console.table(rows)
  const folder = dirname(readdirSync(repository, { recursive: true }).map(name => join(repository, name)).find(name => name.endsWith('metadata.json')))
  const metadata = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'))
  console.log(`seen ${metadata.count + (metadata.repeats ?? 0)} of ${count}; first kept: ${metadata.capsules[0].includes(template.manifest.id)}; ` +
    `within ${MAX_BYTES} bytes: ${sizeOf(repository).bytes <= MAX_BYTES}`)
} finally {
  rmSync(dir, { recursive: true, force: true })
}

/** The packer's part alone, in this process: a crash like the template, now. */
async function packOne (packCrash, { manifest, crash, environment, breadcrumbs }, number) {
  const record = structuredClone({
    spoolVersion: 1, id: (0x10000000 + number).toString(16), capturedAt: new Date().toISOString(), signal: manifest.signal, crash, environment, breadcrumbs,
    runtime: manifest.runtime, process: manifest.process, missing: manifest.missing, sourceTexts: {},
    packing: { repositoryDir: repository, html: true, sources: true, editorUrl: 'vscode://file/{path}', pathMap: [], maxDaysToKeep: 30,
      maxReportsPerFingerprint: 100, maxRepositoryBytes: MAX_BYTES, hasTaints: false },
  })
  const { user, system } = process.cpuUsage()
  await packCrash(record, { assetsDir: join(root, 'dist') })
  const used = process.cpuUsage()
  return (used.user + used.system - user - system) / 1000
}

function run (args, env) {
  const times = [0, 1, 2].slice(0, args.length > 1 ? 1 : 3).map(() => {
    const startedAt = performance.now()
    spawnSync(process.execPath, args, { cwd: dir, env, stdio: 'ignore' })
    return performance.now() - startedAt
  })
  return Math.min(...times)
}

function sizeOf (folder) {
  const files = readdirSync(folder, { recursive: true }).map(name => statSync(join(folder, name))).filter(stats => stats.isFile())
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) }
}

async function sources () {
  const outfile = join(dir, 'sources.mjs')
  const banner = { js: 'import * as m from "node:module"; const require = m.createRequire(import.meta.url);' }
  await build({ stdin: { contents: 'export { packCrash } from "./src/pack/pack-crash"; export { readCapsule } from "./src/capsule/read"', resolveDir: root },
    outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning', banner })
  return await import(outfile)
}

function round (value) {
  return Math.round(value * 100) / 100
}
