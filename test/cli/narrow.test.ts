import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { textWidth } from '../../src/terminal/text-width'
import { BundledCli } from '../helpers/bundled-cli'
import { writeShopCapsule } from '../helpers/crash-record'
import { UNSAFE, writeHostileCapsule } from '../helpers/hostile-capsule'
import { HAS_TMUX, TmuxTerminal } from '../helpers/tmux'

// Output that is not interactive, on terminals of several widths: the terminal is wide, and only says that it is narrow.

if (!HAS_TMUX) console.log('note: tmux is not installed, so that narrow terminals are not tried')
const onTerminal = HAS_TMUX ? test : test.skip

let cli: BundledCli
test.before(async () => {
  cli = new BundledCli()
  await writeShopCapsule(cli.dir)
  await writeHostileCapsule(cli.dir)
})
test.after(() => cli.remove())

onTerminal('no line of stack, vars and env is wider than a terminal from 40 columns up', async () => {
  const terminal = new TmuxTerminal({ columns: 220, lines: 200, cwd: cli.dir })
  try {
    await terminal.see('$')
    for (const columns of [40, 71]) {
      for (const command of ['stack --print', 'vars', 'vars --depth 3', 'env', 'fingerprint --explain']) {
        for (const file of ['shop', 'hostile']) {
          const [name, ...options] = command.split(' ')
          const done = `${columns}${name}${options.length}${file}`
          const program = `'${process.execPath}' ${cli.file.replaceAll(/[ "]/g, '\\$&')}`
          terminal.type(`stty cols ${columns}; clear; ${program} ${name} ${file}.faultsnap ${options.join(' ')}; echo ${done}`)
          const lines = await terminal.until(shown => shown.includes(done), done)
          const own = lines.slice(0, lines.indexOf(done))
          assert.ok(own.length > 2, done)
          for (const line of own) {
            // The digits stay in one piece, to be copied.
            assert.ok(textWidth(line) <= columns || /^[0-9a-f]{64}$/.test(line), `${command} ${file} at ${columns}: ${line}`)
            assert.not.match(line, UNSAFE)
          }
        }
      }
    }
  } finally {
    terminal.close()
  }
})

test.run()
