import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { toPlain } from '../../src/values/to-plain'
import { crashTest } from './crash-test'

const work = {
  type: 'TypeError', message: "Cannot read properties of undefined (reading 'length')", at: 'work', variables: { job: { id: 2 } },
}

for (const script of ['worker-main.js', 'worker-loop.js', 'worker-module.mjs']) {
  // Node awaits a worker's entry module: a rejection to it, like the main thread's.
  const signal = script.endsWith('.mjs') ? undefined : 'uncaughtException'
  crashTest(`an error of a worker thread is recorded in its thread: ${script}`, 'worker.js', {
    files: [`crashes/${script}`],
    args: [`./${script}`],
    code: 0,
    stdout: "worker failed: Cannot read properties of undefined (reading 'length')\nworker ended: 1\n",
    capsule: { ...work, signal, file: script },
    check: (_, { crash: { thread, parent }, manifest }) => {
      assert.is(thread.isMainThread, false)
      assert.ok(thread.id > 0)
      assert.equal(parent, { kind: 'thread', pid: manifest.process.pid, threadId: 0 })
    },
  })
}

crashTest('an error of a worker that takes its parent down is recorded once', 'worker-alone.js', {
  files: ['crashes/worker-main.js'],
  args: ['./worker-main.js'],
  code: 1,
  capsule: { ...work, signal: 'uncaughtException', file: 'worker-main.js' },
  check: (_, { crash: { thread } }) => assert.is(thread.isMainThread, false),
})

/** Whether a worker's last message comes by itself or with its exit is a race, and the frames of Node tell. */
const WITH_EXIT = /\n {4}at \[kOnExit\].*\n {4}at Worker\.<computed>\.onexit [^)]*\)/g

for (const how of ['rethrown', 'rejected', 'nested', 'primitive']) {
  crashTest(`an error of a worker that comes to its parent is recorded once: ${how}`, 'worker-rethrown.js', {
    args: [how],
    code: 1,
    normalise: output => output.replace(WITH_EXIT, ''),
    capsule: how === 'primitive' ? { type: 'string', message: 'no rows for the job' }
      : { signal: 'uncaughtException', type: 'TypeError', message: work.message, at: 'work', variables: { job: { id: 2 } } },
    check: (_, { crash, manifest }) => {
      const { thread, parent } = crash
      assert.equal(parent, { kind: 'thread', pid: manifest.process.pid, threadId: how === 'nested' ? 1 : 0 })
      assert.equal(toPlain(crash, thread.workerData!), { how, level: how === 'nested' ? 2 : 1, apiKey: { missing: 'masked' } })
    },
  })
}

crashTest('what a worker caught and posted keeps its variables in the parent, the eighth too', 'worker-many.js', {
  args: ['7', 'each'], code: 1,
  capsule: { signal: 'unhandledRejection', type: 'Error', message: 'job 7 has no rows', at: 'work', variables: { job: { id: 7 } } },
  check: (_, { crash: { thread } }) => assert.is(thread.isMainThread, false),
})

crashTest('the ninth in a moment has its stack only', 'worker-many.js', {
  args: ['8', 'each'], code: 1,
  capsule: { signal: 'unhandledRejection', type: 'Error', message: 'job 8 has no rows' },
  check: (_, capsule) => {
    assert.is(capsule.crash.thread.isMainThread, true)
    assert.match(capsule.crash.exception.stack, /at work \(.*worker-many\.js:\d+/)
    assert.not.match(JSON.stringify(capsule.crash.frames), /"name":"job"/)
  },
})

crashTest('of errors that are alike none has the variables of another', 'worker-many.js', {
  args: ['3', 'alike'], code: 1,
  capsule: { signal: 'unhandledRejection', type: 'Error', message: 'a job has no rows' },
  check: (_, { crash }) => {
    assert.not.match(JSON.stringify(crash.frames), /"name":"job"/)
    assert.match(crash.notes.join(), /several like it were caught/)
  },
})

crashTest('a forked child is recorded, its parent is not', 'fork.js', {
  code: 0,
  stdout: 'child ended: 1\n',
  capsule: {
    signal: 'uncaughtException', type: 'TypeError', message: "Cannot read properties of undefined (reading 'name')", at: 'take',
    variables: { order: { id: 3, items: [] } },
  },
  check: (_, { crash: { parent, thread }, manifest }) => {
    assert.equal(parent, { kind: 'process', pid: manifest.process.ppid })
    assert.equal(thread, { id: 0, isMainThread: true })
  },
})

crashTest('a clustered worker is recorded', 'cluster.js', {
  code: 0,
  stdout: 'worker ended: 1\n',
  capsule: { signal: 'uncaughtException', type: 'Error', message: 'order 12 is lost', at: 'serve', variables: { id: 12 } },
  check: (_, { crash: { parent }, manifest }) => assert.equal(parent, { kind: 'process', pid: manifest.process.ppid }),
})

crashTest('a spawned Node that inherits NODE_OPTIONS is recorded, its parent is not', 'spawn.js', {
  files: ['crashes/timer.js'],
  preload: [],
  recordedEnv: { NODE_OPTIONS: '--require faultsnap/register' },
  code: 1,
  stdout: 'total 7\n',
  capsule: {
    signal: 'uncaughtException', type: 'TypeError', message: "Cannot read properties of undefined (reading 'city')", at: 'bill',
    file: 'timer.js', variables: { total: 7 },
  },
  check: (_, { crash }) => assert.not.ok('parent' in crash, 'who spawned it is not known'),
})

crashTest('a spawned Node that does not inherit the preload is not recorded', 'spawn.js', {
  files: ['crashes/timer.js'], code: 1,
})

test.run()
