import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BundledCli } from '../../helpers/bundled-cli'
import { writeShopCapsule } from '../../helpers/crash-record'
import { UNSAFE, writeHostileCapsule } from '../../helpers/hostile-capsule'
import { HAS_TMUX, TmuxTerminal } from '../../helpers/tmux'

// The explorer on a real terminal. What each key does is pinned in model.test.ts; here is what only a terminal can show.

if (!HAS_TMUX) console.log('note: tmux is not installed, so that the explorer is not tried on a terminal')
const onTerminal = HAS_TMUX ? test : test.skip

let cli: BundledCli
test.before(async () => {
  cli = new BundledCli()
  await writeShopCapsule(cli.dir)
  await writeHostileCapsule(cli.dir)
  script('fs', `echo $$ > pid; exec '${process.execPath}' '${cli.file}' "$@"`)
})
test.after(() => cli.remove())

function script (name: string, text: string): string {
  writeFileSync(join(cli.dir, name), `#!/bin/sh\n${text}\n`)
  chmodSync(join(cli.dir, name), 0o755)
  return join(cli.dir, name)
}

async function withTerminal (columns: number, lines: number, run: (terminal: TmuxTerminal) => Promise<void>,
  env: Record<string, string> = {}): Promise<void> {
  const terminal = new TmuxTerminal({ columns, lines, cwd: cli.dir, env })
  try {
    await terminal.see('$')
    await run(terminal)
  } finally {
    terminal.close()
  }
}

let asked = 0

/** What `stty` says of the terminal. */
async function settings (terminal: TmuxTerminal): Promise<string> {
  // A word of its own for each time, as the last one may still be on the screen.
  const word = `settled${++asked}`
  terminal.type(`clear; stty -a > settings; echo ${word}`)
  await terminal.until(lines => lines.includes(word))
  return readFileSync(join(cli.dir, 'settings'), 'utf8')
}

/** Sends a signal to the explorer from outside. */
const kill = (signal: NodeJS.Signals): boolean => process.kill(Number(readFileSync(join(cli.dir, 'pid'), 'utf8')), signal)

const isIn = (lines: string[]): boolean => /\? help {2}q leave$/.test(lines.at(-1)!)
const isOut = (terminal: TmuxTerminal): boolean => terminal.flag('alternate_on') === '0' && terminal.flag('cursor_flag') === '1'
const selected = (lines: string[]): string => lines.find(line => /^>/.test(line)) ?? ''

onTerminal('is left as it was found, whichever way it is left', async () => {
  await withTerminal(100, 30, async terminal => {
    const before = await settings(terminal)
    const ways: [string, number, () => void][] = [
      ['q', 0, () => terminal.press('q')],
      ['Ctrl-C', 0, () => terminal.press('C-c')],
      ['SIGTERM', 143, () => kill('SIGTERM')],
      ['SIGHUP', 129, () => kill('SIGHUP')],
      ['SIGINT', 130, () => kill('SIGINT')],
    ]
    for (const [name, code, leave] of ways) {
      terminal.type('./fs stack shop.faultsnap')
      await terminal.until(isIn, `the explorer, to leave it by ${name}`)
      assert.equal(['alternate_on', 'cursor_flag', 'wrap_flag'].map(flag => terminal.flag(flag)), ['1', '0', '0'], name)
      leave()
      await terminal.until(() => isOut(terminal), `the end by ${name}`)
      terminal.type('code=$?; clear; echo left $code')
      const lines = await terminal.until(shown => shown.includes(`left ${code}`), `the exit code of ${name}`)
      assert.is(terminal.flag('wrap_flag'), '1', name)
      assert.not.ok(lines.some(line => line.includes('Basket.total')), name)
      assert.is(await settings(terminal), before, name)
    }
  })
})

onTerminal('expands, filters and folds at 100 columns', async () => {
  await withTerminal(100, 30, async terminal => {
    terminal.type('./fs stack shop.faultsnap')
    const first = await terminal.see('sum += item.price.amount')
    assert.is(first[0], 'TypeError: Cannot read properties of undefined (reading \'amount\')')
    assert.match(selected(first), /^> ▾ 0 Basket\.total {2}src\/basket\.ts:4:51$/)
    const at = first.findIndex(line => line.includes('sum += item'))
    assert.is(first[at + 1]!.indexOf('^'), first[at]!.indexOf('for (const') - 5 + 51)
    terminal.press('Space')
    await terminal.until(lines => !lines.some(line => line.includes('sum += item')))
    terminal.press('j', 'j', 'Right')
    await terminal.see('2 emit  node:events:520:29')
    terminal.press('/', 'h', 'e', 'r', 'e')
    assert.is(selected(await terminal.see('/here_  1 hit')).trim(), '>*      only: \'here\'')
    terminal.press('Escape')
    await terminal.until(isIn, 'the filter to be cleared by Escape alone')
    terminal.press('q')
    await terminal.until(() => isOut(terminal))
  })
})

