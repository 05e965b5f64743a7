import { copyFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { textWidth } from '../../src/terminal/text-width'
import { UNSAFE } from '../helpers/hostile-capsule'
import { HAS_TMUX, TmuxTerminal } from '../helpers/tmux'
import { fixtures } from './harness'
import { root } from './installed'

// What a crash says on a terminal: the terminal is wide, and only says that it is narrow, so that nothing is wrapped by it.

if (!HAS_TMUX) console.log('note: tmux is not installed, so that the notice of a crash is not looked at on a terminal')
const onTerminal = HAS_TMUX ? test : test.skip

const HOSTILE = `
const evil = '\\u001b[31m\\u001b]0;title\\u0007\\u001b]8;;http://x\\u0007link\\u001b]8;;\\u0007\\u009b1m\\r\\n\\u0000\\u202e\\u2028\\ud800'
const wide = '漢字'.repeat(200) + evil
const named = { [evil] (argument) { throw Object.assign(new TypeError(evil + wide), { name: evil, code: evil }) } }
named[evil]({ [evil]: evil, wide })
`

let dir: string
let terminal: TmuxTerminal
test.before(async () => {
  if (!HAS_TMUX) return
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-notice-')))
  copyFileSync(join(fixtures, 'bugs/missing-customer.js'), join(dir, 'customer.js'))
  writeFileSync(join(dir, 'hostile.js'), HOSTILE)
  terminal = new TmuxTerminal({ columns: 230, lines: 150, cwd: dir })
  await terminal.see('$')
})
test.after(() => {
  if (!HAS_TMUX) return
  terminal.close()
  rmSync(dir, { recursive: true, force: true })
})

let runs = 0

/** What a program's crash writes to a terminal of so many columns, as bytes and as lines, up to Node's own message. */
async function noticeOf (program: string, columns: number, mode: string, colour = '0'): Promise<{ raw: string, lines: string[] }> {
  const done = `done${++runs}.`
  const file = join(dir, `${runs}.raw`)
  terminal.pipeTo(file)
  terminal.type(`stty cols ${columns}; clear; FORCE_COLOR=${colour} FAULTSNAP_TERMINAL_REPORT=${mode} ` +
    `'${process.execPath}' -r '${join(root, 'dist/register.cjs')}' ${program}; echo ${done}`)
  await terminal.until(lines => lines.includes(done), done)
  terminal.pipeTo(undefined)
  const raw = readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
  const notice = /\[FaultSnap\][^]*?\n(?=\S*(?:node:|customer\.js:|hostile\.js:)\S*\d\n)/.exec(raw)?.[0] ?? ''
  return { raw: notice, lines: notice.split('\n').slice(1, -1) }
}

onTerminal('the notice fits a terminal from 40 columns up, and no program writes to it through us', async () => {
  for (const columns of [40, 80, 200]) {
    for (const mode of ['short', 'full']) {
      for (const program of ['customer.js', 'hostile.js', 'missing.js']) {
        const { raw, lines } = await noticeOf(program, columns, mode)
        const what = `${program} ${mode} at ${columns}`
        assert.ok(lines.length > 3, `${what}: ${raw}`)
        for (const line of lines) assert.ok(textWidth(line) <= columns, `${what}: ${line}`)
        for (const line of raw.split('\n')) assert.not.match(line, UNSAFE, what)
      }
    }
  }
})

onTerminal('it says what broke, and colour changes nothing but colour', async () => {
  const { lines } = await noticeOf('customer.js', 80, 'short')
  assert.match(lines.join('\n'), /^ {2}TypeError: .*\n {2}at charge \(customer\.js:4:25\)\n {2}▸ order\.customer is undefined\n/)
  assert.is(lines.at(-1), '', 'Node\'s own message is set apart')
  const coloured = await noticeOf('customer.js', 80, 'short', '1')
  assert.equal(coloured.lines.map(line => stripVTControlCharacters(line).trimEnd()), lines)
  assert.not.match(coloured.raw.replaceAll(/\u001b\[\d{1,2}m/g, ''), /\u001b/)
})

onTerminal('a crash in code of Node says why there are no variables', async () => {
  const { lines } = await noticeOf('missing.js', 120, 'short')
  assert.ok(lines.includes('  No variables. It is code of Node itself, whose variables are recorded only with the option nodeFrames.'), lines.join('\n'))
})

onTerminal('nothing follows the line when it is off, or when nobody looks', async () => {
  assert.equal((await noticeOf('customer.js', 80, 'off')).lines, [])
  assert.equal((await noticeOf('customer.js 2>&1 | cat', 80, 'full')).lines, [])
})

test.run()
