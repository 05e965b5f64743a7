import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { version } from '../../package.json'
import { COMMANDS, nameOf } from '../../cli/commands'
import { BundledCli } from '../helpers/bundled-cli'

const names = COMMANDS.map(nameOf)

let cli: BundledCli
test.before(() => { cli = new BundledCli() })
test.after(() => cli.remove())

test('says in one line what is wrong with the arguments, and ends with 2', () => {
  const hint = '"faultsnap --help" shows how to use it.\n'
  const cases: [string[], string][] = [
    [['insepct', 'x'], 'unknown command "insepct", did you mean "inspect"? '],
    [['nonsense'], `unknown command "nonsense", expected one of ${names.join(', ')}. `],
    [['--repo', 'inspect', 'lst'], 'unknown command "lst", did you mean "list"? '],
    [['inspect'], 'expected: faultsnap inspect <file>. '],
    [['get', 'x'], 'expected: faultsnap get <file> <path>. '],
    [['inspect', '--jsn', 'x'], 'unknown option --jsn, did you mean --json? '],
    [['inspect', 'x', '-q'], 'unknown option -q. '],
    [['inspect', 'a', 'b'], 'Unknown argument: b. '],
    [['list', '--frame', '1'], 'unknown option --frame. '],
    [['vars', 'x', '--frame'], 'Not enough arguments following: frame. '],
    [['run'], 'run: expected a command, as in run -- npm start. '],
    [['run', '--json', 'x'], 'run: unknown option --json; options of the command come after it. '],
  ]
  for (const [args, problem] of cases) {
    assert.equal(cli.run(args), { code: 2, signal: null, stdout: '', stderr: `faultsnap: ${problem}${hint}` }, args.join(' '))
  }
})

test('prints help and the version on stdout', () => {
  const help = cli.run(['--help']).stdout
  for (const args of [['-h'], ['help']]) assert.equal(cli.run(args).stdout, help)
  for (const command of names) {
    const { code, stdout, stderr } = cli.run([command, '--help'])
    assert.equal([code, stderr], [0, ''])
    assert.match(stdout, new RegExp(`^faultsnap ${command}`))
    assert.match(help, new RegExp(`^ +${command} `, 'm'))
    assert.equal(cli.run(['help', command]).stdout, stdout)
  }
  assert.is(cli.run(['-v']).stdout, `${version}\n`)
  assert.equal(cli.run(['--version']), { code: 0, signal: null, stdout: `${version}\n`, stderr: '' })
})

test.run()
