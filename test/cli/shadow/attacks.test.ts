import { spawnSync } from 'node:child_process'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { GraphNode } from '../../../src/model'
import { edgeNodes, nodes as binaries } from '../../e2e/nodes'
import { BOOTSTRAP } from '../../../cli/shadow/bootstrap'
import { deadCrash, openSession } from './dead-crash'
import { childOf } from './shadow-assets'

// Expressions that want out of the shadow heap, or want it all.

const nodes: GraphNode[] = [
  { type: 'object', className: 'Object', properties: [{ name: 'secret', value: { missing: 'masked' } }, { name: '__proto__', value: { ref: 1 } }, { name: 'constructor', value: 'mine' }, { name: 'id', value: 5 }] },
  { type: 'object', className: '__proto__', prototypes: ['constructor', 'hasOwnProperty', null], properties: [{ name: '__proto__', value: 1 }, { name: '__proto__', value: 2 }] },
  { type: 'object', subtype: 'array', className: 'Array', size: 4294967295, elements: [1] },
  { type: 'object', subtype: 'array', className: 'Array', size: 1e15, elements: [1], holes: [0, 0, 99] },
  { type: 'object', subtype: 'regexp', className: 'RegExp', value: '/(/' },
  { type: 'object', subtype: 'typedarray', className: 'Float64Array', size: 1e12, elements: [1, 'text', { type: 'bigint', value: '1' }, { ref: 0 }] },
  { type: 'object', subtype: 'arraybuffer', className: 'ArrayBuffer', size: 9e15, bytes: 'AA==' },
  { type: 'object', subtype: 'boxed', className: 'Number' }, { type: 'object', subtype: 'date', className: 'Date', value: 'soon' as never },
  { type: 'object', subtype: 'map', className: 'Map', size: 1e15, entries: [[{ ref: 0 }, { missing: 'masked' }]] },
  { type: 'function', className: 'Function', functionKind: 'class', properties: [{ name: 'name', value: 'Object' }, { name: 'prototype', value: { ref: 0 } }, { name: Symbol.hasInstance.description!, symbol: true, value: { ref: 0 } }] },
  { type: 'object', className: 'Array', isFrozen: true }, { type: 'object', subtype: 'typedarray', className: 'Uint8Array', bytes: 'AQI=', size: 2, isFrozen: true },
  { type: 'object', subtype: 'promise', className: 'Promise', internals: [{ name: '[[PromiseState]]', value: 'fulfilled' }, { name: '[[PromiseResult]]', value: { ref: 13 } }] },
  { type: 'object', subtype: 'unheard of' as never, className: '', prototypes: ['', ''], properties: [{ name: 'value', value: { type: 'unheard of' } as never }] },
]
const crash = deadCrash(nodes, { evil: { ref: 0 }, bad: { ref: 1 }, long: { ref: 2 }, longer: { ref: 3 }, re: { ref: 4 }, floats: { ref: 5 }, memory: { ref: 6 }, box: { ref: 7 }, date: { ref: 8 },
  map: { ref: 9 }, cls: { ref: 10 }, fake: { ref: 11 }, ice: { ref: 12 }, promise: { ref: 13 }, odd: { ref: 14 }, eval: 1, this: 2, $faultsnap_scope: 3, undefined: 4 })

