import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { root } from '../e2e/installed'
import { nodes } from '../e2e/nodes'

interface Verdict { key: string, kind: string, bare?: string, recorded?: string }
interface Result { kind: string, name: string, tests: number, capsules: number, verdicts: Verdict[] }

const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-transparency-')))
test.after(() => rmSync(dir, { recursive: true, force: true }))

/** What compare.mjs says of a program (its text) under a preload (its text). */
function verdictsOf (program: string, preload: string): Verdict[] {
  writeFileSync(join(dir, 'program.cjs'), program)
  writeFileSync(join(dir, 'preload.cjs'), preload)
  const args = [join(root, 'transparency', 'compare.mjs'), '--json', '--preload', join(dir, 'preload.cjs'), '--', process.execPath, 'program.cjs']
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8' })
  assert.is(stderr, '')
  return (JSON.parse(stdout) as { verdicts: Verdict[] }).verdicts
}

/** What run.mjs says, and what it prints. */
function run (...args: string[]): { code: number | null, output: string, results: Result[] } {
  const file = join(dir, 'results.json')
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'transparency', 'run.mjs'), '--json', file, ...args], { encoding: 'utf8' })
  for (const note of stdout.match(/^note: .*$/gm) ?? []) console.log(note)
  return { code: status, output: stdout + stderr, results: JSON.parse(readFileSync(file, 'utf8')) as Result[] }
}

const TESTED = 'console.log("TAP version 13\\nok 1 - first\\n" + (globalThis.isBroken ? "not " : "") + "ok 2 - second\\n1..2")'

for (const [what, preload, keys] of [
  ['an exit code', 'process.on("exit", () => { process.exitCode = 3 })', ['ending']],
  ['a line on stderr', 'console.error("by the way")', ['stderr']],
  ['a line on stdout', 'console.log("# by the way")', ['stdout']],
  ['a file', 'require("node:fs").writeFileSync(`left-${Date.now()}`.slice(0, 5), "")', ['file left-']],
  ['the result of a test', 'globalThis.isBroken = true', ['stdout', 'test second']],
] as const) {
  test(`a preload that changes ${what} is found out`, () => {
    const found = verdictsOf(TESTED, preload)
    assert.equal(found.map(({ key }) => key).sort(), [...keys])
    assert.ok(found.every(({ kind }) => kind === 'difference'), JSON.stringify(found))
  })
}

test('what bare runs do not agree on is flaky, and what they agree on is nothing', () => {
  assert.equal(verdictsOf('console.log(Math.random())', '').map(({ key, kind }) => [key, kind]), [['stdout', 'flaky']])
  assert.equal(verdictsOf('console.log(process.pid > 0, `pid: ${process.pid}`, __dirname)', ''), [])
  assert.equal(verdictsOf('console.log(process.env.NODE_OPTIONS)', '').map(({ kind }) => kind), ['difference'])
  assert.equal(verdictsOf('console.log(process.env.NODE_OPTIONS !== undefined)', '').map(({ kind }) => kind), ['preload'])
})

const PROGRAMS = ['abort-flag', 'uncaught-in-handler', 'rejections-file', 'stack-prepare', 'async-hooks-ids', 'listeners', 'trace-sigint',
  'worker-unhandled', 'timers-order', 'inspector-open']

for (const { version, path } of nodes.length > 1 ? [nodes[0]!, nodes.at(-1)!] : nodes) {
  test(`programs like Node's own tests do under FaultSnap what they do without, on Node ${version}`, () => {
    const { code, output, results } = run('--node', path, ...PROGRAMS)
    assert.is(code, 0, output)
    assert.is(results.length, PROGRAMS.length)
    // They were recorded: an agent that is not there changes nothing either.
    assert.ok(results.filter(({ capsules }) => capsules > 0).length >= 5, output)
  })
}

test('suites that packages publish have the same results under FaultSnap', () => {
  const { code, output, results } = run('minimist', 'secure-json-parse', 'split2')
  assert.is(code, 0, output)
  if (results.length === 0) return
  assert.equal(results.map(({ name }) => name).sort(), ['minimist', 'secure-json-parse', 'split2'])
  assert.ok(results.every(({ tests }) => tests > 20), output)
})

test.run()
