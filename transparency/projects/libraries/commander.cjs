const { Command, Option, InvalidArgumentError } = require('commander')
function make () {
  const program = new Command('shop').exitOverride().configureOutput({ writeErr: text => console.log('err:', text), writeOut: text => console.log('out:', text) })
  program.version('1.2.3').option('-n, --number <n>', 'a number', value => { if (Number.isNaN(Number(value))) throw new InvalidArgumentError('no number'); return Number(value) })
  program.addOption(new Option('--size <size>').choices(['s', 'm']))
  program.command('fail').action(() => { throw new TypeError('in an action') })
  program.command('reject').action(async () => { throw new RangeError('async action') })
  program.command('required').requiredOption('-x <x>').argument('<file>').action(() => {})
  return program
}
;(async () => {
  for (const args of [[], ['--help'], ['--version'], ['--number', 'x'], ['--number', '5', 'fail'], ['--size', 'xl'], ['--nothing'], ['nothing'], ['fail'], ['reject'], ['required'], ['required', '-x', '1'], ['required', '-x', '1', 'f', 'g']]) {
    try { await make().parseAsync(args, { from: 'user' }); console.log(args, 'done') } catch (error) { console.log(args, error.name, error.code, error.exitCode, error.message, error.nestedError?.message) }
  }
  const plain = new Command('plain').configureOutput({ writeErr: text => console.log('err:', text) })
  process.on('exit', code => console.log('exit', code))
  plain.requiredOption('--must <x>').parse([], { from: 'user' })
})()
