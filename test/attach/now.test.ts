import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { getPath } from '../../src/values/get-path'
import { previewValue } from '../../src/values/preview'
import { edgeNodes } from '../e2e/nodes'
import { attach, capsulesOf, programOf, removeAll, startNode } from './target-process'

test.after(removeAll)

const SPIN = `
const password = 'correct-horse-battery'
class Order {
  #total = 3
  constructor () { this.items = new Map([['pen', { price: 1 }]]); this.self = this; this.note = 'copy of ' + process.env.API_KEY }
  spin (depth) {
    let turns = 0
    console.log('spinning')
    while (turns >= 0 && globalThis.isDone !== true) turns = (turns + 1) % 1000
    return depth
  }
}
setTimeout(() => {}, 1)
const order = new Order()
order.spin(7)
`

for (const { version, path } of edgeNodes) {
  test(`records a program in an endless loop with all its variables, masked, and leaves it as it was (Node ${version})`, async () => {
    const dir = programOf({ 'spin.js': SPIN })
    const target = startNode(path, dir, ['spin.js'], { API_KEY: 'env-secret-9876543210' })
    await target.says('spinning')
    const first = await attach(path, dir, [String(target.pid), '--json'])
    assert.is(first.code, 0, first.stderr)
    const { shape, capsules: [capsule] } = await capsulesOf(first)
    assert.equal([shape.target.pid, shape.openedInspector, shape.capsules.length], [target.pid, true, 1])
    const { manifest, crash } = capsule!
    assert.equal([manifest.signal, manifest.exception, manifest.place?.line], ['attach', { type: 'Paused', message: 'while running spin()' }, 9])
    const preview = (at: string, frame = 0): string => {
      const found = getPath(crash, at, frame)
      return 'value' in found && found.value !== undefined ? previewValue(crash, found.value, 200) : JSON.stringify(found)
    }
    assert.is(preview('this.#total'), '3')
    assert.is(preview('depth'), '7')
    assert.is(preview('this.items'), "Map(1) { 'pen' => { price: 1 } }")
    assert.match(preview('password', 1), /masked/)
    const texts = JSON.stringify([crash, manifest, await capsule!.readText('sources/0.js')])
    assert.not.match(texts, /correct-horse|9876543210/)
    assert.match(texts, /#total/)
    // The loop goes on; a second one sees it again, and the port is closed in between.
    const second = await attach(path, dir, [String(target.pid), '--json'])
    assert.is(second.code, 0, second.stderr)
    assert.is((await capsulesOf(second)).shape.openedInspector, true)
    target.child.kill('SIGTERM')
    const { signal, stdout, stderr } = await target.ended
    assert.equal([signal, stdout], ['SIGTERM', 'spinning\n'])
    assert.not.match(stderr, /Waiting for the debugger/)
  })
}

test('of a program that waits for events it says so, and what it waits for; its output and exit code are its own', async () => {
  const code = `
    const server = require('http').createServer((request, response) => response.end('ok'))
    server.listen(0, '127.0.0.1', () => console.log('listening'))
    process.on('SIGTERM', () => { console.log('ended'); process.exit(5) })`
  for (const { path } of edgeNodes) {
    const dir = programOf({ 'idle.js': code })
    const target = startNode(path, dir, ['idle.js'])
    await target.says('listening')
    const result = await attach(path, dir, [String(target.pid), '--json'])
    assert.is(result.code, 0, result.stderr)
    const { capsules: [{ manifest, crash }] } = await capsulesOf(result) as never as { capsules: [Awaited<ReturnType<typeof capsulesOf>>['capsules'][number]] }
    assert.equal(manifest.exception, { type: 'Paused', message: 'idle, waiting for events' })
    assert.equal(crash.frames, [])
    assert.match(JSON.stringify(manifest.process.activeResources), /TCPServerWrap/)
    assert.match(previewValue(crash, crash.context!, 500), /activeHandles/)
    target.child.kill('SIGTERM')
    const { code: exitCode, stdout, stderr } = await target.ended
    assert.equal([exitCode, stdout], [5, 'listening\nended\n'])
    assert.is(stderr.match(/Debugger listening/g)?.length, 1, stderr)
  }
})

test('an ES module: frames, module scope and a worker beside it', async () => {
  const code = `
    import { Worker } from 'node:worker_threads'
    new Worker('setInterval(() => {}, 10)', { eval: true }).unref()
    const outer = { kind: 'module' }
    function busy (left) { while (globalThis.stop !== true) left = (left + 1) % 100 }
    console.log('busy')
    busy(outer.kind.length)`
  const { path } = edgeNodes.at(-1)!
  const dir = programOf({ 'busy.mjs': code })
  const target = startNode(path, dir, ['busy.mjs'])
  await target.says('busy')
  const { capsules: [capsule] } = await capsulesOf(await attach(path, dir, [String(target.pid), '--json']))
  const frame = capsule!.crash.frames.find(each => each.function === 'busy')!
  assert.ok(frame.scopes.some(({ type, variables }) => type === 'module' && variables.some(({ name }) => name === 'Worker')), JSON.stringify(frame.scopes))
  assert.is(capsule!.crash.thread.isMainThread, true)
  target.child.kill('SIGKILL')
  await target.ended
})

test('survives programs that replace built-ins, forbid code from strings, freeze intrinsics, or run in a vm context', async () => {
  const loop = 'function loop (value) { console.log("up"); while (!globalThis.never) value.n = (value.n + 1) % 9 }\nloop({ n: 1, map: globalThis.map ?? new Map([[1, 2]]) })\n'
  const vandal = `
    const log = console.log; globalThis.map = new Map([[1, 2]])
    JSON.parse = JSON.stringify = () => { throw new Error('mine') }
    Map.prototype.get = Map.prototype.set = Array.prototype.push = String.prototype.slice = () => 7
    Object.prototype.toJSON = () => 'gone'
    console.log = log\n`
  const cases: [name: string, flags: string[], code: string][] = [
    ['polluted', [], vandal + loop],
    ['no strings', ['--disallow-code-generation-from-strings'], loop],
    ['frozen', ['--frozen-intrinsics'], loop],
    ['vm', [], `require('vm').runInNewContext(${JSON.stringify(loop)}, { console })`],
  ]
  const { path } = edgeNodes.at(-1)!
  await Promise.all(cases.map(async ([name, flags, code]) => {
    const dir = programOf({ 'a.js': code })
    const target = startNode(path, dir, [...flags, 'a.js'])
    await target.says('up')
    const result = await attach(path, dir, [String(target.pid), '--json'])
    assert.is(result.code, 0, `${name}: ${result.stderr}`)
    const { capsules: [capsule] } = await capsulesOf(result)
    const found = getPath(capsule!.crash, 'value.map', 0)
    assert.is('value' in found && found.value !== undefined && previewValue(capsule!.crash, found.value, 200), 'Map(1) { 1 => 2 }', name)
    target.child.kill('SIGKILL')
    const { stderr } = await target.ended
    assert.not.match(stderr, /Error/, name)
  }))
})

test.run()