onTerminal('fits 40 columns and 10 lines, and follows a terminal that changes its size', async () => {
  await withTerminal(40, 10, async terminal => {
    terminal.type('./fs stack shop.faultsnap')
    const small = await terminal.see('sum')
    assert.is(small.length, 10)
    assert.match(small.at(-1)!, /^frame 0 +\? help {2}q leave$/)
    assert.is(small.at(-1)!.length, 40)
    terminal.press('?')
    const help = await terminal.see('any key: back')
    assert.ok(help.some(line => line.includes('q  leave')) && !help.some(line => line.includes('…') &&
      !line.startsWith('TypeError')))
    terminal.press('x')
    terminal.resize(90, 24)
    const large = await terminal.until(lines => isIn(lines) && lines.length === 24 && lines.at(-1)!.length === 90)
    assert.ok(large.some(line => line.includes('sum += item.price.amount')))
    terminal.resize(50, 6)
    await terminal.until(lines => isIn(lines) && lines.length === 6 && lines.at(-1)!.length === 50)
    terminal.press('G', 'k')
    await terminal.until(lines => selected(lines).includes('main'))
    terminal.press('q')
    await terminal.until(() => isOut(terminal))
  })
})

onTerminal('stops by Ctrl-Z or SIGTSTP and comes back as it was', async () => {
  await withTerminal(80, 20, async terminal => {
    const before = await settings(terminal)
    terminal.type('set -m; ./fs stack shop.faultsnap')
    await terminal.until(isIn)
    terminal.press('G', 'k')
    await terminal.until(lines => selected(lines).includes('main'))
    for (const stop of [() => terminal.press('C-z'), () => kill('SIGTSTP')]) {
      stop()
      await terminal.until(lines => isOut(terminal) && lines.some(line => /stopped/i.test(line)), 'the shell')
      assert.is(await settings(terminal), before)
      terminal.type('fg')
      assert.match(selected(await terminal.until(isIn, 'the explorer again')), /main/)
      assert.is(terminal.flag('alternate_on'), '1')
    }
    terminal.press('q')
    await terminal.until(() => isOut(terminal))
    assert.is(await settings(terminal), before)
  })
})

onTerminal('gives the terminal to an editor at the frame\'s line, and takes it back', async () => {
  script('nano', 'echo "$1" "$(basename "$2")" in the editor; read answer; echo "$answer" > answer')
  writeFileSync(join(cli.dir, 'basket.ts'), 'x\n')
  const env = { EDITOR: join(cli.dir, 'nano'), FAULTSNAP_PATH_MAP: `/srv/shop/src=${cli.dir}` }
  await withTerminal(100, 30, async terminal => {
    terminal.type('./fs stack shop.faultsnap')
    await terminal.until(isIn)
    terminal.press('e')
    await terminal.see('+4,51 basket.ts in the editor')
    assert.is(terminal.flag('alternate_on'), '0')
    terminal.type('typed')
    const back = await terminal.see('has changed since the crash')
    assert.match(selected(back), /Basket\.total/)
    assert.is(readFileSync(join(cli.dir, 'answer'), 'utf8'), 'typed\n')
    terminal.press('q')
    await terminal.until(() => isOut(terminal))
  }, env)
  await withTerminal(100, 30, async terminal => {
    terminal.type('./fs stack shop.faultsnap')
    await terminal.until(isIn)
    terminal.press('e')
    await terminal.see('Cannot start the editor')
    terminal.press('q')
    await terminal.until(() => isOut(terminal))
  }, { ...env, EDITOR: '/nowhere/editor' })
})

onTerminal('shows a hostile capsule without obeying it', async () => {
  await withTerminal(60, 20, async terminal => {
    terminal.type('./fs stack hostile.faultsnap')
    await terminal.until(isIn)
    for (const key of ['Right', 'Right', 'j', 'Right', 'j', 'Right', 'G', 'Right', 'G', 'a', 'g']) {
      terminal.press(key)
      const lines = await terminal.until(isIn, key)
      assert.is(lines.length, 20)
      for (const line of terminal.screen({ escapes: true })) assert.not.match(line.replace(/\u001b\[[\d;]*m/g,
        '').replace(/[\u000e\u000f]/g, ''), UNSAFE)
    }
    assert.not.match(terminal.flag('pane_title'), /title/)
    terminal.press('q')
    await terminal.until(() => isOut(terminal))
  })
})

onTerminal('marks the selected row without colours, and prints the tree where nobody can press keys', async () => {
  await withTerminal(80, 20, async terminal => {
    terminal.type('NO_COLOR=1 ./fs stack shop.faultsnap')
    await terminal.until(isIn)
    assert.match(selected(terminal.screen()), /^> ▾ 0/)
    assert.not.match(terminal.screen({ escapes: true }).join('\n'), /\u001b\[[1-9]/)
    terminal.press('q')
    await terminal.until(() => isOut(terminal))
    for (const [index, line] of ['./fs stack shop.faultsnap < /dev/null', 'TERM=dumb ./fs stack shop.faultsnap',
      'CI=1 ./fs stack shop.faultsnap',
      './fs stack --print shop.faultsnap', './fs stack shop.faultsnap | cat'].entries()) {
      terminal.type(`clear; ${line}; echo printed${index}`)
      const lines = await terminal.until(shown => shown.includes(`printed${index}`), line)
      assert.ok(lines.includes('├─> 0  Basket.total  src/basket.ts:4:51'), line)
      assert.is(terminal.flag('alternate_on'), '0', line)
    }
  })
})

test.run()
