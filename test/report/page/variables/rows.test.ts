import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { copyOf } from '../../../../src/report/page/variables/copy-row'
import { describe } from '../../../../src/report/page/variables/describe'
import { firstPlaces, stepFromOwner } from '../../../../src/report/page/variables/first-places'
import { childRows, frameRows, rowsTo } from '../../../../src/report/page/variables/frame-rows'
import { readablePath } from '../../../../src/report/page/variables/member-path'
import { hasMembers, memberRow } from '../../../../src/report/page/variables/members'
import { routeOfPath } from '../../../../src/report/page/variables/path-route'
import { MAX_LEVEL, type Crash, type Row } from '../../../../src/report/page/variables/row'
import { sameObject } from '../../../../src/report/page/variables/same-object'
import { getPath } from '../../../../src/values/get-path'
import { Graph, crashDocument, frame, scope } from '../../../helpers/crash-record'
import { sampleCrash } from './sample-crash'

const crash = sampleCrash()
const places = firstPlaces(crash)

/** Every row of a frame down to a level, in order. */
function allRows (of: Crash, index: number, maxLevel = 6): Row[] {
  const below = (row: Row): Row[] => row.level >= maxLevel ? [row] : [row, ...childRows(of, row).rows.flatMap(below)]
  return frameRows(of, of.frames[index]!).flatMap(below)
}

const at = (route: string): Row => {
  const row = rowsTo(crash, route).at(-1)
  assert.is(row?.route, route)
  return row!
}

test('begins with this, goes scope by scope, innermost first, and ends with what was thrown', () => {
  assert.equal(frameRows(crash, crash.frames[0]!).map(({ kind, name, route }) => `${kind} ${name} ${route}`),
    ['value this 0.t', 'scope Block 0.0', 'scope Local 0.1', 'scope Module 0.3', 'value thrown 0.x'])
  assert.equal(frameRows(crash, crash.frames[1]!).map(({ name }) => name), ['Local'])
  assert.equal(frameRows(crash, crash.frames[2]!), [])
})

test('lists the members of an object in one order, what was cut among them', () => {
  const names = (route: string): string[] => childRows(crash, at(route)).rows.map(row => {
    const { name, value } = describe(crash, row)
    return `${row.level} ${row.nameKind} ${name}: ${value}`
  })
  assert.equal(names('0.t').map(name => name.slice(0, 32)), [
    '2 property customer: Customer { ', '2 property items: Array(50) [ <2', '2 property self: Order { custome',
    '2 symbol Symbol(tag): \'first\'', '2 symbol Symbol(tag): \'second\'', '2 property odd key: 3', '2 property total: ',
    '2 private #secret: 5', '2 internal [[Target]]: 1', '2 note class chain: Order › Base'])
  assert.equal(names('0.t/p1'), ['3 note 0 … 1: ‹2 empty items›', '3 index 2: Customer { name: \'Ada\', email: [masked] }',
    '3 index 3: 4', '3 note …: … 46 more elements not recorded (items)'])
  assert.equal(names('0.1.1').slice(1), ['3 key 7: \'seven\'', '3 note entry 2: ', '3 note entry 3: '])
  assert.equal(names('0.1.1/m2'), ['4 property key: { id: 1 }', '4 property value: \'by object\''])
  assert.equal(names('0.1.2').map(name => name.slice(0, 32)), ['3 note bytes: ', '3 note …: … 297 more bytes not r'])
  assert.equal(names('0.1.4'), ['3 internal [[PrimitiveValue]]: \'boxed\''])
  assert.equal(names('0.3'), ['2 variable only: 1', '2 note …: … 2 more properties not recorded (items)'])
  assert.equal(names('0.t/p6'), ['3 accessor get: [Function: total]'])
  assert.is(at('0.1.6/t').text, 'line 1\nline 2')
  assert.is(at('0.1.7/t').text, 'y'.repeat(500))
})

test('opens what has something in it, and a text only when a row cannot show it', () => {
  const graph = new Graph()
  const texts = crashDocument([frame({ scopes: [scope('local', { at: 'x'.repeat(118), over: 'x'.repeat(119), lines: 'a\nb',
    empty: graph.object({}) })] })], graph.nodes)
  const [scopeRow] = frameRows(texts, texts.frames[0]!)
  assert.equal(childRows(texts, scopeRow!).rows.map(row => `${row.name} ${hasMembers(texts, row)}`),
    ['at false', 'over true', 'lines true', 'empty false'])
})

