import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodes } from '../e2e/harness'
import { installApp } from '../helpers/install-app'
import { assertFailures, assertSame, runBare, runRecorded, type ExpectedFailure, type TestRun } from './run-tests'

// node:test, alone, as the child of `node --test`, and with all files in one process.

const file = 'cart.test.js'
const FAILURES: ExpectedFailure[] = [
  {
    name: 'cart > adds the prices', file, type: 'AssertionError', message: /strictly deep-equal/, at: '// asserts here',
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
    name: 'cart > counts after a while', file, type: 'AssertionError', message: /2 !== 3/, at: 'assert.equal(later, 3)',
    variables: { before: 1, later: 2 }, sides: { expected: 3, actual: 2 },
  },
  ...[1, 2, 3].map((n): ExpectedFailure => ({
    name: `cart > is number ${n}`, file, type: 'AssertionError', message: new RegExp(`${n}0 !== 0`), at: 'assert.equal(mine, 0)',
    variables: { mine: n * 10, n }, sides: { expected: 0, actual: n * 10 },
  })),
  { name: 'runs out of time', file, type: 'Error', message: 'test timed out after 30ms', at: "it('runs out of time'" },
  {
    name: 'with a hook > does not start', file, type: 'Error', message: 'the hook failed', at: '// hook fails here',
    variables: { prepared: 7 },
  },
]

const app = installApp('node-test')
test.after(() => app?.remove())

for (const node of app === undefined ? [] : nodes) {
  const plan: TestRun = { dir: app!.dir, node, runner: 'node:test', command: [file] }

  test(`its failed tests are recorded without a change to the program (Node ${node.version})`, async () => {
    const bare = await runBare(plan)
    const { recorded, capsules } = await runRecorded(plan)
    assertSame(bare, recorded)
    assert.is(bare.code, 1)
    assertFailures(capsules, FAILURES, plan)
    assert.match(recorded.notices.join('\n'), `${FAILURES.length} failed tests were recorded`)
    assert.match(recorded.notices.join('\n'), 'cart > adds the prices: FaultSnaps')
  })

  test(`they are recorded in the children of node --test, by the line of the page (Node ${node.version})`, async () => {
    const nodeTest: TestRun = { ...plan, command: ['--test', file] }
    const bare = await runBare(nodeTest)
    const { recorded, capsules } = await runRecorded(nodeTest, { command: [node.path, '--import', 'faultsnap/register', '--test', file] })
    assertSame(bare, recorded)
    assert.equal(recorded.notices, [])
    assertFailures(capsules, FAILURES, nodeTest)
  })

  if (Number(node.version) >= 22) {
    test(`they are recorded where all files run in one process (Node ${node.version})`, async () => {
      const flag = Number(node.version) >= 24 ? '--test-isolation=none' : '--experimental-test-isolation=none'
      const together: TestRun = { ...plan, command: ['--test', flag, join(app!.dir, file)] }
      const bare = await runBare(together)
      const { recorded, capsules } = await runRecorded(together)
      assertSame(bare, recorded)
      assertFailures(capsules, FAILURES, together)
    })
  }
}

if (app !== undefined) {
  test('of very many failed tests some are recorded, and the rest is counted', async () => {
    const loop = "for (let i = 0; i < 100; i++) test(`looped ${i}`, () => assert.equal(i, -1))"
    const places = Array.from({ length: 60 }, (_, n) => `test('place ${n}', () => { const mine = ${n}; assert.equal(mine, -1) })`)
    writeFileSync(join(app.dir, 'many.test.js'), ["const { test } = require('node:test'), assert = require('node:assert')", loop, ...places].join('\n'))
    const plan: TestRun = { dir: app.dir, node: nodes.at(-1)!, runner: 'node:test', command: ['many.test.js'] }
    const bare = await runBare(plan)
    const { recorded, capsules } = await runRecorded(plan)
    assertSame(bare, recorded)
    assert.is(capsules.length, 50)
    assert.is(capsules.filter(({ crash }) => crash.test!.name.startsWith('looped')).length, 3)
    assert.match(recorded.notices[0]!, '50 failed tests were recorded; 110 more were not')
  })
}

test.run()
