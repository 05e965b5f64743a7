import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openReplay } from '../../cli/debug/start'
import { readCapsule } from '../../src/capsule/read'
import type { CrashDocument } from '../../src/model'
import { Graph, crashDocument, crashRecord, frame, scope, variables, writeCapsule, writeShopCapsule } from '../helpers/crash-record'

// What a client is shown of capsules that lack something, and of sources that were elsewhere.

let dir: string
test.before(() => { dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-pause-'))) })
test.after(() => rmSync(dir, { recursive: true, force: true }))

interface Pause { told: string[], callFrames: any[], scripts: any[], event: any, ask: (method: string, params?: object) => Promise<any> }

async function pauseOf (file: string, options: { cwd?: string, pathMap?: string[] } = {}): Promise<Pause> {
  const replay = await openReplay(await readCapsule(file), { cwd: options.cwd ?? dir, pathMap: options.pathMap ?? [] })
  const events: [string, any][] = []
  replay.onEvent((method, params) => events.push([method, params]))
  const ask = async (method: string, params = {}): Promise<any> => {
    const answer = await replay.handle(method, params as Record<string, unknown>)
    if ('error' in answer) throw new Error(answer.error.message)
    return answer.result
  }
  await ask('Runtime.enable')
  await ask('Debugger.enable')
  const event = events.find(([method]) => method === 'Debugger.paused')![1]
  const scripts = events.filter(([method]) => method === 'Debugger.scriptParsed').map(([, params]) => params)
  const told = events.filter(([method]) => method === 'Runtime.consoleAPICalled').map(([, { args }]) => args[0].value)
  return { told, event, callFrames: event.callFrames, scripts, ask }
}

const paused = async (crash: CrashDocument, texts: Record<string, string> = {}, options: { cwd?: string, pathMap?: string[] } = {}): Promise<Pause> =>
  await pauseOf(await writeCapsule(join(dir, 'crash.faultsnap'), crashRecord(crash), texts), options)

const mapIn = ({ sourceMapURL }: any): any => JSON.parse(Buffer.from(sourceMapURL.slice(sourceMapURL.indexOf(',') + 1), 'base64').toString())

/** Names and values of a frame's first scope. */
const variablesOf = async ({ ask }: Pause, callFrame: any): Promise<[string, unknown][]> => {
  const { result } = await ask('Runtime.getProperties', { objectId: callFrame.scopeChain[0].object.objectId })
  return result.map(({ name, value }: any) => [name, value.value ?? value.description])
}

test('frames without variables have a scope that says why, and every frame has a script with text', async () => {
  const pause = await pauseOf(await writeShopCapsule(dir))
  assert.equal(pause.callFrames.map(({ functionName }) => functionName), ['total', 'checkout', 'emit'])
  assert.equal(pause.event.asyncStackTrace.callFrames.map(({ functionName }: any) => functionName), ['main'])
  assert.equal(pause.told, ['FaultSnap: Node 20 cannot tell \\u{1b}[2Jthis.'], 'notes are in the console')
  const emit = pause.callFrames[2]
  assert.is(emit.scopeChain[0].name, '(not recorded)')
  assert.equal(await variablesOf(pause, emit), [['<variables>', '<unavailable>']])
  assert.is(emit.this.description, '<unavailable>')
  for (const { location } of pause.callFrames) {
    assert.ok(pause.scripts.some(({ scriptId }) => scriptId === location.scriptId))
    const { scriptSource } = await pause.ask('Debugger.getScriptSource', { scriptId: location.scriptId })
    assert.ok(scriptSource.split('\n').length >= 1)
  }
  const { scriptSource } = await pause.ask('Debugger.getScriptSource', { scriptId: emit.location.scriptId })
  assert.match(scriptSource.split('\n')[519], /^\/\/ The source of this script is not in the capsule\. It is code of Node itself/)
})

test('strings and lists that were cut, and values that are missing, say so in their descriptions', async () => {
  const pause = await pauseOf(await writeShopCapsule(dir))
  assert.equal(await variablesOf(pause, pause.callFrames[1]),
    [['sum', 7], ['only', 'here'], ['long', 'beg…<cut: string, 3 of 900 characters recorded>']])
  const { result } = await pause.ask('Runtime.getProperties', { objectId: pause.callFrames[0].scopeChain[1].object.objectId })
  assert.equal(result.map(({ name, value }: any) => [name, value.description]),
    [['sum', '5'], ['token', '<masked>'], ['late', '<optimized out>'], ['big', '12n']])
  const graph = new Graph()
  graph.object({ deep: { missing: 'depth', type: 'object', className: 'Array', size: 300 }, more: { missing: 'total' }, lazy: { missing: 'getter' } })
  const cut = await paused(crashDocument([frame({ scopes: [scope('local', { all: { ref: 0 } }, { cut: [{ what: 'properties', reason: 'items', count: 3 }] })] })], graph.nodes))
  const all = (await cut.ask('Runtime.getProperties', { objectId: cut.callFrames[0].scopeChain[0].object.objectId, generatePreview: true })).result
  assert.equal(all.map(({ name, value }: any) => [name, value.description]), [['all', 'Object'], ['<variables>', '<cut: items>']])
  assert.equal(all[0].value.preview.properties.map(({ value }: any) => value), ['<cut: depth, was Array(300)>', '<cut: total>', '<getter, not run>'])
})

test('a stack that is known from its text only is one of call frames, and a crash without a stack has a frame all the same', async () => {
  const text = await paused(crashDocument([frame({ kind: 'stack', function: 'f', missing: 'unavailable' }), frame({ kind: 'async', function: 'g', missing: 'async' })]))
  assert.equal(text.callFrames.map(({ functionName }) => functionName), ['f'])
  const suspended = await paused(crashDocument([frame({ kind: 'async', function: 'g', missing: 'async' })]))
  assert.equal(suspended.callFrames.map(({ functionName }) => functionName), ['g'])
  assert.equal(await variablesOf(suspended, suspended.callFrames[0]), [['<variables>', '<suspended>']])
  const none = await paused(crashDocument([]))
  assert.equal(none.callFrames.map(({ functionName }) => functionName), ['(no stack was recorded)'])
  const { exceptionDetails } = await none.ask('Debugger.evaluateOnCallFrame', { callFrameId: none.callFrames[0].callFrameId, expression: 'x' })
  assert.is(exceptionDetails.exception.subtype, 'error')
})

test('recursion that was folded is one frame more, which says how often', async () => {
  const pause = await paused(crashDocument([frame({ function: 'walk', scopes: [scope('local', { depth: 9 })], folded: { length: 1, repetitions: 10_412 } }), frame({ function: 'main' })]))
  assert.equal(pause.callFrames.map(({ functionName }) => functionName), ['walk', '(this call 10,412 more times, not recorded)', 'main'])
  assert.equal(await variablesOf(pause, pause.callFrames[1]), [['<variables>', '<cut: total>']])
  try {
    await pause.ask('Debugger.evaluateOnCallFrame', { callFrameId: pause.callFrames[1].callFrameId, expression: 'depth' })
    assert.unreachable('the variables of another call')
  } catch (error) {
    assert.match((error as Error).message, /Could not find call frame/)
  }
})

test('original sources come in a map of the packed texts; without its map of what the frames know', async () => {
  const pause = await pauseOf(await writeShopCapsule(dir))
  const map = mapIn(pause.scripts[0])
  assert.equal(map.sources, ['file:///srv/shop/src/basket.ts'])
  assert.match(map.sourcesContent[0], /sum \+= item\.price\.amount/)
  // Generated 4:50 is original 4:51: in base 64 VLQ the fields are column 49, source 0, line 3, column 50.
  assert.is(map.mappings, ';;;iDAGkD')
  const stored = { version: 3, sources: ['../src/a.ts', '../src/b.ts'], names: [], mappings: 'AAAA;ACAA' }
  const full = await paused(crashDocument([frame({ script: 0 })], [], { scripts: [{
    url: 'file:///srv/shop/dist/app.js', source: 'sources/0.js', sourceMap: 'sources/0.map', sourceMapURL: 'app.js.map',
    originals: [{ file: '/srv/shop/src/a.ts', source: 'sources/a.ts' }, { file: '/srv/shop/src/b.ts' }],
  }] }), { 'sources/0.js': 'a\nb\n', 'sources/0.map': JSON.stringify(stored), 'sources/a.ts': 'const password = \'[masked]\'\n' })
  assert.equal([mapIn(full.scripts[0]).sources, mapIn(full.scripts[0]).sourcesContent],
    [['file:///srv/shop/src/a.ts', 'file:///srv/shop/src/b.ts'], ['const password = \'[masked]\'\n', '// This source is not in the capsule.\n']])
})

test('a file of the checkout stands for that of the container if it is the same, by hash or by text', async () => {
  const text = 'module.exports = 1\n'
  const checkout = join(dir, 'checkout')
  mkdirSync(join(checkout, 'src'), { recursive: true })
  for (const name of ['hash.js', 'text.js', 'changed.js']) writeFileSync(join(checkout, 'src', name), name === 'changed.js' ? 'module.exports = 2\n' : text)
  const hash = createHash('sha256').update(text).digest('hex')
  const crash = crashDocument([frame({ script: 0 })], [], { scripts: [
    { url: 'file:///app/src/hash.js', hash }, { url: 'file:///app/src/text.js', source: 'sources/0.js' }, { url: 'file:///app/src/changed.js', hash, source: 'sources/0.js' },
    { url: 'file:///app/src/away.js', source: 'sources/0.js' },
  ] })
  const { scripts } = await paused(crash, { 'sources/0.js': text }, { pathMap: [`/app=${checkout}`] })
  assert.equal(scripts.map(({ url }) => url), [
    ...['hash.js', 'text.js'].map(name => pathToFileURL(join(checkout, 'src', name)).href), 'file:///app/src/changed.js', 'file:///app/src/away.js',
  ])
})

test('functions are described by their text, and an error by its stack', async () => {
  const source = 'class Till { constructor (a, b = 1) {} static open () { return 1 } }\nconst add = async (a, b) => a + b\n'
  const at = (columnNumber0: number, lineNumber0 = 0): object => ({ location: { script: 0, lineNumber0, columnNumber0 } })
  const graph = new Graph()
  const functions = [
    graph.func('Till', { functionKind: 'class', ...at(source.indexOf('(a, b =')) }), graph.func('open', { functionKind: 'function', ...at(source.indexOf('() { return')) }),
    graph.func('add', { functionKind: 'async', ...at(12, 1) }), graph.func('far', { functionKind: 'generator', ...at(3, 1) }), graph.func('max'),
    graph.add({ subtype: 'error', className: 'TypeError', properties: variables({ message: 'boom' }) }),
  ]
  const pause = await paused(crashDocument([frame({ scopes: [scope('local', Object.fromEntries(functions.map((value, index) => [`v${index}`, value])))] })], graph.nodes, {
    scripts: [{ url: 'file:///app.js', source: 'sources/0.js' }],
  }), { 'sources/0.js': source })
  assert.equal((await variablesOf(pause, pause.callFrames[0])).map(([, text]) => text), [
    'class Till { constructor (a, b = 1) {} static open () { return 1 } }', 'open () { return 1 }', 'async (a, b) => a + b',
    'function* far() { <source not recorded> }', 'function max() { <source not recorded> }', 'TypeError: boom\n    <stack not recorded>',
  ])
})

test.run()
