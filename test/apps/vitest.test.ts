import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodes } from '../e2e/harness'
import { installApp } from '../helpers/install-app'
import { assertFailures, assertSame, runBare, runRecorded, type ExpectedFailure, type TestRun } from './run-tests'

// Vitest 5 needs Node 22; Vitest 4 is there for Node 20. The places are those of the TypeScript files.

const file = 'cart.test.ts'
const failures = (major: number): ExpectedFailure[] => [
  {
    name: 'cart > adds the prices', file, type: 'AssertionError', message: /to deeply equal/, at: '// asserts here', attempt: 1,
    variables: { lines: [{ price: 2 }, { price: 3 }], total: 5 }, sides: { expected: { total: 6 }, actual: { total: 5 } },
  },
  {
    name: 'cart > shows the currency', file, type: 'TypeError', message: /reading 'country'/, at: '// throws here', in: 'currency.ts',
    variables: { customer: { name: 'Ada' } },
  },
  {
    name: 'cart > waits for the stock', file, type: 'RangeError', message: 'no pen left', at: '// rejects here', in: 'currency.ts',
    variables: { left: 0, stock: { pen: 0 } },
  },
  {
    name: 'cart > holds two', file, type: 'AssertionError', message: /to have a length of 2 but got 1/, at: 'toHaveLength(2)',
    variables: { list: ['pen'] }, sides: { expected: 2, actual: 1 },
  },
  { name: 'cart > resolves to six', file, type: 'AssertionError', message: /expected 5 to be 6/, at: '// resolves here', sides: { expected: 6, actual: 5 } },
  ...[2, 3].map((n): ExpectedFailure => ({
    name: 'cart > is soft', file, type: 'AssertionError', message: new RegExp(`expected 1 to be ${n}`), at: `expect.soft(first).toBe(${n})`,
    variables: { first: 1 }, sides: { expected: n, actual: 1 },
  })),
  { name: 'cart > is flaky', file, type: 'Error', message: 'attempt 1', at: 'attempt ${attempt}', attempt: 1, variables: { attempt: 1 } },
  {
    name: 'cart > runs out of time', file, type: major < 5 ? 'Error' : 'TestTimeoutError', message: /^Test timed out in 30ms/,
    at: "it('runs out of time'", attempt: 1,
  },
  ...[1, 2, 3].map((n): ExpectedFailure => ({
    name: `at once > is number ${n}`, file, type: 'AssertionError', message: new RegExp(`expected ${n}0 to be \\+?0`), at: 'expect(mine).toBe(0)',
    variables: { mine: n * 10, n }, sides: { expected: 0, actual: n * 10 },
  })),
  { name: 'with a hook > does not start', file, type: 'Error', message: 'the hook failed', at: '// hook fails here', variables: { prepared: 7 } },
]

const bin = join('node_modules', 'vitest', 'vitest.mjs')

for (const [name, major, node] of [['vitest-4', 4, nodes[0]!], ['vitest', 5, nodes.at(-1)!]] as const) {
  if (major === 5 && Number(node.version) < 22) {
    console.log('note: Vitest 5 needs Node 22, skipped')
    continue
  }
  const app = installApp(name)
  if (app === undefined) continue
  test.after(() => app.remove())
  const run = (pool: string): TestRun => ({ dir: app.dir, node, runner: 'vitest', command: [bin, 'run', '--no-color', '--pool', pool] })

  test(`Vitest ${major}: failed tests are recorded in the pool threads without a change to the program`, async () => {
    const plan = run('threads')
    const bare = await runBare(plan)
    const { recorded, capsules } = await runRecorded(plan)
    assertSame(bare, recorded)
    assert.is(bare.code, 1)
    assertFailures(capsules, failures(major), plan)
  })

  test(`Vitest ${major}: so in the pool forks; GitHub is told of ten, and they are attached to the JUnit file`, async () => {
    const plan = run('forks')
    plan.command.push('--reporter=default', '--reporter=junit', '--outputFile.junit=junit.xml')
    const bare = await runBare(plan)
    const { recorded, capsules } = await runRecorded(plan, {
      options: ['--junit', 'junit.xml'], env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(app.dir, 'summary.md') },
    })
    assertSame(bare, { ...recorded, stderr: recorded.stderr.replace(/^::.*(?:Capsule|title=FaultSnap).*\n/gm, '') })
    assertFailures(capsules, failures(major), plan)
    const lines = recorded.stderr.split('\n').filter(line => line.startsWith('::') && line.includes('Capsule'))
    assert.is(lines.length, 10)
    const line = readFileSync(join(app.dir, file), 'utf8').split('\n').findIndex(text => text.includes('// asserts here')) + 1
    assert.ok(lines.some(text => text.startsWith(`::error file=cart.test.ts,line=${line},`) && text.includes('title=cart > adds the prices::')), lines.join('\n'))
    assert.match(recorded.stderr, `::notice title=FaultSnap::${capsules.length - 10} more failed`)
    assert.is(readFileSync(join(app.dir, 'summary.md'), 'utf8').split('\n').filter(row => row.startsWith('| ')).length, capsules.length + 2)
    const attached = [...readFileSync(join(app.dir, 'junit.xml'), 'utf8').matchAll(/\[\[ATTACHMENT\|([^\]]+)\]\]/g)].map(match => match[1]!)
    const failedForGood = failures(major).filter(({ name }) => name !== 'cart > is flaky')
    assert.is(new Set(attached).size, failedForGood.length)
    for (const path of attached) assert.ok(existsSync(path), path)
  })

  test(`Vitest ${major}: they are recorded in a pool of vm contexts, by the setup file of the page`, async () => {
    const plan = run('vmThreads')
    const bare = await runBare(plan)
    const { recorded, capsules } = await runRecorded(plan, { command: [node.path, ...plan.command, '--config', 'faultsnap.config.mts'] })
    assertSame(bare, recorded)
    assertFailures(capsules, failures(major), plan)
  })
}

test.run()
