import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodes, type Run } from '../e2e/harness'
import { installApp } from '../helpers/install-app'
import { assertFailures, assertSame, runBare, runRecorded, type ExpectedFailure, type TestRun } from './run-tests'

const file = 'cart.test.js'
const FAILURES: ExpectedFailure[] = [
  {
    name: 'cart > adds the prices', file, type: 'JestAssertionError', message: /deep equality/, at: '// asserts here', attempt: 1,
    variables: { lines: [{ price: 2 }, { price: 3 }], total: 5 }, sides: { expected: { total: 6 }, actual: { total: 5 } },
  },
  {
    name: 'cart > shows the currency', file, type: 'TypeError', message: /reading 'country'/, at: '// throws here', in: 'currency.js',
    variables: { customer: { name: 'Ada' } },
  },
  {
    name: 'cart > waits for the stock', file, type: 'RangeError', message: 'no pen left', at: '// rejects here', in: 'currency.js',
    variables: { left: 0, stock: { pen: 0 } },
  },
  {
    name: 'cart > holds two', file, type: 'JestAssertionError', message: /Expected length: 2/, at: 'toHaveLength(2)',
    variables: { list: ['pen'] }, sides: { expected: 2, actual: ['pen'] },
  },
  { name: 'cart > resolves to six', file, type: 'JestAssertionError', message: /Expected: 6/, at: '// resolves here', sides: { expected: 6, actual: 5 } },
  { name: 'cart > fails in a timer', file, type: 'Error', message: 'timer 1', at: 'timer ${inTimer}', variables: { inTimer: 1 } },
  { name: 'cart > runs out of time', file, type: 'string', message: /^Exceeded timeout of 30 ms/, at: "it('runs out of time'", attempt: 1 },
  ...[1, 2, 3].map((n): ExpectedFailure => ({
    name: `cart > is number ${n}`, file, type: 'JestAssertionError', message: new RegExp(`Received: ${n}0`), at: 'expect(mine).toBe(0)',
    variables: { mine: n * 10, n }, sides: { expected: 0, actual: n * 10 },
  })),
  { name: 'with a hook > does not start', file, type: 'Error', message: 'the hook failed', at: '// hook fails here', variables: { prepared: 7 } },
]
/** It passes the second time. */
const FLAKY: ExpectedFailure = {
  name: 'is flaky', file: 'flaky.test.js', type: 'Error', message: 'attempt 1', at: 'attempt ${attempt}', attempt: 1, variables: { attempt: 1 },
}

const app = installApp('jest')
test.after(() => app?.remove())

const bin = join('node_modules', 'jest', 'bin', 'jest.js')

for (const node of app === undefined ? [] : [...new Set([nodes[0]!, nodes.at(-1)!])]) {
  const run = (...options: string[]): TestRun => ({ dir: app!.dir, node, runner: 'jest', command: [bin, '--cacheDirectory', `cache-${node.version}`, ...options] })
  let bare: Run

  test(`its failed tests are recorded in the processes of its workers, from within its sandboxes (Node ${node.version})`, async () => {
    const plan = run('-w', '2')
    bare = await runBare(plan)
    const { recorded, capsules } = await runRecorded(plan)
    assertSame(bare, recorded)
    assert.is(bare.code, 1)
    assertFailures(capsules, [...FAILURES, FLAKY], plan)
  })

  test(`they are recorded in a single process, by the setup file of the page (Node ${node.version})`, async () => {
    const plan = run('--runInBand')
    const { recorded, capsules } = await runRecorded(plan, { command: [node.path, ...plan.command, '--config', 'faultsnap.config.js'] })
    assertSame(bare, recorded)
    assertFailures(capsules, [...FAILURES, FLAKY], plan)
  })
}

test.run()
