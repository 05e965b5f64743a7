import { test } from 'uvu'
import * as assert from 'uvu/assert'
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
    check: (_, { crash: { thread } }) => {
      assert.is(thread.isMainThread, false)
      assert.ok(thread.id > 0)
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

crashTest('a forked child is recorded, its parent is not', 'fork.js', {
  code: 0,
  stdout: 'child ended: 1\n',
  capsule: {
    signal: 'uncaughtException', type: 'TypeError', message: "Cannot read properties of undefined (reading 'name')", at: 'take',
    variables: { order: { id: 3, items: [] } },
  },
})

crashTest('a clustered worker is recorded', 'cluster.js', {
  code: 0,
  stdout: 'worker ended: 1\n',
  capsule: { signal: 'uncaughtException', type: 'Error', message: 'order 12 is lost', at: 'serve', variables: { id: 12 } },
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
})

crashTest('a spawned Node that does not inherit the preload is not recorded', 'spawn.js', {
  files: ['crashes/timer.js'], code: 1,
})

test.run()