/** What must be said of each; a pattern where V8's words differ between versions. */
const ESCAPES: Record<string, string | RegExp> = {
  'constructor.constructor("return typeof process")()': "'undefined'",
  '(() => {}).constructor("return this")() === globalThis': 'true',
  '["process", "require", "fetch", "console", "WebAssembly"].some(name => name in globalThis)': 'false',
  'typeof Function("return typeof require === `undefined` ? `none` : require(`fs`)")()': "'string'",
  'process.mainModule.require("child_process").execSync("id")': /^refused: process is not here/,
  'import("node:fs").constructor.constructor("return typeof process")()': /undefined/,
  'import("node:fs").then(fs => fs.readFileSync("/etc/passwd"), error => error.constructor.constructor("return process")()).then(String)': /rejected|pending/,
  'Error.prepareStackTrace = (_, sites) => sites.map(site => { const f = site.getFunction(); const t = site.getThis(); return [f, t].map(x => { try { return typeof x.constructor.constructor("return process")() } catch { return "no" } }) }).flat().filter(x => x === "object").length; new Error().stack': '0',
  '(function () { try { (function r () { r() })() } catch (error) { return error.constructor.constructor("return typeof process")() } })()': "'undefined'",
  'Object.getOwnPropertyNames(globalThis).filter(name => /process|require|console|fetch|^Buffer|module|faultsnap|shadow/i.test(name)).length': '0',
  'evil.secret': 'refused: evil.secret was masked and cannot be recovered',
  'new Proxy(evil, { get: (target, key) => Reflect.get(target, key) }).secret': 'refused: evil.secret was masked and cannot be recovered',
  'Reflect.ownKeys(evil).map(key => { try { return Object.getOwnPropertyDescriptor(evil, key).value } catch { return "no" } }).length': '4',
  'evil.constructor': "'mine'", 'Object.keys(evil).join()': "'secret,__proto__,constructor,id'", 'Object.getPrototypeOf(evil) === Object.prototype': 'true',
  'bad.x + 1': /^refused: bad\.x is unknown/, 'Object.getOwnPropertyNames(bad).length': /1/,
  'long.length': '4294967295', 'long[7] + 1': /^refused: only 1 of 4,294,967,295/, 'long.reduce((a, b) => a + b)': /^refused: only 1 of/, 'Object.keys(long).length': /^4294967295$|^refused/,
  'longer.length + 0': /^\d+$|^refused/, '[re.source]': /^refused: /, 'floats[0] + 0': '1', 'floats[5]': /^refused: floats\[5\] was not recorded/, '[floats[5]]': /^refused: only 4 of 1,000,000,000,000/, 'memory.byteLength + 0': '9000000000000000', '[box.x]': /^refused|^\[/,
  'date.getTime()': 'NaN', 'map.size + 0': '1000000000000000', '[...map]': /^refused/, '({}) instanceof cls': /^(false|true)$|^thrown|^refused/, '[] instanceof Array': 'true', '({}).constructor.name': "'Object'", 'fake.map': /^refused|^undefined/, 'ice[1] + 0': '2',
  '[promise].length': '1', 'typeof odd': "'object'", 'odd.value': '‹unheard of›', '[odd.value]': /^refused/, '[odd]': /odd|\{|\[/, 'Object.prototype.polluted = 1; ({}).polluted': '1', 'Array.prototype.map = () => "mine"; [1].map()': "'mine'", '[1, 2].map(x => x)': /mine|1, 2/,
  'Map.prototype.get = () => "mine"; evil.id + 0': '5', 'JSON.stringify = () => "{}"; Object.defineProperty = null; evil.id + 1': '6', 'globalThis.Object = null; evil.id + 2': '7', 'throw Object.defineProperty(new Error("x"), "stack", { get () { while (1); } })': /^(thrown|refused)/,
  'evil.id + 3': '8',
}

const EXHAUSTION: Record<string, RegExp> = {
  'while (true);': /^refused: The expression was stopped after/,
  'const hoard = []; while (true) hoard.push(new Array(1e6).fill(1))': /^refused: (The process of the expression ended|The expression was stopped)/,
  'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)': /^refused: The expression was stopped|^thrown/,
  'const loop = () => Promise.resolve().then(loop); loop()': /^refused: The expression was stopped|^refused: The process/,
  'new Uint8Array(4e9).fill(1)': /^thrown: RangeError/,
  'Array.from({ length: 100 }, () => new ArrayBuffer(1e8))': /^thrown: RangeError/,
  '"x".repeat(2 ** 29 - 25)': /^'x+.*\(536870887 characters\)$|^refused: The process/,
  'let deep = {}; for (let i = 0; i < 1e5; i++) deep = { deep }; deep': /\{/,
  'Array.from({ length: 3e5 }, (_, i) => ({ i }))': /Array\(300000\)/,
  'new Proxy({}, { ownKeys () { while (true); } })': /^refused: The expression was stopped|^refused: The process/,
}

for (const node of edgeNodes) {
  test(`no expression comes out of the shadow heap, and no hostile object breaks it (Node ${node.version})`, async () => {
    const { evaluator, text, graph } = openSession(crash, childOf(node))
    const wrong: string[] = []
    for (const [expression, expected] of Object.entries(ESCAPES)) {
      const got = text(await evaluator.evaluate({ expression, frame: 0, timeoutMs: /while/.test(expression) ? 700 : 20_000 }))
      if (typeof expected === 'string' ? got !== expected : !expected.test(got)) wrong.push(`${expression}\n  ${got}`)
    }
    evaluator.close()
    assert.is(wrong.join('\n'), '')
    assert.is(({} as { polluted?: number }).polluted, undefined)
    assert.equal(graph.slice(0, nodes.length), nodes, 'the capsule is what it was')
    const next = openSession(crash, childOf(node))
    assert.is(await next.say('({}).polluted'), 'undefined')
    next.evaluator.close()
  })
}

test('an expression that wants all time or memory ends, and the next one runs', async () => {
  const { evaluator, text } = openSession(crash)
  const wrong: string[] = []
  for (const [expression, expected] of Object.entries(EXHAUSTION)) {
    const got = text(await evaluator.evaluate({ expression, frame: 0, timeoutMs: /while|loop|wait|fill/.test(expression) ? 700 : 20_000 }))
    if (!expected.test(got.slice(0, 2000))) wrong.push(`${expression}\n  ${got.slice(0, 200)}`)
    if (text(await evaluator.evaluate({ expression: 'evil.id + 1', frame: 0 })) !== '6') wrong.push(`after ${expression}`)
  }
  evaluator.close()
  assert.is(wrong.join('\n'), '')
})

test('the child itself has neither files nor processes where Node has a permission model, and no inspector, and answers on every Node', async () => {
  // What the first lines of its program could do, before it gives everything away.
  const probe = `const tried = {}
    for (const [name, run] of Object.entries({
      read: () => require('node:fs').readFileSync(process.execPath), write: () => require('node:fs').writeFileSync('/tmp/faultsnap-probe', ''),
      spawn: () => require('node:child_process').execFileSync(process.execPath, ['-v']), worker: () => new (require('node:worker_threads').Worker)('1', { eval: true }),
    })) { try { run(); tried[name] = 'done' } catch (error) { tried[name] = error.code } }
    tried.env = Object.keys(process.env).length; tried.inspector = require('node:inspector').url() ?? 'none'
    console.log(JSON.stringify(tried))`
  for (const node of binaries) {
    const { stdout } = spawnSync(node.path, [childOf(node).permissionFlag, '--no-warnings', '-e', probe], { encoding: 'utf8', env: {} })
    assert.equal(JSON.parse(stdout), { read: 'ERR_ACCESS_DENIED', write: 'ERR_ACCESS_DENIED', spawn: 'ERR_ACCESS_DENIED', worker: 'ERR_ACCESS_DENIED', env: 0, inspector: 'none' }, node.version)
    const { evaluator, say } = openSession(crash, childOf(node))
    assert.is(await say('[evil.id].map(id => id * 2)'), '[ 10 ]', node.version)
    evaluator.close()
  }
  assert.ok(BOOTSTRAP.length < 8_000, 'a command line of Windows takes 32,767 characters')
})

test('without an expression that needs one no child is started, and one that cannot be started is no harm', async () => {
  const { evaluator, say } = openSession(crash, { nodePath: '/nonexistent/node' })
  assert.is(await say('evil.id'), '5')
  assert.match(await say('evil.id + 1'), /^refused: Expressions run in a process of their own, which could not be started/)
  assert.is(await say('evil.id'), '5')
  evaluator.close()
})

test.run()
