import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodes } from '../e2e/harness'
import { installApp } from '../helpers/install-app'
import { assertFailures, assertSame, runBare, runRecorded, type ExpectedFailure, type TestRun } from './run-tests'

const file = join('tests', 'cart.js')
const FAILURES: ExpectedFailure[] = [
  {
    name: 'cart > adds the prices', file, type: 'Assertion', message: 'Expected values to be deeply equal:', at: '// asserts here',
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
  { name: 'with a hook > does not start', file, type: 'Error', message: 'the hook failed', at: '// hook fails here', variables: { prepared: 7 } },
]
const SECOND: ExpectedFailure = {
  name: 'stands alone', file: join('tests', 'second.mjs'), type: 'Assertion', message: 'Expected values to be strictly equal:', at: 'assert.is(answer, 42)',
  variables: { answer: 41 }, sides: { expected: 42, actual: 41 },
}

const app = installApp('uvu')
test.after(() => app?.remove())

const bin = join('node_modules', 'uvu', 'bin.js')

for (const node of app === undefined ? [] : [...new Set([nodes[0]!, nodes.at(-1)!])]) {
  const plan: TestRun = { dir: app!.dir, node, runner: 'uvu', command: [bin, 'tests'] }

  test(`its failed tests are recorded without a change to the program (Node ${node.version})`, async () => {
    const bare = await runBare(plan)
    const { recorded, capsules } = await runRecorded(plan)
    assertSame(bare, recorded)
    assert.is(bare.code, 1)
    assertFailures(capsules, [...FAILURES, SECOND], plan)
  })

  test(`they are recorded without its command, and by the line of the page (Node ${node.version})`, async () => {
    const bare = await runBare({ ...plan, command: [file] })
    const { recorded, capsules } = await runRecorded({ ...plan, command: [file] })
    assertSame(bare, recorded)
    assertFailures(capsules, FAILURES, plan)
    const required = await runRecorded(plan, { command: [node.path, bin, '-r', 'faultsnap/register', 'tests'] })
    assertFailures(required.capsules, [...FAILURES, SECOND], plan)
  })
}

test.run()
