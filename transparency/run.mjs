// Runs third-party test suites and the programs of transparency/programs/ bare and recorded, and says what differs.
// Usage: node transparency/run.mjs [--node PATH]… [--programs] [--projects] [--suites] [--preload FILE] [--json FILE] [name …]    (npm run transparency builds first)
// A name is that of a suite or a part of a program's. Ends with 1 if there is a difference that is FaultSnap's and not documented.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { compareCommand, isOurs, register } from './lib/compare-command.mjs'
import { documented } from './documented.mjs'
import { listPrograms, planOfProgram } from './lib/programs.mjs'
import { listProjects, planOfProject } from './lib/projects.mjs'
import { printVerdicts } from './lib/report.mjs'
import { listSuites, planOfSuite } from './lib/suites.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    node: { type: 'string', multiple: true, default: [process.execPath] }, programs: { type: 'boolean', default: false },
    suites: { type: 'boolean', default: false }, projects: { type: 'boolean', default: false }, json: { type: 'string' }, jobs: { type: 'string', default: '2' },
    preload: { type: 'string', default: register },
  },
})
if (!existsSync(values.preload)) {
  console.error(`${values.preload} is not there: run npm run build first.`)
  process.exit(2)
}
const isWanted = (name, kind) => positionals.some(part => name.includes(part)) || (positionals.length === 0 && (values[kind] || !(values.programs || values.projects || values.suites)))

const jobs = []
for (const node of values.node) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  const major = Number(/\d+/.exec(version)[0])
  const add = (kind, item, planOf) => {
    if (isWanted(item.name, kind) && major >= (item.minNode ?? 0)) jobs.push({ kind, version, major, name: item.name, plan: () => planOf(item, node) })
  }
  for (const program of listPrograms()) add('programs', program, planOfProgram)
  for (const project of listProjects()) add('projects', project, planOfProject)
  for (const suite of listSuites()) add('suites', suite, planOfSuite)
}
if (jobs.length === 0) {
  console.error(`nothing is called ${positionals.join(' ')}`)
  process.exit(2)
}

// A build in the meantime must not take the preload away.
const copy = realpathSync(mkdtempSync(join(tmpdir(), 'transparency-dist-')))
process.on('exit', () => rmSync(copy, { recursive: true, force: true, maxRetries: 3 }))
cpSync(dirname(values.preload), copy, { recursive: true })
const preload = join(copy, basename(values.preload))

const results = []
const queue = [...jobs]
await Promise.all(Array.from({ length: Number(values.jobs) }, async () => {
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const plan = job.plan()
    if (plan === undefined) continue
    const { runs, ...result } = await compareCommand({ ...plan, preload })
    const verdicts = result.verdicts.map(verdict => documented(job, verdict))
    results.push({ kind: job.kind, name: job.name, version: job.version, ending: runs.bare[0].ending, ...result, verdicts })
    const mark = verdicts.some(isOurs) ? '✗' : verdicts.length > 0 ? '~' : '✓'
    if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 1))
    console.log(`${mark} ${job.version} ${job.name}: ${runs.bare[0].ending}; ${result.tests} tests; ${result.bareMs} ms, ${result.recordedMs} ms; ${result.capsules} capsules`)
    if (verdicts.length > 0) printVerdicts(verdicts, '    ')
  }
}))

const sum = list => list.reduce((total, number) => total + number, 0)
const ours = results.flatMap(({ verdicts }) => verdicts.filter(isOurs))
const count = kind => results.flatMap(({ verdicts }) => verdicts.filter(verdict => verdict.kind === kind)).length
console.log(`${results.length} commands compared, ${sum(results.map(({ tests }) => tests))} tests: ${ours.length} differences, ` +
  `${count('documented')} documented, ${count('notice')} by the notice alone, ${count('preload')} of any preload, ${count('flaky')} flaky`)
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 1))
process.exitCode = ours.length > 0 ? 1 : 0
