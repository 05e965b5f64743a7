import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { getPath } from '../../src/values/get-path'
import { edgeNodes } from '../e2e/nodes'
import { attach, capsulesOf, compiled, lineOf, programOf, removeAll, startAttach, startNode } from './target-process'

test.after(removeAll)

test('a line of a compiled TypeScript file is reached: its original place and source, --if, and the program goes on to its own end', async () => {
  for (const [index, { path }] of edgeNodes.entries()) {
    const dir = compiled(index === 1)
    const target = startNode(path, dir, ['dist/shop.js'])
    await target.says('open')
    const line = lineOf('// here')
    const place = index === 1 ? `shop.ts:${line}` : `src/shop.ts:${line}`
    const result = await attach(path, dir, [String(target.pid), '--at', place, '--if', "coupon === 'HALF'", '--count', '2', '--timeout', '20', '--json'])
    assert.is(result.code, 0, result.stderr)
    const { shape, capsules } = await capsulesOf(result)
    assert.equal([shape.ended, capsules.length], ['count', 2])
    for (const { manifest, crash } of capsules) {
      assert.equal(manifest.exception, { type: 'Paused', message: `at shop.ts:${line}` })
      assert.equal([manifest.place?.line, manifest.place?.file.endsWith('shop.ts')], [line, true])
      const [sum, price] = ['sum', 'items[0].price'].map(path => getPath(crash, path, 0).value as number)
      assert.is(sum, price! * 2)
      assert.is(price! % 10, 0)
      assert.ok(crash.scripts[0]!.originals?.some(({ source }) => source !== undefined), 'the original is packed')
    }
    target.child.kill('SIGTERM')
    const { code, stdout, stderr } = await target.ended
    assert.equal([code, stdout], [3, 'open\n'])
    assert.not.match(stderr, /Waiting for the debugger/)
  }
})

test('waits for a file that is not loaded yet; says what is wrong with a place or a condition', async () => {
  const { path } = edgeNodes[0]!
  const dir = programOf({
    'main.js': "console.log('main'); setInterval(() => { try { require('./late.js')(41) } catch {} }, 10)",
  })
  const target = startNode(path, dir, ['main.js'])
  await target.says('main')
  const waiting = startAttach(path, dir, [String(target.pid), '--at', 'late.js:2', '--timeout', '20', '--json'])
  await waiting.says('waiting for it to be loaded')
  writeFileSync(join(dir, 'early.js'), 'module.exports = answer => {\n  return answer + 1\n}\n')
  renameSync(join(dir, 'early.js'), join(dir, 'late.js'))
  const { capsules: [capsule] } = await capsulesOf(await waiting.ended)
  assert.is(getPath(capsule!.crash, 'answer', 0).value, 41)
  const wrong = []
  for (const args of [['--at', 'late.js:2', '--if', 'answer =='], ['--at', 'late.js:900', '--timeout', '0.2'], ['--at', 'nowhere']]) {
    wrong.push(await attach(path, dir, [String(target.pid), ...args]))
  }
  assert.equal(wrong.map(({ code }) => code), [2, 3, 2])
  assert.match(wrong[0]!.stderr, /--if: SyntaxError/)
  assert.match(wrong[1]!.stderr, /0\.2 s went by: no snapshot/)
  target.child.kill('SIGKILL')
  await target.ended
})