test('gives collections piece by piece', () => {
  const graph = new Graph()
  const list = graph.array(Array.from({ length: 250 }, (_, index) => index))
  const long = crashDocument([frame({ this: list })], graph.nodes)
  const [row] = frameRows(long, long.frames[0]!)
  const piece = (from: number, to: number): string => {
    const { rows, total } = childRows(long, row!, from, to)
    return `${rows.length} of ${total} from ${rows[0]?.name}`
  }
  assert.is(piece(0, 100), '100 of 250 from 0')
  assert.is(piece(200, 300), '50 of 250 from 200')
})

test('finds every row again by its route, and none where there is none', () => {
  for (const index of [0, 1]) {
    for (const row of allRows(crash, index)) assert.is(rowsTo(crash, row.route).at(-1)?.route, row.route)
  }
  for (const route of ['', 'x', '9.t', '0', '0.', '0.9.9', '1.t', '0.2.1', '0.constructor', '__proto__']) {
    assert.equal(rowsTo(crash, route).filter(row => row.route === route), [], route)
  }
  for (const step of ['', 'p99', 'p-1', 'p', 'e', '#x', 'constructor', 'm0', 'x9', 'h', 'k1', 't', 'g']) {
    assert.is(memberRow(crash, at('0.t'), step), undefined, step)
  }
})

test('a path of a row reads back the value of the row, in every frame, and there is one wherever it can be said', () => {
  let readable = 0
  const without: string[] = []
  for (const index of [0, 1]) {
    for (const row of allRows(crash, index)) {
      if (row.kind !== 'value') continue
      const path = readablePath(crash, row)
      if (path === undefined) without.push(row.route)
      else assert.equal(getPath(crash, path, index).value, row.value, path)
      if (path !== undefined) readable++
    }
  }
  assert.ok(readable > 30, String(readable))
  // The shadowed x, the second symbol of a description, functions of accessors, boxed primitives, and what was thrown.
  assert.equal(without.filter(route => !route.startsWith('1.')), ['0.t/p4', '0.t/p6/g', '0.t/p6/g/p0', '0.t/p6/g/p1',
    '0.1.0', '0.1.4/w', '0.x', '0.x/p0'])
  assert.is(readablePath(crash, at('0.1.1/m2/v2')), 'map[[Entries]][2].value')
  assert.is(readablePath(crash, at('0.1.1/v1')), 'map.get(7)')
  assert.is(readablePath(crash, at('0.t/p5')), 'this["odd key"]')
})

test('an object stands at its first place, breadth first over all frames; other rows link there', () => {
  const link = (route: string): string => {
    const same = sameObject(crash, places, at(route))
    return same === undefined ? 'here' : `${same.isAbove ? 'above' : 'below'} ${same.label}${same.isCycle ? ', a cycle' : ''}`
  }
  assert.is(link('0.t'), 'here')
  assert.is(link('0.t/p2'), 'above this, a cycle')
  assert.is(link('1.0.0'), 'above this in frame 0')
  // A variable of frame 1 is nearer than a property of one of frame 0.
  assert.is(link('1.0.1'), 'here')
  assert.is(link('0.t/p0'), 'below customer in frame 1')
  assert.is(link('0.1.1/v0'), 'below customer in frame 1')
  assert.is(link('0.t/p6/g'), 'here')
  assert.is(link('0.1.1/m2/k2'), 'here')
  // Rows below a row that is elsewhere link to nothing but what is elsewhere again.
  assert.is(link('1.0.0/p1'), 'here')
  assert.is(hasMembers(crash, at('0.t/p2')), false)
  assert.is(hasMembers(crash, at('1.0.0')), true)
})

test('knows each object of the graph by the route to its own row', () => {
  let found = 0
  for (const [index] of crash.nodes.entries()) {
    const route = places.routeOf(index)
    if (route === undefined) continue
    found++
    const row = at(route)
    assert.is(row.node, index)
    assert.ok(places.isHere(index, row.owner, stepFromOwner(row)), route)
  }
  assert.is(found, crash.nodes.length)
})

test('tells type, size, reason and attributes', () => {
  const words = (route: string): string => {
    const { value, type, size, badge, flags, tone } = describe(crash, at(route))
    return [tone, value, type, size, badge && `[${badge.reason}: ${badge.label}]`, flags.map(([label]) => label).join(' ')]
      .filter(Boolean).join(' | ')
  }
  assert.is(words('0.1.3'), 'date | 1970-01-02T00:00:00.000Z (86400000 ms since 1970) | Date')
  assert.is(words('1.0.1'), 'object | Customer { name: \'Ada\', email: [masked] } | Customer | 2 properties | frozen')
  assert.is(words('1.0.1/p1'), 'missing | [masked: masked]')
  assert.is(words('0.t/p5'), 'number | 3 | number | read-only hidden')
  assert.is(words('0.t/p6'), 'missing | [getter: getter, not run]')
  assert.is(words('0.1.2'), 'object | Buffer(300) { <68 69 0a>, … 297 more } | Buffer(300)')
  assert.is(words('0.1.8'), 'missing | Object | [depth: too deep]')
  assert.is(words('1.0.2'), 'null | null | null')
  assert.is(words('0.1.7'), `string | '${'y'.repeat(118)}… | string | [string: cut: 500 of 900 characters kept]`)
  assert.match(describe(crash, at('0.1.8')).badge!.explanation, /maxDepth/)
})

