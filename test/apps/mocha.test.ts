import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodes } from '../e2e/harness'
import { installApp } from '../helpers/install-app'
import { assertFailures, assertSame, runBare, runRecorded, type ExpectedFailure, type TestRun } from './run-tests'

const file = 'cart.spec.js'
const FAILURES: ExpectedFailure[] = [
  {
    name: 'cart > adds the prices', file, type: 'AssertionError', message: /strictly deep-equal/, at: '// asserts here', attempt: 1,
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
    name: 'cart > holds two with chai', file, type: 'AssertionError', message: /to have a length of 2 but got 1/, at: '// chai asserts here',
    variables: { list: ['pen'] }, sides: { expected: 2, actual: 1 },
  },
  { name: 'cart > fails in a timer', file, type: 'Error', message: 'timer 1', at: 'timer ${inTimer}', variables: { inTimer: 1 } },
  { name: 'cart > is flaky', file, type: 'Error', message: 'attempt 1', at: 'attempt ${attempt}', attempt: 1, variables: { attempt: 1 } },
  { name: 'cart > runs out of time', file, type: 'Error', message: /^Timeout of 30ms exceeded/, at: "it('runs out of time'", attempt: 1 },
  {
    name: 'with a hook > "before each" hook: prepare for "does not start"', file, type: 'Error', message: 'the hook failed',
    at: '// hook fails here', variables: { prepared: 7 },
  },
]
const SECOND: ExpectedFailure = {
  name: 'stands alone', file: 'second.spec.js', type: 'AssertionError', message: /41 !== 42/, at: 'assert.equal(answer, 42)',
  variables: { answer: 41 }, sides: { expected: 42, actual: 41 },
}

const app = installApp('mocha')
test.after(() => app?.remove())

const bin = join('node_modules', 'mocha', 'bin', 'mocha.js')

for (const node of app === undefined ? [] : [...new Set([nodes[0]!, nodes.at(-1)!])]) {
  const plan: TestRun = { dir: app!.dir, node, runner: 'mocha', command: [bin, file] }

  test(`its failed tests and attempts are recorded without a change to the program (Node ${node.version})`, async () => {
    const bare = await runBare(plan)
    const { recorded, capsules } = await runRecorded(plan)
    assertSame(bare, recorded)
    assert.is(bare.code, 7)
    assertFailures(capsules, FAILURES, plan)
  })

  test(`they are recorded in the processes of --parallel, by the line of the page (Node ${node.version})`, async () => {
    const parallel: TestRun = { ...plan, command: [bin, '--parallel', file, SECOND.file] }
    const bare = await runBare(parallel)
    const { recorded, capsules } = await runRecorded(parallel, {
      command: [node.path, bin, '--parallel', '--config', 'faultsnap.mocharc.json', file, SECOND.file],
    })
    assertSame(bare, recorded)
    assertFailures(capsules, [...FAILURES, SECOND], parallel)
  })
}

test.run()
