import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ExitTie } from '../../src/model'
import { root } from './installed'
import { crashTest, type Expected } from './crash-test'
import { join } from 'node:path'

/** One crash that ended the process with `code`, tied to it this way. */
function ledToExit (title: string, program: string, code: number, by: ExitTie['by'] | undefined, expected: Expected): void {
  crashTest(title, program, {
    code,
    capsule: { signal: 'exit', ...expected },
    check: (_, { crash }) => {
      assert.is(crash.exit?.exitCode, code)
      if (by !== undefined) assert.is(crash.exit?.by, by)
      assert.match(crash.exit!.evidence, /^.{10,}$/)
    },
  })
}

ledToExit('main().catch that prints the error and exits is recorded', 'caught-main.js', 1, 'printed', {
  type: 'Error', message: 'cannot reach localhost:5432', at: 'connect', variables: { port: 5432, address: 'localhost:5432' },
})

const parse = { type: 'SyntaxError', message: /JSON/, at: 'parse', variables: { text: ' {oops} ', trimmed: '{oops}' } }
ledToExit('an error whose message was printed before process.exit is recorded', 'caught-message.js', 78, 'printed', parse)
ledToExit('an error whose stack was printed before the exit code was set is recorded', 'caught-exit-code.js', 2, 'printed', parse)

const open = { type: 'Error', at: 'open', variables: { name: 'data.db', path: '/nowhere/data.db' } }
ledToExit('an error that ends the process in its catch clause is recorded', 'caught-silently.js', 4, 'last-thrown', {
  ...open, message: 'no such file',
})
ledToExit('an error that ends the process in its promise\'s catch is recorded', 'caught-silently-async.js', 4, 'last-thrown', {
  ...open, message: 'no such file',
})
ledToExit('an error whose message went to the output stream is recorded', 'caught-stdout.js', 1, 'last-thrown', {
  ...open, message: 'cannot open /nowhere/data.db',
})
ledToExit('the error that was printed is recorded, with its cause', 'caught-wrapped.js', 1, 'printed', {
  type: 'Error', message: 'config section server', at: 'load', variables: { section: 'server', name: 'app.toml' },
})
ledToExit('an error that a command line\'s one place prints is recorded', 'caught-command-line.js', 1, 'printed', {
  type: 'RangeError', message: 'over 30 kg', at: 'ship', variables: { weight: 40, limit: 30 },
})

for (const program of ['code-zero.js', 'code-zero-exit.js']) {
  crashTest(`nothing is written when the code is 0: ${program}`, program, { code: 0 })
}

for (const program of ['answer-linter.js', 'answer-linter-exit.js', 'answer-diff.js']) {
  crashTest(`nothing is written for a tool whose answer is its code: ${program}`, program, { code: 1 })
}

for (const program of ['answer-defaults.js', 'answer-retry.js']) {
  crashTest(`nothing is written for an error that was told of and then done without: ${program}`, program, { code: 1 })
}
ledToExit('an error that was printed and counted is recorded', 'caught-counted.js', 1, 'printed', {
  type: 'Error', message: 'cannot read b.txt', at: 'read', variables: { name: 'b.txt' },
})

crashTest('nothing is written for a program that was asked to end, whatever it printed before', 'asked-to-end.js', { code: 143 })

crashTest('an error that a request was answered for is over when the program ends, and so are its repeats', 'served-then-stopped.js', {
  code: 1,
  capsule: { signal: 'http', type: 'RangeError', message: 'no such article', at: 'priceOf', variables: { id: 7 } },
})

crashTest('nothing is written for a red test run of a runner of one\'s own', 'answer-test-runner.js', { code: 1 })
crashTest('a red test run of uvu is its failed test, not an exit', 'answer-uvu.js', {
  capsule: { signal: 'test', type: 'Assertion', message: 'Expected values to be strictly equal:', at: '', marker: 'subtracts' },
  env: { NODE_PATH: join(root, 'node_modules') },
  code: 1,
  normalise: text => text.replace(/Duration:.*/, 'Duration'),
})
crashTest('a red test run of node:test is its failed test, not an exit', 'answer-node-test.js', {
  capsule: { signal: 'test', type: 'AssertionError', message: /2 !== 1/, at: '', marker: 'subtracts' },
  code: 1,
  normalise: text => text.replace(/duration_ms:? [\d.]+|\([\d.]+ms\)/g, 'duration'),
})

test.run()
