import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import { compareCrashes } from '../../src/compare/compare-crashes'
import { isEqualFact } from '../../src/compare/compare-facts'
import { renderComparison } from '../../src/compare/render-comparison'
import type { CrashRecord, FrameRecord } from '../../src/model'
import { createColours } from '../../src/terminal/colours'
import { crashDocument, crashRecord, frame, Graph, scope, writeCapsule, writeShopCapsule } from '../helpers/crash-record'

let dir: string
let count = 0
test.before(() => { dir = mkdtempSync(join(tmpdir(), 'faultsnap-compare-')) })
test.after(() => rmSync(dir, { recursive: true, force: true }))

async function capsule (frames: FrameRecord[], graph = new Graph(), rest: Partial<CrashRecord> = {}): Promise<Capsule> {
  return await readCapsule(await writeCapsule(join(dir, `${count++}.faultsnap`),
    crashRecord(crashDocument(frames, graph.nodes), rest)))
}

const colours = createColours({ isTTY: false, env: {} })
function lines (a: Capsule, b: Capsule, { all = false, isTerminal = false, columns = 80 } = {}): string[] {
  return renderComparison([a, b], compareCrashes(a, b), { colours, columns, isTerminal, all })
}

test('frames are paired by function and file, whatever their line and the folder of the program', async () => {
  const at = (cwd: string) => [
    frame({ function: 'total', file: `${cwd}/cart.js`, lineNumber0: cwd.length }),
      frame({ function: 'main', file: `${cwd}/app.js`, lineNumber0: 3 }),
  ]
  const process = (cwd: string): Partial<CrashRecord> =>
    ({ process: { pid: 1, ppid: 1, argv: ['/usr/bin/node', `${cwd}/app.js`], execArgv: [], cwd, uptimeS: 1 } })
  const { frames } = compareCrashes(await capsule(at('/srv/shop'), undefined, process('/srv/shop')),
    await capsule(at('/app'), undefined, process('/app')))
  assert.equal(frames.map(({ a, b, hasMoved }) => [a?.index, b?.index, hasMoved]), [[0, 0, true], [1, 1, false]])
})

test('a frame that only one has is shown as such, and the others keep their partners', async () => {
  const [a, b] = [await capsule([frame({ function: 'inner' }), frame({ function: 'main' })]),
    await capsule([frame({ function: 'inner' }), frame({ function: 'helper' }), frame({ function: 'main' })])]
  assert.equal(compareCrashes(a, b).frames.map(pair => [pair.a?.index, pair.b?.index]), [[0, 0], [undefined, 1], [1, 2]])
  assert.ok(lines(a, b).includes('+ frame 1 helper  app.js:1:1'))
})

test('variables are paired by scope and name, shadowed ones apart', async () => {
  const with_ = async (outer: number, inner: number): Promise<Capsule> => await capsule([
    frame({ function: 'f', scopes: [scope('block', { x: inner }), scope('local', { x: outer, only: 1 })] })])
  const { frames } = compareCrashes(await with_(1, 2), await with_(1, 3))
  assert.equal(frames[0]!.variables.map(({ path, scope: of, kind }) => [path, of, kind]), [['x', 'block', 'changed']])
  assert.equal(frames[0]!.equal.map(({ name, scope: of }) => `${of} ${name}`), ['local x', 'local only'])
})

test('a difference of a module\'s variable is told in its innermost frame only', async () => {
  const make = async (rate: number): Promise<Capsule> => await capsule(['f', 'g'].map(name =>
    frame({ function: name, scopes: [scope('local', { own: rate }), scope('module', { rate })] })))
  const { frames } = compareCrashes(await make(1), await make(2))
  assert.equal(frames.map(({ variables }) => variables.map(({ path }) => path)), [['own', 'rate'], ['own']])
})

test('a frame without variables makes the other\'s unknown, not removed', async () => {
  const [a, b] = [await capsule([frame({ function: 'f', scopes: [scope('local', { x: 1 })] })]),
    await capsule([frame({ function: 'f', missing: 'async' })])]
  assert.equal(compareCrashes(a, b).frames[0]!.variables.map(({ kind, reason }) => [kind, reason]), [['unknown', 'async']])
  assert.ok(lines(a, b).includes('? frame 0 has values that cannot be compared: 1 async'))
  assert.ok(lines(a, b, { all: true }).includes('? frame 0 x: 1 → nothing (not recorded: async)'))
})