test('does not count properties of which none was recorded', () => {
  const graph = new Graph()
  const size = (kept: number, count: number): string => {
    const value = graph.object(Object.fromEntries(Array.from({ length: kept }, (_, index) => [`p${index}`, index])), 'Object',
      { cut: [{ what: 'properties', reason: 'depth', count }] })
    const document = crashDocument([frame({ this: value })], graph.nodes)
    return describe(document, frameRows(document, document.frames[0]!)[0]!).size
  }
  assert.is(size(0, 0), 'properties not recorded')
  assert.is(size(1, 0), 'more than 1 property')
  assert.is(size(1, 4), '5 properties')
})

test('finds the row of a path as get reads it, and none for what leads nowhere', () => {
  const cases: [number, string, string | undefined][] = [
    [0, 'this', '0.t'], [0, 'this.customer', '0.t/p0'], [0, 'this.items[2].name', '0.t/p1/e2/p0'], [0, 'x', '0.0.0'],
    [1, 'x', '1.0.2'], [0, 'map.get(7)', '0.1.1/v1'], [0, 'this["odd key"]', '0.t/p5'], [0, 'this.items.length', '0.t/p1'],
    [0, 'this.#secret', '0.t/#0'],
    [0, 'nothing', undefined], [0, 'this.no.such', undefined], [9, 'x', undefined], [0, '][', undefined], [0, '', undefined],
  ]
  for (const [frameIndex, path, route] of cases) assert.is(routeOfPath(crash, frameIndex, path), route, path)
})

test('copies a value as JSON, a text as it is, bytes as hex, and nothing of what has no value', () => {
  const copied = (route: string): string => {
    const copy = copyOf(crash, at(route))
    return copy === undefined ? 'nothing' : `${copy.action}: ${copy.text()}`
  }
  assert.is(copied('0.1.6'), 'Copy as JSON: "line 1\\nline 2"')
  assert.is(copied('0.1.6/t'), 'Copy text: line 1\nline 2')
  assert.is(copied('0.1.2/b'), 'Copy hex: 68 69 0a')
  assert.equal(JSON.parse(copyOf(crash, at('1.0.1'))!.text()), { name: 'Ada', email: { missing: 'masked' } })
  assert.equal(['0.1', '0.1.1/m2', '0.t/p1/x0', '0.t/c'].map(copied), ['nothing', 'nothing', 'nothing', 'nothing'])
})

test('a chain of ten thousand objects opens a hundred levels, and no more', () => {
  const graph = new Graph()
  let value = graph.object({})
  for (let level = 0; level < 10_000; level++) value = graph.object({ next: value })
  const deep = crashDocument([frame({ this: value })], graph.nodes)
  const rows = rowsTo(deep, firstPlaces(deep).routeOf(0)!)
  assert.is(rows.length, MAX_LEVEL)
  assert.ok(hasMembers(deep, rows.at(-2)!))
  assert.not(hasMembers(deep, rows.at(-1)!))
  assert.equal(rows.slice(-2).map(row => describe(deep, row).flags.map(([label]) => label)), [[], ['deeper']])
})

test('shows what cannot be seen, and survives a damaged graph', () => {
  const hostile = '<img src=x onerror=alert(1)>\u202e\u001b[31m\ud800'
  const graph = new Graph()
  const value = graph.object({ __proto__: null, [hostile]: hostile }, hostile)
  graph.nodes[value.ref]!.properties!.push({ name: '__proto__', value: { ref: 99 } }, { name: 'negative', value: { ref: -1 } })
  const damaged = crashDocument([frame({ function: hostile, this: value, scopes: [scope('local', { [hostile]: hostile })] })],
    graph.nodes)
  const rows = allRows(damaged, 0)
  const texts = rows.map(row => Object.values(describe(damaged, row)).flat(3).join(' ')).join('\n')
  assert.match(texts, '<img src=x onerror=alert(1)>\\u{202e}\\u{1b}[31m\\u{d800}')
  assert.not(/[\u202e\u001b\ud800]/.test(texts), 'nothing hidden is left')
  assert.is(rows.filter(row => describe(damaged, row).value === '‹not in the capsule›').length, 2)
  assert.is(sameObject(damaged, firstPlaces(damaged), rows.find(row => row.name === '__proto__')!), undefined)
})

test.run()
