import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { version } from '../../package.json'
import { COMMANDS, nameOf } from '../../cli/commands'
import { dispatch } from '../../cli/dispatch'
import type { Io } from '../../cli/io'
import { createColours } from '../../src/terminal/colours'
import { BundledCli } from '../helpers/bundled-cli'

const names = COMMANDS.map(nameOf)

let cli: BundledCli
test.before(() => { cli = new BundledCli() })
test.after(() => cli.remove())

test('says in one line what is wrong with the arguments, and ends with 2', () => {
  const cases: [string[], string, of?: string][] = [
    [['insepct', 'x'], 'unknown command "insepct", did you mean "inspect"? '],
    [['nonsense'], `unknown command "nonsense", expected one of ${names.join(', ')}. `],
    [['--repo', 'inspect', 'lst'], 'unknown command "lst", did you mean "list"? '],
    [['-x'], 'unknown option -x. '],
    [['inspect'], 'expected: faultsnap inspect <file>. ', 'inspect'],
    [['get', 'x'], 'expected: faultsnap get <file> <path>. ', 'get'],
    [['inspect', '--jsn', 'x'], 'unknown option --jsn, did you mean --json? ', 'inspect'],
    [['inspect', 'x', '-q'], 'unknown option -q. ', 'inspect'],
    [['inspect', 'a', 'b'], 'unexpected argument "b"; expected: faultsnap inspect <file>. ', 'inspect'],
    [['list', '--frame', '1'], 'unknown option --frame. ', 'list'],
    [['list', '--json=1'], '--json: expected no value, got "1". ', 'list'],
    [['vars', 'x', '--frame'], '--frame: expected a value, got nothing. ', 'vars'],
    [['run'], 'run: expected a command, as in run -- npm start. ', 'run'],
    [['run', '--json', 'x'], 'run: unknown option --json; options of the command come after it. ', 'run'],
  ]
  for (const [args, problem, of] of cases) {
    const hint = `"faultsnap ${of === undefined ? '' : `${of} `}--help" shows how to use it.\n`
    assert.equal(cli.run(args), { code: 2, signal: null, stdout: '', stderr: `faultsnap: ${problem}${hint}` }, args.join(' '))
  }
})

/** What a command prints, without a process of its own. */
async function printed (...args: string[]): Promise<string> {
  let text = ''
  const io: Io = {
    cwd: cli.dir, env: {}, print: line => { text += `${line}\n` }, tell: assert.unreachable, columns: 120, isTerminal: false,
    colours: createColours({ isTTY: false, env: {}, isRefused: false }),
  }
  assert.is(await dispatch(args, io, { version, registerFile: cli.registerFile }), 'done')
  return text
}

test('prints help and the version on stdout', async () => {
  const help = cli.run(['--help']).stdout
  for (const args of [['-h'], ['help']]) assert.equal(cli.run(args).stdout, help)
  for (const command of names) {
    const stdout = await printed(command, '--help')
    assert.match(stdout, new RegExp(`^Usage  faultsnap ${command}\\b`, 'm'))
    assert.match(stdout, new RegExp(`^Examples\n  faultsnap .`, 'm'))
    assert.match(stdout, /^ {2}--repo <folder> {2,}/m)
    assert.match(help, new RegExp(`^ +${command} `, 'm'))
    assert.equal(await printed('help', command), stdout)
  }
  const inspect = { code: 0, signal: null, stdout: await printed('inspect', '--help'), stderr: '' }
  for (const args of [['inspect', '--help'], ['help', 'inspect']]) assert.equal(cli.run(args), inspect)
  assert.is(cli.run(['-v']).stdout, `${version}\n`)
  assert.equal(cli.run(['--version']), { code: 0, signal: null, stdout: `${version}\n`, stderr: '' })
})

test('takes what follows -- as it is, a number right behind -n, and the last of an option', () => {
  const { code, stdout } = cli.run(['search', '--', '--json'])
  assert.equal([code, stdout], [0, ''], 'a text to search, no option')
  assert.is(cli.run(['list', '-n5']).code, 0)
  assert.is(cli.run(['list', '-n0']).code, 2)
  assert.is(cli.run(['list', '--limit', '0', '--limit', '1']).code, 0)
  assert.is(cli.run(['run', '-h']).stdout, cli.run(['run', '--help']).stdout)
})

test.run()