test('process ids, times and memory are left out unless all is asked for', async () => {
  const make = async (pid: number): Promise<Capsule> => await capsule([frame({ function: 'f' })], undefined, {
    id: `0000000${pid}`, capturedAt: `2026-06-13T23:29:3${pid}.000Z`,
    process: { pid, ppid: 1, argv: ['node', 'app.js'], execArgv: [], cwd: '/srv/shop', uptimeS: pid, memory: { rss: pid } },
  })
  const [a, b] = [await make(1), await make(2)]
  assert.equal(lines(a, b).slice(2), ['', 'No difference but times, ids and memory.'])
  const all = lines(a, b, { all: true })
  for (const line of ['~ pid (volatile): 1 → 2', '~ uptime (s) (volatile): 1 → 2', '~ memory rss (volatile): 1 → 2',
    '  cwd: /srv/shop']) assert.ok(all.includes(line), line)
})

test('environment, runtime and exception are compared; masked variables are unknown', async () => {
  const make = async (side: string): Promise<Capsule> => await readCapsule(await writeCapsule(join(dir, `${count++}.faultsnap`),
    crashRecord(
    crashDocument([], [], { exception: { type: 'Error', message: `no ${side}`, stack: '', value: null,
      cause: { type: 'E', message: side, stack: '', value: null } } }),
    { environment: { policy: 'safe', variables: { NODE_ENV: side, TOKEN: { missing: 'masked' },
      ...(side === 'a' && { TZ: 'UTC' }) }, total: 3 },
      runtime: { name: 'node', version: side === 'a' ? 'v22.1.0' : 'v24.1.0', v8: '1', platform: 'linux', arch: 'x64' } })))
  const [a, b] = [await make('a'), await make('b')]
  const printed = lines(a, b)
  for (const line of ['~ message: no a → no b', '~ cause message: a → b', '~ NODE_ENV: a → b', '- TZ: UTC',
    '~ Node.js: v22.1.0 → v24.1.0']) assert.ok(printed.includes(line), line)
  assert.not.ok(printed.some(line => line.includes('TOKEN')))
  const token = compareCrashes(a, b).facts.environment.find(({ name }) => name === 'TOKEN')!
  assert.is(isEqualFact(token), false)
  assert.is(token.isUnknown, true)
})

test('in a pipe a change is one line; on a narrow terminal it is two', async () => {
  const make = async (text: string): Promise<Capsule> => await capsule([frame({ function: 'f',
    scopes: [scope('local', { text })] })])
  const [a, b] = [await make('x'.repeat(60)), await make('y'.repeat(60))]
  assert.is(lines(a, b, { columns: 40 }).filter(line => /^[-+~] frame/.test(line)).length, 1)
  const narrow = lines(a, b, { columns: 40, isTerminal: true }).filter(line => /^[-+~] frame/.test(line))
  assert.equal(narrow.map(line => line.slice(0, 15)), ['- frame 0 text:', '+ frame 0 text:'])
})

test('times and ids of variables are marked', async () => {
  const make = async (time: number, id: string): Promise<Capsule> =>
    await capsule([frame({ function: 'f', scopes: [scope('local', { time, id })] })])
  const at = Date.parse('2026-06-13T23:29:34.123Z')
  const printed = lines(await make(at - 1, '123e4567-e89b-12d3-a456-426614174000'),
    await make(at - 2, '123e4567-e89b-12d3-a456-426614174001'))
  assert.ok(printed.some(line => line.startsWith('~ frame 0 time:') && line.endsWith('(a time)')))
  assert.ok(printed.some(line => line.startsWith('~ frame 0 id:') && line.endsWith('(an id)')))
  assert.ok(lines(await make(1, 'x'), await make(2, 'y')).includes('~ frame 0 time: 1 → 2'))
})

test('a capsule compared with itself differs in nothing, and what it lacks is not called equal', async () => {
  const shop = await readCapsule(await writeShopCapsule(dir))
  const printed = lines(shop, shop)
  assert.not.ok(printed.some(line => /^[-+~] /.test(line)), printed.join('\n'))
  assert.ok(printed.some(line => line.startsWith('? frame 0 has values that cannot be compared')))
  assert.not.match(lines(shop, shop, { all: true }).join('\n'), /[\u0000-\u0009\u000b-\u001f\u202e]/)
})

test.run()
