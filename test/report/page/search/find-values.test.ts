import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CrashDocument, Value } from '../../../../src/model'
import { MAX_HITS, ValueIndex, rowKey } from '../../../../src/report/page/search/find-values'
import { firstPlaces, stepFromOwner } from '../../../../src/report/page/variables/first-places'
import { rowsTo } from '../../../../src/report/page/variables/frame-rows'
import { statusText } from '../../../../src/report/page/search/index'
import { Graph, crashDocument, frame, scope } from '../../../helpers/crash-record'
import { sampleCrash } from '../variables/sample-crash'

const indexOf = (crash: CrashDocument): ValueIndex => new ValueIndex(crash, firstPlaces(crash))
const sample = sampleCrash()
const index = indexOf(sample)
const routes = (query: string): string[] => index.find(query).hits.map(hit => index.route(hit))

test('finds names and values in all frames, and functions and files of frames, in the order of the page', () => {
  assert.equal(routes('customer'), ['0.t/p0', '1.0.1'])
  assert.equal(routes('ADA'), ['1.0.1/p0'])
  assert.equal(routes('checkout'), ['1'])
  assert.equal(routes('app.js:9'), ['1'])
  assert.equal(routes('charge.js'), ['0'])
  assert.equal(routes('outer'), ['0.1.0'])
  assert.equal(routes('#secret'), ['0.t/#0'])
  assert.equal(routes('masked'), ['0.1.1/m3/k3', '1.0.1/p1'])
  assert.equal(routes('null'), ['1.0.2'])
  assert.equal(routes('seven'), ['0.1.1/v1'])
  assert.equal(routes('1970-01-02'), ['0.1.3'])
  assert.equal(routes('68 69'), ['0.1.2'])
  assert.equal(routes('hi.'), ['0.1.2'])
  assert.equal(routes('by object'), ['0.1.1/m2/v2'])
  assert.equal(routes('line 2'), ['0.1.6'])
  assert.equal(routes('add'), ['0.1.5'])
  assert.equal(routes('boom'), ['0.x/p0'])
  assert.equal(routes(''), [])
  assert.equal(routes('no such thing'), [])
})

test('counts hits by frame and knows the rows around them', () => {
  const found = index.find('e')
  assert.is([...found.frames.values()].reduce((sum, count) => sum + count, 0), found.hits.length)
  const { frames, hitKeys, wayKeys, hits } = index.find('Ada')
  assert.equal([...frames], [[1, 1]])
  assert.equal([...wayKeys], [rowKey(-1, '1.0.1')])
  const row = rowsTo(sample, index.route(hits[0]!)).at(-1)!
  assert.ok(hitKeys.has(rowKey(row.owner, stepFromOwner(row))))
})

test('every hit leads to a row', () => {
  for (const query of ['a', 'e', '1', 's', '[', '.', 'Function']) {
    for (const hit of index.find(query).hits) {
      const route = index.route(hit)
      if (!hit.isFrame) assert.is(rowsTo(sample, route).at(-1)?.route, route, query)
    }
  }
})

test('reads no pattern into a query, and folds case without losing the place', () => {
  assert.equal(routes('.*'), [])
  assert.equal(routes('(a+)+$'), [])
  assert.equal(routes('[['), ['0.t/i0'])
  assert.equal(routes('\\'), [])
  const graph = new Graph()
  const values = { 'İstanbul': 'ΑΣ', odd: '\u202e', lone: '\ud800' }
  const crash = crashDocument([frame({ scopes: [scope('local', values)] })], graph.nodes)
  const hits = (query: string): number => indexOf(crash).find(query).hits.length
  assert.equal(['İSTANBUL', 'ας', '\\u{202e}', '\\u{d800}', '\ud800'].map(hits), [1, 1, 1, 1, 0])
})

test('stops after a thousand hits and says so', () => {
  const crash = (count: number): CrashDocument => crashDocument([frame({ scopes: [
    scope('local', Object.fromEntries(Array.from({ length: count }, (_, at) => [`hit${at}`, at])))] })])
  assert.is(MAX_HITS, 1_000)
  const atLimit = indexOf(crash(1_000)).find('hit')
  assert.equal([atLimit.hits.length, atLimit.isCut], [1_000, false])
  const beyond = indexOf(crash(1_001)).find('hit')
  assert.equal([beyond.hits.length, beyond.isCut], [1_000, true])
})

test('a cycle ends, a shared object is searched once, and ten thousand objects in a chain are no depth', () => {
  const graph = new Graph()
  const shared = graph.object({ needle: 1 })
  const around = graph.object({ shared, again: shared })
  graph.nodes[around.ref]!.properties!.push({ name: 'self', value: around })
  let chain: Value = graph.object({ end: 'bottom' })
  for (let level = 0; level < 10_000; level++) chain = graph.object({ next: chain })
  const crash = crashDocument([frame({ this: around, scopes: [scope('local', { around, chain })] }), frame({ this: around })],
    graph.nodes)
  const find = (query: string): string[] => {
    const values = indexOf(crash)
    return values.find(query).hits.map(hit => values.route(hit))
  }
  assert.equal(find('needle'), ['0.t/p0/p0'])
  assert.is(find('bottom')[0]!.split('/').length, 10_002)
})

test('says where the reader is among the hits', () => {
  const status = (query: string, at: number): string => statusText(index.find(query), at)
  assert.is(status('seven', -1), '1 hit in 1 frame')
  assert.is(status('seven', 0), '1 of 1 hit in 1 frame')
  assert.is(status('customer', 1), '2 of 2 hits in 2 frames')
  assert.is(status('no such thing', -1), 'No hits')
  assert.is(statusText({ ...index.find('customer'), isCut: true }, 0), '1 of the first 1,000 hits in 2 frames')
})

test.run()
