import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseRunArguments } from '../../cli/run/run-arguments'

test('takes everything from the command on as it is', () => {
  assert.equal(parseRunArguments(['run', 'node', '-e', '0', '--json', '--', '--help', '007']),
    { command: 'node', args: ['-e', '0', '--json', '--', '--help', '007'] })
  assert.equal(parseRunArguments(['run', '--', 'run', '--repo', 'x']), { command: 'run', args: ['--repo', 'x'] })
  assert.equal(parseRunArguments(['run', '--', '-odd']), { command: '-odd', args: [] })
})

test('takes its own options before the command', () => {
  assert.equal(parseRunArguments(['--repo', 'a', 'run', 'x']), { command: 'x', args: [], repo: 'a' })
  assert.equal(parseRunArguments(['run', '--no-color', '--repo=b', '--', 'x']), { command: 'x', args: [], repo: 'b' })
  assert.is(parseRunArguments(['run', '--help', 'x']), 'help')
  for (const argv of [['run'], ['run', '--'], ['run', '--json', 'x'], ['run', '--repo']]) assert.throws(() =>
    parseRunArguments(argv), /run: |--repo: /)
})

test.run()
