import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { getPath } from '../../src/values/get-path'
import { previewValue } from '../../src/values/preview'
import { crashTest, placeOf, topFrame, valueAt } from './crash-test'

const uncaught = { signal: 'uncaughtException' }
const twoOrders = [{ paid: true }, { paid: false }]

crashTest('an error in the main script is recorded', 'main-script.js', {
  code: 1,
  stdout: 'shipping\n',
  capsule: {
    ...uncaught, type: 'RangeError', message: 'too heavy: 4 kg', at: 'ship',
    variables: { weight: 4, order: { items: ['sofa', 'piano'] } },
  },
})

crashTest('an error in a timer is recorded', 'timer.js', {
  code: 1,
  stdout: 'total 7\n',
  capsule: {
    ...uncaught, type: 'TypeError', message: "Cannot read properties of undefined (reading 'city')", at: 'bill',
    variables: { total: 7, 'order.items[1].price': 4, 'order.id': 7 },
  },
})

crashTest('an error in an event listener is recorded', 'event-listener.js', {
  code: 1,
  capsule: {
    ...uncaught, type: 'Error', message: 'only 1 of pen', at: 'sell',
    variables: { name: 'pen', count: 2, left: -1, 'this.stock.get("pen")': 1 },
  },
})

crashTest('an error in a callback of Node is recorded', 'callback.js', {
  code: 1,
  capsule: { ...uncaught, type: 'SyntaxError', message: /JSON/, at: 'parse', variables: { firstWord: 'Throws', error: null } },
})

crashTest('an error in a stream is recorded', 'stream.js', {
  code: 1,
  capsule: {
    ...uncaught, type: 'TypeError', message: "Cannot read properties of undefined (reading 'toFixed')", at: 'add',
    variables: { row: { name: 'gift' }, total: 1 },
  },
})

crashTest('an error in a class with private fields is recorded with the private fields', 'private-fields.js', {
  code: 1,
  capsule: {
    ...uncaught, type: 'Error', message: 'short of 15', at: '#check',
    variables: { amount: 25, 'this.#balance': 10, 'this.#limit.daily': 50 },
  },
})

crashTest('values whose content is in no property are shown by it', 'values-of-slots.js', {
  code: 1,
  capsule: { ...uncaught, type: 'Error', message: 'nothing is left of 2 (3)', at: 'inspect', variables: { day: '2026-06-13', span: 'PT2H' } },
  on: () => true,
  check: (compared, capsule) => {
    const shown = (name: string): string => previewValue(capsule.crash, getPath(capsule.crash, name, topFrame(capsule).index).value, 100)
    assert.is(shown('weak'), 'WeakRef { Map(2) { \'a\' => 1, \'b\' => 2 } }')
    assert.match(shown('pairs'), /^MapIterator \{ .*'b'.*2.* \}$/)
    assert.not.match(shown('pairs'), /'a'/)
    assert.is(shown('list'), 'Array Iterator { ‹not recorded: unavailable› }')
    assert.is(shown('generator'), 'Generator { <suspended> }')
    assert.is(shown('given'), 'Arguments [ \'x\', { y: 1 } ]')
    assert.match(compared.recorded.stdout, /"day":"2026-06-13","span":"PT2H"/)
  },
})

crashTest('an error in a generator is recorded', 'generator.js', {
  code: 1,
  capsule: { ...uncaught, type: 'Error', message: 'page 3 is torn', at: 'pages', variables: { page: 3, count: 5 } },
  check: (_, capsule) => {
    assert.is(placeOf(capsule, topFrame(capsule).index + 1).function, 'read')
    assert.is(valueAt(capsule, 'last', topFrame(capsule).index + 1), 2)
  },
})

crashTest('an error in a microtask is recorded', 'microtask.js', {
  code: 1,
  capsule: {
    ...uncaught, type: 'Error', message: '1 open', at: 'settle',
    variables: { orders: twoOrders, open: [{ paid: false }] },
  },
})

crashTest('an error in process.nextTick is recorded', 'next-tick.js', {
  code: 1,
  capsule: {
    ...uncaught, type: 'Error', message: '1 open', at: 'settle',
    variables: { orders: twoOrders, open: [{ paid: false }] },
  },
})

crashTest('an error in an AsyncLocalStorage is recorded', 'async-local.js', {
  code: 1,
  capsule: { ...uncaught, type: 'Error', message: 'request 12 failed', at: 'answer', variables: { request: 12 } },
})

