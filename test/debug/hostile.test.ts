import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openReplay } from '../../cli/debug/start'
import { readCapsule } from '../../src/capsule/read'
import type { GraphNode, PropertyRecord, Value } from '../../src/model'
import type { Replay } from '../../src/postmortem/replay'
import { Graph, crashDocument, crashRecord, frame, scope, variables, writeCapsule } from '../helpers/crash-record'
import { ROOT } from '../helpers/demo-shop'
import { HOSTILE, UNSAFE } from '../helpers/hostile-capsule'

// A capsule from a stranger, asked for everything that a debugger can ask for. The replay runs in this process: what it would run, ran here.

let dir: string
test.before(() => { dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-hostile-'))) })
test.after(() => rmSync(dir, { recursive: true, force: true }))

interface Session { replay: Replay, events: [string, any][], ask: (method: string, params?: object) => Promise<any> }

async function session (crash: ReturnType<typeof crashDocument>, texts: Record<string, string> = {}): Promise<Session> {
  const capsule = await readCapsule(await writeCapsule(join(dir, 'hostile.faultsnap'), crashRecord(crash), texts))
  const replay = await openReplay(capsule, { cwd: dir, pathMap: [], assetsDir: join(ROOT, 'dist') })
  const events: [string, any][] = []
  replay.onEvent((method, params) => events.push([method, params]))
  const ask = async (method: string, params = {}): Promise<any> => {
    const answer = await replay.handle(method, params as Record<string, unknown>)
    if ('error' in answer) throw new Error(answer.error.message)
    return answer.result
  }
  await ask('Runtime.enable')
  await ask('Debugger.enable')
  return { replay, events, ask }
}

const pausedOf = ({ events }: Session): any => events.find(([method]) => method === 'Debugger.paused')![1]

/** Every object that can be reached from a pause in some steps, each asked for its properties with previews; the answers' texts. */
async function walk (each: Session, maxObjects: number): Promise<{ chars: number, objects: number, largest: number }> {
  const open: string[] = []
  const collect = (value: unknown): void => {
    JSON.stringify(value, (key, inner: unknown) => { if (key === 'objectId' && open.length < maxObjects) open.push(inner as string); return inner })
  }
  collect(pausedOf(each))
  let [chars, objects, largest] = [0, 0, 0]
  for (; objects < Math.min(open.length, maxObjects); objects++) {
    for (const accessorPropertiesOnly of [true, false]) {
      const answer = await each.ask('Runtime.getProperties', { objectId: open[objects], generatePreview: true, accessorPropertiesOnly, ownProperties: !accessorPropertiesOnly })
      const text = JSON.stringify(answer)
      chars += text.length
      largest = Math.max(largest, text.length)
      collect(answer)
    }
  }
  return { chars, objects, largest }
}

const everything = (nodes: GraphNode[], scripts: { url: string, source?: string }[] = []): ReturnType<typeof crashDocument> =>
  crashDocument([frame({ function: 'main', ...scripts.length > 0 && { script: 0 }, scopes: [scope('local', { all: { ref: 0 } })] })], nodes, { scripts })

test('names of prototypes are properties like any other, and nothing is taken from ours', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', 'toJSON', 'length', 'prototype', 'valueOf']
  const graph = new Graph()
  const properties = names.map((name): PropertyRecord => ({ name, value: `own ${name}` }))
  graph.add({ properties, className: '__proto__', prototypes: ['constructor', '__proto__'] })
  const each = await session(everything(graph.nodes))
  const pause = pausedOf(each)
  const local = await each.ask('Runtime.getProperties', { objectId: pause.callFrames[0].scopeChain[0].object.objectId, generatePreview: true })
  assert.is(local.result[0].value.description, '__proto__')
  const { result } = await each.ask('Runtime.getProperties', { objectId: local.result[0].value.objectId, ownProperties: true })
  assert.equal(result.map((property: any) => [property.name, property.value.value]), names.map(name => [name, `own ${name}`]))
  await walk(each, 100)
  assert.is(({} as any).polluted, undefined)
  each.replay.close()
})

test('cycles, proxies of themselves, holes and texts that trick a terminal are shown, and the session goes on', async () => {
  const graph = new Graph()
  const odd: Partial<GraphNode>[] = [
    { subtype: 'proxy', internals: [{ name: '[[Target]]', value: { ref: 1 } }] },
    { subtype: 'proxy', type: 'function', internals: [{ name: '[[Target]]', value: { ref: 1 } }] },
    { subtype: 'map', entries: [[{ ref: 3 }, { ref: 3 }]], size: 1e15 },
    { subtype: 'array', elements: [{ ref: 4 }], holes: [0, 5, 1e9], size: -5, cut: [{ what: '__proto__' as 'elements', reason: 'x' as 'items', count: 1e300 }] },
    { subtype: 'error', className: HOSTILE, properties: variables({ message: HOSTILE, stack: HOSTILE }) },
    { type: 'function', className: HOSTILE, functionKind: '__proto__' as 'class', location: { script: 0, lineNumber0: 1e9, columnNumber0: -4 } },
    { subtype: HOSTILE as 'map', className: '', value: { ref: 0 }, bytes: '!!!', elements: [], entries: [], internals: [{ name: '[[Prototype]]', value: 1 }] },
    { subtype: 'date', value: 1e300 }, { subtype: 'regexp', value: { ref: 0 } }, { subtype: 'boxed', value: { type: 'odd' } as unknown as Value },
    { subtype: 'typedarray', className: 'Int8Array', bytes: '/wA=', size: 2 }, { subtype: 'generator', internals: [{ name: '[[GeneratorFunction]]', value: { ref: 0 } }] },
    { subtype: 'arguments', properties: variables({ length: { ref: 0 } }) }, { subtype: 'set', elements: [{ missing: '__proto__' as 'masked' }] },
  ]
  graph.add({ subtype: 'array', elements: odd.map((_, index) => ({ ref: index + 1 })), size: odd.length })
  for (const node of odd) graph.add(node)
  const crash = crashDocument([
    frame({ function: HOSTILE, file: HOSTILE, script: 0, lineNumber0: 1e12, columnNumber0: -1, scopes: [scope(HOSTILE as 'local', { all: { ref: 0 } }, { name: HOSTILE })] }),
    frame({ kind: 'async', file: '__proto__' }), frame({ kind: 'stack', missing: '__proto__' as 'masked', file: 'constructor' }),
  ], graph.nodes, { scripts: [{ url: HOSTILE, source: 'sources/0.js', sourceMap: 'sources/0.map' }] })
  const each = await session(crash, { 'sources/0.js': 'globalThis.pwned = 1;'.repeat(50), 'sources/0.map': '{"version":3,"sources":["x"],"mappings":"AAAA;;;"}' })
  const { objects } = await walk(each, 300)
  assert.ok(objects > odd.length)
  const { callFrames } = pausedOf(each)
  for (const text of [callFrames[0].functionName, callFrames[0].scopeChain[0].name, callFrames[0].scopeChain[0].type]) assert.not.match(text, UNSAFE)
  for (const { location } of callFrames) assert.ok((await each.ask('Debugger.getScriptSource', { scriptId: location.scriptId })).scriptSource.length > 0)
  assert.is((globalThis as any).pwned, undefined)
  each.replay.close()
})

test('sources and expressions of the capsule do not run here', async () => {
  const graph = new Graph()
  const pwn = 'globalThis.pwned = "ran"; process.env.PWNED = "ran"'
  graph.add({ properties: [{ name: 'lazy', value: { missing: 'getter' }, get: { ref: 1 } }, { name: 'call', value: { ref: 1 } }] })
  graph.func('run', { location: { script: 0, lineNumber0: 0, columnNumber0: 12 } })
  const each = await session(everything(graph.nodes, [{ url: 'file:///app.js', source: 'sources/0.js' }]), { 'sources/0.js': `function run () { ${pwn} }\n${pwn}` })
  const { callFrameId } = pausedOf(each).callFrames[0]
  for (const expression of ['all.lazy', 'all.call()', pwn, `(() => { ${pwn} })()`, 'all[Symbol.toPrimitive]', '`${all}`']) {
    for (const throwOnSideEffect of [true, false]) await each.ask('Debugger.evaluateOnCallFrame', { callFrameId, expression, throwOnSideEffect })
  }
  const { result } = await each.ask('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'all' })
  await each.ask('Runtime.callFunctionOn', { objectId: result.objectId, functionDeclaration: `function () { ${pwn}; return this.lazy }` })
  assert.equal([(globalThis as any).pwned, process.env['PWNED']], [undefined, undefined])
  each.replay.close()
})

test('huge lists cost bounded memory and bounded answers, and what is not shown is said', async () => {
  const graph = new Graph()
  const text = 'x'.repeat(100_000)
  graph.add({ properties: variables({ many: { ref: 1 }, names: { ref: 3 }, map: { ref: 4 } }) })
  graph.array(Array.from({ length: 150_000 }, () => ({ ref: 2 })))
  graph.object({ text, list: { ref: 1 } }, text.slice(0, 5_000), { subtype: 'error' })
  graph.add({ properties: Array.from({ length: 60_000 }, (_, index) => ({ name: `name ${index}`, value: index, get: { ref: 2 } })) })
  graph.map(Array.from({ length: 60_000 }, (): [Value, Value] => [{ ref: 4 }, { ref: 1 }]))
  const each = await session(everything(graph.nodes))
  const before = process.memoryUsage().rss
  const { largest } = await walk(each, 60)
  assert.ok(largest < 40e6, `an answer of ${largest} characters`)
  const grown = (process.memoryUsage().rss - before) / 1e6
  assert.ok(grown < 600, `grew by ${grown} MB`)
  const { result } = await each.ask('Debugger.evaluateOnCallFrame', { callFrameId: pausedOf(each).callFrames[0].callFrameId, expression: 'all.many' })
  const { internalProperties } = await each.ask('Runtime.getProperties', { objectId: result.objectId, ownProperties: true })
  assert.is(internalProperties.find(({ name }: any) => name === '[[NotShown]]').value.description, '<not shown: 130001 more>')
  each.replay.close()
})

test('many scripts, and one frame after the other, are bounded too', async () => {
  const scripts = Array.from({ length: 20_000 }, (_, index) => ({ url: `file:///app-${index}.js`, source: 'sources/0.js' }))
  const frames = Array.from({ length: 9_000 }, (_, index) => frame({ script: index, scopes: [scope('local', {})] }))
  const each = await session(crashDocument(frames, [], { scripts }), { 'sources/0.js': `${'x'.repeat(100)}\n`.repeat(1_000) })
  assert.is(each.events.filter(([method]) => method === 'Debugger.scriptParsed').length, 5_000)
  assert.is(pausedOf(each).callFrames.length, 1_000)
  each.replay.close()
})

test.run()
