import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { crashTest, lineOf, placeOf, topFrame, valueAt } from './crash-test'

crashTest('a stack overflow is recorded: a folded stack, no variables, and why', 'stack-overflow.js', {
  code: 1,
  capsule: { signal: 'uncaughtException', type: 'RangeError', message: 'Maximum call stack size exceeded' },
  // Where in the recursion the stack ends depends on what is on it already.
  normalise: text => text.replace(/^.*stack-overflow\.js:\d+\n.*\n +\^\n/m, '').replace(/^ +at .*\n/gm, ''),
  check: (_, { crash }) => {
    const user = crash.frames.filter(({ inApp }) => inApp)
    assert.ok(user.some(frame => frame.function === 'even') && user.some(frame => frame.function === 'odd'))
    assert.ok(user.length < 10, `${user.length} frames are not folded`)
    assert.ok(user.some(({ folded }) => folded !== undefined && folded.length === 2 && folded.repetitions > 0))
    assert.ok(user.every(({ scopes, missing }) => scopes.length === 0 && missing !== undefined))
    assert.ok(crash.notes.some(note => /overflow/.test(note)))
  },
})

/** V8's figures, addresses and native frames; what remains is how the process died. */
const fatal = (text: string): string => text.replace(/^(?!FATAL ERROR).*$\n?/gm, '').replace(/:.*/, '')

crashTest('heap exhaustion is recorded with the variables of the allocating frames', 'heap-exhaustion.js', {
  nodeArgs: ['--max-old-space-size=40'],
  signal: 'SIGABRT',
  normalise: fatal,
  capsule: { signal: 'heapOutOfMemory', type: 'HeapOutOfMemory', message: 'JavaScript heap out of memory' },
  check: ({ recorded }, capsule) => {
    assert.ok(recorded.stdout.startsWith('filling\n'))
    const top = topFrame(capsule)
    assert.is(placeOf(capsule, top.index).function, 'fill')
    assert.is(placeOf(capsule, top.index).line, lineOf('crashes/heap-exhaustion.js', '// allocates here'))
    assert.is(valueAt(capsule, 'label'), 'orders')
    assert.equal(valueAt(capsule, 'orders[0].id'), 0)
  },
})

// V8 does not enforce a worker's own limit under a debugger, so such a worker is not paused and its end is not recorded.
crashTest('heap exhaustion of a worker with limits ends that worker only, as without FaultSnap', 'worker-heap.js', {
  code: 0,
  stdout: 'ERR_WORKER_OUT_OF_MEMORY\nworker ended: 1\n',
  capsule: [],
})

crashTest('an error inside an uncaughtException handler is recorded beside the first', 'within-uncaught.js', {
  code: 7,
  stdout: 'reporting first\n',
  capsule: [
    { signal: 'uncaughtException', type: 'Error', message: 'first' },
    {
      signal: 'uncaughtException', type: 'TypeError', message: 'text.missing is not a function', at: 'report',
      variables: { text: 'first' },
    },
  ],
})

crashTest('an error inside an exit handler is recorded', 'within-exit.js', {
  stdout: 'code 0\n',
  capsule: {
    type: 'TypeError', message: "Cannot read properties of null (reading 'trim')", at: 'clean',
    variables: { file: null, code: 0, files: ['a.tmp', null] },
  },
  check: ({ bare }) => assert.not.equal(bare.code, 0),
})

crashTest('an error after process.exitCode was set is recorded', 'exit-code-set.js', {
  capsule: { signal: 'uncaughtException', type: 'Error', message: 'only 3 done', at: 'finish', variables: { done: 3 } },
})

crashTest('an uncaught error that the program survives is recorded', 'uncaught-handler-survives.js', {
  code: 0,
  stdout: 'survived tick 4 1\nstill here\n',
  capsule: { signal: 'uncaughtException', type: 'Error', message: 'tick 4', at: 'tick', variables: { count: 4 } },
})

test.run()