crashTest('an error inside vm is recorded', 'vm-script.js', {
  files: ['crashes/vm-rule.js'],
  code: 1,
  capsule: {
    ...uncaught, type: 'RangeError', message: 'item 1 is not free', at: 'rule', file: 'vm-rule.js',
    variables: { items: ['pen', 'ink'], free: 1 },
  },
})

crashTest('an error inside eval is recorded with the variables of the code that was evaluated', 'eval.js', {
  code: 1,
  capsule: { ...uncaught, type: 'ReferenceError', message: 'missing is not defined' },
  check: (_, capsule) => {
    const names = capsule.crash.frames.filter(({ file }) => !file.startsWith('node:')).map(frame => frame.function)
    assert.equal(names.slice(0, 2), ['', 'calculate'])
    assert.is(valueAt(capsule, 'gross', 0), 119)
    assert.is(valueAt(capsule, 'rate', 1), 0.19)
  },
})

crashTest('an error in code made by new Function is recorded', 'new-function.js', {
  code: 1,
  capsule: { ...uncaught, type: 'Error', message: 'half is 5' },
  check: (_, capsule) => {
    assert.is(valueAt(capsule, 'half', 0), 5)
    assert.is(placeOf(capsule, 1).function, 'apply')
    assert.is(valueAt(capsule, 'rounded', 1), 10)
  },
})

crashTest('an error in a required module is recorded with its caller', 'required-module.js', {
  files: ['crashes/required-helper.js'],
  code: 1,
  capsule: {
    ...uncaught, type: 'TypeError', message: "Cannot read properties of undefined (reading 'length')", at: 'exports.tax',
    file: 'required-helper.js', variables: { amount: 50, options: { rate: 0.2 } },
  },
  check: (_, capsule) => assert.is(valueAt(capsule, 'rate', topFrame(capsule).index + 1), 0.2),
})

crashTest('an error at the top level of a module is recorded with the module\'s variables', 'module-scope.js', {
  code: 1,
  capsule: {
    ...uncaught, type: 'TypeError', message: "Cannot read properties of null (reading 'plan')", at: '',
    variables: { region: 'north', visits: 42, plan: { region: 'north', visits: 42 } },
  },
})

crashTest('every scope is recorded, innermost first, shadowed names apart', 'scopes.js', {
  code: 1,
  capsule: {
    ...uncaught, type: 'Error', message: 'deep', at: 'inner',
    variables: {
      item: 2, used: ['closure', 'argument', 'module'], local: 'block', first: 1, rest: [2, 3], captured: 'closure',
      argument: 'argument', moduleLevel: 'module', 'this.name': 'receiver', 'failure.message': /JSON/,
    },
  },
  check: (_, capsule) => {
    const scopes = topFrame(capsule).scopes.map(({ type, variables }) => ({ type, names: variables.map(({ name }) => name) }))
    assert.is(scopes.filter(({ names }) => names.includes('local')).length, 2)
    for (const type of ['block', 'catch', 'local', 'closure']) assert.ok(scopes.some(scope => scope.type === type), type)
  },
})

crashTest('a crash after a storm of caught throws is recorded once the event loop turned', 'storm.js', {
  code: 1,
  stdout: 'caught 100000\n',
  capsule: { signal: 'uncaughtException', type: 'TypeError', message: "Cannot read properties of null (reading 'finish')", at: 'finish', variables: { left: 1 } },
})

crashTest('a program sees no listener, member or name that it would not see without FaultSnap', 'observed.js', { code: 0, capsule: [] })

crashTest('what led up to it is remembered: requests with their ports, what was printed as it was printed', 'led-up.js', {
  code: 1,
  stdout: '2 answers\n',
  normalise: text => text.replace(/port \d+/, 'port N'),
  capsule: { signal: 'unhandledRejection', type: 'Error', message: /^after port \d+$/, at: '' },
  check: (_, { crash, breadcrumbs }) => {
    const port = /\d+$/.exec(crash.exception.message)![0]
    const said = breadcrumbs.map(({ category, message, data }) => `${category} ${message} ${String(data?.['url'] ?? '')}`.trim())
    for (const line of [
      `http.client GET answered 200 http://127.0.0.1:${port}/first?token=[masked]`, `http.client GET answered 200 http://127.0.0.1:${port}/second`,
      'http.server GET answered 200 /first?token=[masked]', 'console 2 answers',
    ]) assert.ok(said.includes(line), `${line}\n${said.join('\n')}`)
  },
})

test.run()
