import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { toPlain } from '../../src/values/to-plain'
import { crashTest, valueAt } from './crash-test'

const at = { signal: 'uncaughtException', at: 'print', variables: { pages: 5, left: 2 } }

for (const [type, message] of [
  ['string', 'out of paper'], ['number', '404'], ['null', 'null'], ['undefined', 'undefined'], ['symbol', /stop|Symbol/],
  ['bigint', '10'],
] as const) {
  crashTest(`a thrown ${type} is recorded`, `throws-${type}.js`, { code: 1, capsule: { ...at, type, message } })
}

crashTest('a thrown frozen object is recorded', 'throws-object.js', {
  code: 1,
  capsule: { ...at, type: 'Object', message: '' },
  check: (_, { crash }) => assert.equal(toPlain(crash, crash.exception.value), { code: 'E_PAPER', left: 2 }),
})

for (const [kind, type, message, folder] of [
  ['class', 'class NotFoundError', '[class NotFoundError extends Error]', 'class_NotFoundError'],
  ['function', 'Function', '[Function: stop]', 'Function'],
] as const) {
  crashTest(`a thrown ${kind} is not taken for an error`, 'throws-class.js', {
    args: [kind],
    code: 1,
    capsule: { ...at, type, message },
    afterwards: dir => { assert.ok(existsSync(join(dir, 'FaultSnaps', folder)), folder) },
    check: ({ bare }) => assert.ok(bare.stderr.includes(message), 'as Node prints it'),
  })
}

crashTest('a thrown Proxy is recorded, its traps left alone', 'throws-proxy.js', {
  code: 1,
  stdout: 'ended\n',
  capsule: { ...at, type: 'Proxy', message: '' },
})

crashTest('what an aborted signal throws is recorded with its message', 'aborted.js', {
  code: 1,
  capsule: { type: 'DOMException', message: 'This operation was aborted' },
})

crashTest('a chain of causes is recorded, each with its stack', 'cause-chain.js', {
  code: 1,
  capsule: { type: 'TypeError', message: 'cannot load orders', at: 'load', variables: { name: 'orders', path: '/data/orders' } },
  check: (_, { crash: { exception } }) => {
    assert.is(exception.cause?.type, 'Error')
    assert.is(exception.cause?.message, 'disk is gone')
    assert.is(exception.cause?.code, 'EIO')
    assert.match(exception.cause!.stack, /at read /)
  },
})

crashTest('an AggregateError is recorded with its errors, and the frames of the first', 'aggregate.js', {
  code: 1,
  capsule: {
    signal: 'unhandledRejection', type: 'AggregateError', message: 'All promises were rejected', at: 'ask', marker: '// one is thrown here',
    variables: { server: 'a' },
  },
  check: (_, { crash: { exception, notes } }) => {
    assert.ok(notes.some(note => note.includes('first error that it includes')), 'a note says whose frames they are')
    assert.equal(exception.errors?.map(({ message }) => message), ['a is down', 'b is down'])
    for (const error of exception.errors ?? []) assert.match(error.stack, /at (async )?ask /)
  },
})

crashTest('both errors of a SuppressedError are recorded, with the frames of the one that was suppressed', 'suppressed.js', {
  on: ({ version }) => Number(version) >= 24,
  code: 1,
  capsule: { type: 'SuppressedError', message: 'An error was suppressed during disposal' },
  check: (_, capsule) => {
    const { exception, frames, notes } = capsule.crash
    assert.equal(exception.errors?.map(({ type, message, isSuppressed }) => ({ type, message, isSuppressed })), [
      { type: 'Error', message: 'ledger is locked', isSuppressed: undefined },
      { type: 'RangeError', message: 'cannot book 42', isSuppressed: true },
    ])
    for (const error of exception.errors ?? []) assert.match(error.stack, /\n {4}at /)
    const book = frames.find(({ scopes }) => scopes.some(({ variables }) => variables.some(({ name, value }) => name === 'doubled' && value === 42)))
    assert.ok(book, 'the variables of the block are there')
    assert.ok(notes.some(note => note.includes('thrown at the same place')))
  },
})

crashTest('an error that only Node passes on is shown where the program made it', 'passed-on-by-node.js', {
  code: 1,
  capsule: { signal: 'unhandledRejection', type: 'Error', message: 'the pipe is broken', at: 'broken' },
  check: (_, { crash: { notes } }) => assert.ok(notes.some(note => note.includes('in code of Node only'))),
})

crashTest('an error with fields of its own is recorded with them', 'extra-fields.js', {
  code: 1,
  capsule: { type: 'PaymentError', message: 'card expired', at: 'pay', variables: { reason: 'expired', order: { id: 9 } } },
  check: (_, { crash }) => {
    const plain = toPlain(crash, crash.exception.value) as Record<string, unknown>
    assert.equal(plain.order, { id: 9 })
    assert.equal(plain.retries, [100, 200])
  },
})

for (const member of ['to-string', 'message', 'stack']) {
  crashTest(`an error whose ${member} throws is recorded`, `hostile-${member}.js`, {
    code: 1,
    stdout: 'ended\n',
    capsule: { type: 'Error', message: /^(hidden)?$/, at: 'refuse', variables: { visits: 3 } },
  })
}

crashTest('an error that is thrown again keeps the variables of its first throw', 'rethrown.js', {
  code: 1,
  capsule: { signal: 'uncaughtException', type: 'Error', message: 'failed 9', at: 'first', variables: { attempt: 1 } },
})

crashTest('a message that was changed on the way is printed as without FaultSnap', 'changed-message.js', {
  code: 1,
  capsule: {
    signal: 'uncaughtException', type: 'Error', message: 'while starting: no /data/orders', at: 'read',
    variables: { name: 'orders', path: '/data/orders' },
  },
  check: (_, capsule) => {
    const { exception } = capsule.crash
    assert.equal([exception.code, exception.cause?.message, exception.atThrow], ['E_START', 'three of two disks', { type: 'Error', message: 'no /data/orders' }])
    assert.is((toPlain(capsule.crash, exception.value) as { stage: number }).stage, 7)
  },
})

crashTest('the program\'s own Error.prepareStackTrace sees the calls that it sees without FaultSnap', 'prepare-stack-trace.js', {
  code: 1,
  capsule: { signal: 'uncaughtException', type: 'Error', message: 'cannot bill 3', at: 'bill', variables: { amount: 3 } },
})

crashTest('two errors from one place are two capsules with one fingerprint', 'same-line-twice.js', {
  code: 0,
  stdout: 'survived cannot bill 10\nsurvived cannot bill 20\n',
  capsule: [
    { type: 'Error', message: 'cannot bill 10', at: 'bill', variables: { amount: 10 } },
    { type: 'Error', message: 'cannot bill 20', at: 'bill', variables: { amount: 20 } },
  ],
  check: ({ capsules: [first, second] }) => {
    assert.is(first!.manifest.fingerprint, second!.manifest.fingerprint)
    assert.is(valueAt(first!, 'amount'), 10)
  },
})

test.run()
