import { spawn } from 'node:child_process'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { DebugServer } from '../../cli/debug/serve'
import { nodes } from '../e2e/nodes'
import { recordTill, serveCapsule, type RecordedTill } from './served'

// `node inspect` of each Node, typed at as a person would.

let till: RecordedTill
let server: DebugServer
test.before(async () => {
  till = await recordTill()
  server = await serveCapsule(till.capsule)
})
test.after(() => {
  server.close()
  till.remove()
})

/** What the debugger prints after each command, and how it ended. The next command is typed when its prompt is back. */
async function typed (node: string, commands: readonly string[]): Promise<{ answers: string[], code: number | null }> {
  const child = spawn(node, ['inspect', `127.0.0.1:${server.port}`], { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '' } })
  const answers: string[] = []
  let text = ''
  const left = [...commands, '.exit']
  let isPaused = false
  child.stdout.on('data', data => {
    text += String(data)
    // The pause is told after the prompt, or before it.
    isPaused ||= /exception in /.test(text)
    if (!isPaused || !/debug> $/.test(text)) return
    answers.push(text)
    text = ''
    const next = left.shift()
    if (next !== undefined) child.stdin.write(`${next}\n`)
  })
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  return { answers, code }
}

for (const node of nodes) {
  test(`node inspect of Node ${node.version} shows the pause, the stack, values and sources, and quits`, async () => {
    const { answers, code } = await typed(node.path, [
      'bt', 'exec order.lines[0].sku', 'exec till', 'exec amounts', 'exec rates', 'exec vouchers', 'exec sparse', 'scripts', 'list(1)', 'exec noSuch', 'exec this',
    ])
    assert.is(code, 0)
    const [start, bt, sku, shownTill, amounts, rates, vouchers, sparse, scripts, list, noSuch, receiver] = answers as string[] & { 11: string }
    assert.match(start!, /exception in \S*till\.js:30\n/)
    assert.match(start!, />\d+ .*throw new RangeError\(`voucher \$\{voucher\}/)
    assert.match(bt!, /^#0 pay \S*till\.js:30:24\n#1 checkout \S*till\.js:37:13\n/)
    assert.match(sku!, /^'MUG'\n/)
    assert.match(shownTill!, /#cents: 1250/)
    assert.match(shownTill!, /password: <masked>/)
    assert.not.match(answers.join(''), /hunter2-of-the-till/)
    assert.match(amounts!, /minus: -0/)
    assert.match(rates!, /Map\(2\) \{ '?EUR'? => 1/)
    assert.match(vouchers!, /^\[ 1,?\s+2 \]/)
    assert.match(sparse!, /1/)
    assert.match(scripts!, /till\.js/)
    assert.match(list!, />\d+ .*throw/)
    assert.match(noSuch!, /noSuch/)
    assert.match(receiver!, /till: 1/)
  })
}

test.run()
