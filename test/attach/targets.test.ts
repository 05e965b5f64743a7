import CDP from 'chrome-remote-interface'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule } from '../../src/capsule/read'
import { root } from '../e2e/installed'
import { edgeNodes } from '../e2e/nodes'
import { attach, capsulesOf, programOf, removeAll, start, startNode, type Running } from './target-process'

test.after(removeAll)

const { path } = edgeNodes.at(-1)!
const BUSY = "function busy (n) { while (globalThis.stop !== true) n = (n + 1) % 1000; return n }\nconsole.log('busy')\nconsole.log('stopped', busy(1) < 1000)\n"

/** A program with its inspector open, and the address that it says it listens at. */
async function startInspected (dir: string, args: readonly string[]): Promise<{ target: Running, host: string, port: number }> {
  const target = start(path, args, dir)
  const url = await new Promise<string>(resolve => {
    let text = ''
    target.child.stderr!.on('data', (chunk: Buffer) => {
      text += String(chunk)
      const found = /ws:\/\/\S+(?=\s)/.exec(text)?.[0]
      if (found !== undefined) resolve(found)
    })
  })
  const { host, port } = new URL(url)
  return { target, host, port: Number(port) }
}

test('beside another debugger: its own pause is recorded and stays; without one, the program is paused and goes on; its settings stay', async () => {
  const dir = programOf({ 'busy.js': BUSY })
  const { target, host, port } = await startInspected(dir, ['--inspect=127.0.0.1:0', 'busy.js'])
  await target.says('busy')
  const other = await CDP({ host: '127.0.0.1', port, local: true })
  const seen: string[] = []
  other.on('event', ({ method }) => { if (/^Debugger\.(paused|resumed)$/.test(method)) seen.push(method.slice(9)) })
  await other.send('Debugger.enable')
  const paused = new Promise(resolve => { other.on('Debugger.paused', () => resolve(undefined)) })
  await other.send('Debugger.pause')
  await paused
  const first = await attach(path, dir, [host, '--json'])
  assert.is(first.code, 0, first.stderr)
  const { shape, capsules: [capsule] } = await capsulesOf(first)
  assert.equal([shape.openedInspector, capsule!.crash.frames[0]!.function], [false, 'busy'])
  assert.match(capsule!.crash.notes.join(), /paused by another debugger/)
  assert.equal(seen, ['paused'], 'it is still paused')
  await other.send('Debugger.resume')
  const second = await attach(path, dir, [String(target.pid), '--json'])
  assert.is((await capsulesOf(second)).capsules[0]!.crash.frames[0]!.function, 'busy')
  const refused = await attach(path, dir, [String(target.pid), '--on-exception'])
  assert.equal([refused.code, /Another debugger is attached/.test(refused.stderr)], [1, true])
  await other.send('Runtime.evaluate', { expression: 'globalThis.stop = true' })
  await other.close()
  const { code, stdout } = await target.ended
  assert.equal([code, stdout], [0, 'busy\nstopped true\n'])
})

test('a program that waits for a debugger at its start is left as it is', async () => {
  const dir = programOf({ 'busy.js': "console.log('started')" })
  const { target, host } = await startInspected(dir, ['--inspect-brk=127.0.0.1:0', 'busy.js'])
  const { code, stderr } = await attach(path, dir, [host])
  assert.equal([code, /has not started/.test(stderr)], [1, true])
  target.child.kill('SIGKILL')
  assert.is((await target.ended).stdout, '')
})

test('a debugger statement does not stop a program that nobody else debugs, whether that can be known or not', async () => {
  const dir = programOf({ 'stop.js': "let n = 0\nsetInterval(() => {\n  n++\n  if (n % 20 === 0) debugger\n  if (n === 300) process.exit(0)\n}, 10)\nconsole.log('up')\n" })
  const { target, host } = await startInspected(dir, ['--inspect=127.0.0.1:0', 'stop.js'])
  await target.says('up')
  const result = await attach(path, dir, [host, '--at', 'stop.js:3', '--if', 'n > 60', '--timeout', '20', '--json'])
  const { capsules: [capsule] } = await capsulesOf(result)
  assert.is(capsule!.manifest.exception.message, 'at stop.js:3')
  assert.is((await target.ended).code, 0)
})

test('a program with the preload in it records its crashes as before, once attach has left', async () => {
  const dir = programOf({ 'later.js': "process.on('SIGUSR2', () => { const order = { id: 17 }; throw new Error('after ' + order.id) })\nsetInterval(() => {}, 1000)\nconsole.log('up')\n" })
  const target = startNode(path, dir, ['-r', join(root, 'dist', 'register.cjs'), 'later.js'])
  await target.says('up')
  const result = await attach(path, dir, [String(target.pid)])
  assert.is(result.code, 0, result.stderr)
  target.child.kill('SIGUSR2')
  const { code, stderr } = await target.ended
  assert.is(code, 1)
  const file = /Saved to (\S+\.faultsnap)/.exec(stderr)?.[1]
  const { crash } = await readCapsule(join(dir, file!))
  assert.ok(crash.frames[0]!.scopes.some(({ variables }) => variables.some(({ name }) => name === 'order')), crash.notes.join())
})

test('says why it does not attach: no such process, no Node, a taken port, nothing there', async () => {
  const dir = programOf({ 'idle.js': "setInterval(() => {}, 1000); console.log('up')" })
  const gone = start(path, ['-e', '0'], dir)
  await gone.ended
  const foreign = start('sleep', ['30'], dir)
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => { server.once('listening', resolve) })
  const { port } = server.address() as { port: number }
  const taken = start(path, [`--inspect-port=${port}`, 'idle.js'], dir)
  await taken.says('up')
  const answers = []
  for (const target of [String(gone.pid), String(foreign.pid), String(taken.pid), '127.0.0.1:1', 'what']) {
    const { code, stderr } = await attach(path, dir, [target])
    answers.push([code, stderr.replace(/\d+/g, 'N').slice(0, 50)])
  }
  server.unref()
  assert.equal(answers, [
    [1, 'faultsnap: There is no process N.\n'],
    [1, 'faultsnap: Process N (sleep N) does not handle SIG'],
    [1, 'faultsnap: Port N, where process N would open its '],
    [1, 'faultsnap: No Node.js inspector answers at N.N.N.N'],
    [2, 'faultsnap: attach: expected a process id, host:por'],
  ])
  server.close()
  for (const { child } of [foreign, taken]) child.kill('SIGKILL')
  const ends = await Promise.all([foreign.ended, taken.ended])
  assert.equal(ends.map(({ signal }) => signal), ['SIGKILL', 'SIGKILL'], 'none was ended by us')
})

test.run()
