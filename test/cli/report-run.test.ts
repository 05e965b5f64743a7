import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import picocolors from 'picocolors'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Io } from '../../cli/io'
import { annotations } from '../../cli/run/github-annotations'
import { reportRun } from '../../cli/run/report-run'
import type { ReportedCrash } from '../../cli/run/reported-crash'
import { stepSummary } from '../../cli/run/step-summary'

const failed = (name: string, more: Partial<ReportedCrash> = {}): ReportedCrash => ({
  id: name, file: `/w/FaultSnaps/${name}.faultsnap`, type: 'AssertionError', message: '1 !== 2', pid: 1, signal: 'test',
  test: { name, file: '/w/cart.test.ts', runner: 'vitest' }, place: { function: '', file: '/w/cart.test.ts', line: 5, column: 9 }, ...more,
})

const dir = mkdtempSync(join(tmpdir(), 'faultsnap-report-'))
test.after(() => rmSync(dir, { recursive: true, force: true }))

async function report (crashes: ReportedCrash[], leftOutTests = 0, env: Record<string, string> = {}): Promise<string[]> {
  const told: string[] = []
  const io = { cwd: '/w', env, print: () => assert.unreachable('stdout is the program\'s'), tell: (text: string) => told.push(text), colours: picocolors } as unknown as Io
  await reportRun({ crashes, leftOutTests }, io)
  return told
}

test('a crash is a line, failed tests are a list with its count, flaky attempts and what was left out', async () => {
  const crash = failed('x', { signal: 'uncaughtException' })
  delete crash.test
  const told = await report([crash, failed('cart > adds'), failed('cart > adds', { id: '2', test: { name: 'cart > adds', runner: 'mocha', attempt: 2 } })], 3)
  assert.equal(told, [
    '[FaultSnap] Crash captured. Saved to FaultSnaps/x.faultsnap',
    '[FaultSnap] 2 failed tests were recorded; 3 more were not, to keep the run short',
    '[FaultSnap]   cart > adds: FaultSnaps/cart > adds.faultsnap',
    '[FaultSnap]   cart > adds (attempt 2): FaultSnaps/cart > adds.faultsnap',
  ])
  assert.equal(await report([]), [])
  assert.is((await report(Array.from({ length: 25 }, (_, n) => failed(`test ${n}`)))).at(-1), '[FaultSnap]   and 5 more: npx faultsnap list')
})

test('GitHub gets ten annotations and a count, and only from its own runs', async () => {
  const many = Array.from({ length: 12 }, (_, n) => failed(`test ${n}`))
  const lines = annotations(many, 3, '/w')
  assert.is(lines.length, 11)
  assert.is(lines[0], '::error file=cart.test.ts,line=5,col=9,title=test 0::AssertionError: 1 !== 2%0ACapsule: FaultSnaps/test 0.faultsnap')
  assert.is(lines[10], '::notice title=FaultSnap::5 more failed, see the summary of the step')
  assert.is(annotations(many.slice(0, 10), 0, '/w').length, 10)
  assert.not((await report(many)).some(line => line.startsWith('::')))
  assert.is((await report(many, 0, { GITHUB_ACTIONS: 'true' })).filter(line => line.startsWith('::')).length, 11)
})

test('a test\'s name and message cannot end an annotation, begin another, or command a terminal', () => {
  const [line] = annotations([failed('a::b,c%\n::set-output name=x::y\u001b[31m', { message: 'one\r\n::error::two\u001b[2J%0A', type: 'E' })], 0, '/w')
  assert.is(line!.split(/[\r\n]/).length, 1)
  assert.not.match(line!, /\u001b/)
  const [, properties, data] = /^::error (.*?)::(.*)$/.exec(line!)!
  assert.match(properties!, /title=a%3A%3Ab%2Cc%25/)
  assert.match(data!, /%0A::error::two/)
  assert.match(data!, /%250A/)
})

test('a file outside of the workspace is not named as one of it', () => {
  const [line] = annotations([failed('x', { place: { function: '', file: '/elsewhere/a.ts', line: 1, column: 1 } })], 0, '/w')
  assert.match(line!, /^::error title=x::/)
})

test('the summary of a step is a table in which text stays text', async () => {
  const markdown = stepSummary([failed('a | b <img src=x> `c` [d](e) @team', { message: 'line 1\nline 2\u202e' })], 1, '/w')
  const rows = markdown.split('\n').filter(line => line.startsWith('| '))
  assert.is(rows.length, 3)
  assert.is(rows[2]!.split('|').length, 6)
  for (const part of ['<img', '`', '](', '@team', '\u202e']) assert.not(rows[2]!.includes(part), part)
  assert.match(markdown, '1 more failed and is not in this table.')
  assert.is(stepSummary([], 0, '/w'), '')
  const file = join(dir, 'summary.md')
  writeFileSync(file, 'before\n')
  await report([failed('x')], 0, { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: file })
  assert.match(readFileSync(file, 'utf8'), /^before\n### FaultSnap\n/)
})

test.run()