test('errors: those that match, caught or not, with their exception; the others go by', async () => {
  const code = `
    let turn = 0
    function pay (card) { const amount = turn * 10; throw turn % 3 === 0 ? new RangeError('too much: ' + amount) : new TypeError('no card') }
    setInterval(() => { turn++; try { pay({ number: '4111 1111 1111 1111' }) } catch {} ; if (process.exitCode) process.exit() }, 5)
    process.on('SIGTERM', () => { process.exitCode = 4 })
    console.log('up')`
  for (const { path } of edgeNodes) {
    const dir = programOf({ 'pay.js': code })
    const target = startNode(path, dir, ['pay.js'])
    await target.says('up')
    const result = await attach(path, dir, [String(target.pid), '--on-exception', '--all', '--match', '^RangeError: too much', '--count', '2', '--timeout', '20', '--json'])
    assert.is(result.code, 0, result.stderr)
    const { capsules } = await capsulesOf(result)
    assert.is(capsules.length, 2)
    for (const { manifest, crash } of capsules) {
      assert.match(manifest.exception.message, /^too much: \d+0$/)
      assert.equal([manifest.signal, manifest.exception.type, crash.frames[0]!.function], ['attach', 'RangeError', 'pay'])
      assert.is(getPath(crash, 'amount', 0).value, Number(manifest.exception.message.slice(10)))
      assert.not.match(JSON.stringify(crash), /4111 1111 1111 1111/)
    }
    const none = await attach(path, dir, [String(target.pid), '--on-exception', '--timeout', '0.3'])
    assert.equal([none.code, /no exception until then/.test(none.stderr)], [3, true], 'a caught error is none that goes uncaught')
    target.child.kill('SIGTERM')
    assert.equal([(await target.ended).code, (await target.ended).stdout], [4, 'up\n'])
  }
})

test('an error that ends the program is recorded, and the program ends by it as it would', async () => {
  for (const { path } of edgeNodes) {
    const dir = programOf({ 'boom.js': "process.on('SIGTERM', () => { const order = { id: 7 }; throw new Error('lost ' + order.id) })\nsetInterval(() => {}, 1000)\nconsole.log('up')\n" })
    const target = startNode(path, dir, ['boom.js'])
    await target.says('up')
    const waiting = startAttach(path, dir, [String(target.pid), '--on-exception', '--timeout', '20', '--json'])
    await waiting.says('waiting for an error')
    target.child.kill('SIGTERM')
    const { capsules: [capsule] } = await capsulesOf(await waiting.ended)
    assert.is(getPath(capsule!.crash, 'order.id', 0).value, 7)
    const { code, stderr } = await target.ended
    assert.equal([code, /Error: lost 7/.test(stderr)], [1, true])
  }
})

test('a program that throws in a loop is left alone when the budget is used up, and goes on', async () => {
  const { path } = edgeNodes.at(-1)!
  const dir = programOf({ 'storm.js': "console.log('up'); setInterval(() => { for (let i = 0; i < 2000; i++) try { null.x } catch {} ; if (globalThis.done) return; console.log('turn') }, 1)" })
  const target = startNode(path, dir, ['storm.js'])
  await target.says('turn')
  const result = await attach(path, dir, [String(target.pid), '--on-exception', '--all', '--match', 'never', '--timeout', '3'])
  assert.is(result.code, 3)
  assert.match(result.stderr, /stood back/)
  target.child.kill('SIGKILL')
  await target.ended
})

test('interrupted or killed while it waits, it leaves the program running; a program that ends is told of', async () => {
  const { path } = edgeNodes.at(-1)!
  const dir = programOf({ 'tick.js': "let n = 0\nfunction tick () {\n  n++\n  if (n % 20 === 0) console.log('tick')\n}\nsetInterval(tick, 5)\nprocess.on('SIGTERM', () => process.exit(6))\nconsole.log('up')\n" })
  const target = startNode(path, dir, ['tick.js'])
  await target.says('up')
  const at = [String(target.pid), '--at', 'tick.js:3', '--if', 'n < 0', '--timeout', '60']
  const interrupted = startAttach(path, dir, at)
  await interrupted.says('waiting for tick.js:3')
  interrupted.child.kill('SIGINT')
  const { signal, stderr } = await interrupted.ended
  assert.equal([signal, /Interrupted: no snapshot until then; the program goes on/.test(stderr)], ['SIGINT', true], stderr)
  const killed = startAttach(path, dir, [String(target.pid), '--at', 'tick.js:3', '--count', '1000', '--timeout', '60'])
  await killed.says('.faultsnap')
  killed.child.kill('SIGKILL')
  await killed.ended
  const ending = startAttach(path, dir, [...at, '--json'])
  await ending.says('waiting for tick.js:3')
  target.child.kill('SIGTERM')
  assert.is((await target.ended).code, 6, 'it does not wait for us')
  const { shape } = await capsulesOf(await ending.ended)
  assert.is(shape.ended, 'ended')
})

test.run()
