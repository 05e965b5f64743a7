import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compareGroup } from '../../../src/compare/group/compare-group'
import type { Ranking } from '../../../src/compare/group/rank'
import { kindOf, peculiarityOf } from '../../../src/compare/group/kinds'
import { renderGroup } from '../../../src/compare/group/render-group'
import type { Value } from '../../../src/model'
import { createColours } from '../../../src/terminal/colours'
import type { OpenedCrash } from '../../../src/view/opened-crash'
import { crashDocument, crashRecord, frame, Graph, scope } from '../../helpers/crash-record'

/** Capsules in memory, without sources: one per call of `make`. */
async function ranked (count: number, make: (graph: Graph, run: number) => Record<string, Value>,
  culprit?: string): Promise<Ranking> {
  const capsules = Array.from({ length: count }, (_, run): OpenedCrash => {
    const graph = new Graph()
    const values = make(graph, run)
    const record = crashRecord(crashDocument([frame({ function: 'f', scopes: [scope('local', values)] })], graph.nodes))
    const { crash, environment, breadcrumbs, ...rest } = record
    return { crash, environment, breadcrumbs, readText: async () => undefined, manifest: {
      ...rest, format: 'faultsnap', version: 1, exception: crash.exception, fingerprint: 'c0ffee00'.repeat(8),
        generator: { name: 'faultsnap', version: '0.1.0' },
      ...(culprit !== undefined && { culprit: { summary: '', value: '', frame: 0, path: culprit, trail: [] } }),
    } }
  })
  return await compareGroup(async () => capsules.shift())
}

const paths = ({ constants }: Ranking): string[] => constants.map(({ place, value }) => `${place.path} = ${value}`)

test('a constant among varying siblings goes before one among constants', async () => {
  const ranking = await ranked(4, (graph, run) => ({
    config: graph.object({ region: 'eu', mode: 'fast' }), order: graph.object({ id: run, country: 'XI', total: run * 3 }),
  }))
  assert.equal(paths(ranking)[0], 'order.country = \'XI\'')
  assert.equal(ranking.varying.map(({ place, distinct }) => `${place.path} ${distinct}`).sort(), ['order.id 4', 'order.total 4'])
})

test('undefined goes before an ordinary value beside it', async () => {
  assert.equal(paths(await ranked(3, (graph, run) => ({ order: graph.object({ id: run, currency: 'EUR',
    customer: { type: 'undefined' } }) })))[0],
    'order.customer = undefined')
})

test('what others of its kind do not have goes before what they all have', async () => {
  const ranking = await ranked(3, (graph, run) => {
    const others = Array.from({ length: 4 }, (_, index) => graph.object({ id: run * 10 + index, unit: 'kg', state: 'new' }))
    const item = graph.object({ id: run + 1000, unit: 'kg', state: 'gone' })
    return { item, items: graph.array([...others, item]) }
  })
  assert.match(paths(ranking)[0]!, /^item\.state = 'gone'/)
  assert.ok(ranking.constants[0]!.why.some(why => /^so in 0 of 12 others/.test(why)))
})

test('a value that is missing in some capsules is known in the others only, and too rarely known not at all', async () => {
  const make = (unknown: number) => async () => await ranked(4,
    (_, run) => ({ x: run < unknown ? { missing: 'optimized-out' } : 5 }))
  const two = await make(2)()
  assert.equal(two.constants.map(({ known, unknown }) => [known, unknown]), [[2, 2]])
  assert.match(two.constants[0]!.why[0]!, /same in 2 of 4, unknown in 2/)
  assert.equal((await make(3)()).constants, [])
})

test('a property that some objects lack is no constant', async () => {
  const { constants, varying } = await ranked(3, (graph, run) =>
    ({ order: graph.object({ id: 7, ...(run > 0 && { coupon: 'X' }) }) }))
  assert.not.ok(constants.some(({ place }) => place.path === 'order.coupon'))
  assert.ok(varying.some(({ place, distinct }) => place.path === 'order.coupon' && distinct === 2))
})

test('the recorder\'s own culprit weighs, where there is one', async () => {
  const make = (graph: Graph, run: number): Record<string, Value> =>
    ({ a: graph.object({ id: run, x: 1 }), b: graph.object({ id: run, y: 1 }) })
  assert.equal(paths(await ranked(3, make, 'b.y'))[0], 'b.y = 1')
  assert.equal(paths(await ranked(3, make, 'a.x'))[0], 'a.x = 1')
})

test('one value that is seen at several places is one finding', async () => {
  const { constants } = await ranked(3, (graph, run) => {
    const order = graph.object({ id: run, country: 'XI' })
    return { order, request: graph.object({ order, at: run }) }
  })
  assert.is(constants.length, 1)
  assert.equal(constants[0]!.also, ['frame 0 request.order.country'])
})

test('functions, modules\' own variables and the thrown error are no findings', async () => {
  const { constants, varying } = await ranked(2, graph => ({ add: graph.func('add'), require: graph.func('require'),
    __filename: '/srv/x.js', exports: graph.object({}) }))
  assert.equal([constants, varying], [[], []])
})

test('cycles, deep objects and long lists end', async () => {
  const { constants } = await ranked(2, graph => {
    const loop = graph.object({ name: 'x' })
    graph.nodes[loop.ref]!.properties!.push({ name: 'self', value: loop })
    let deep: Value = 'bottom'
    for (let level = 0; level < 50; level++) deep = graph.object({ deep })
    return { loop, deep, list: graph.array(Array.from({ length: 3_000 }, (_, index) => index)) }
  })
  assert.ok(constants.some(({ place }) => place.path === 'loop.name'))
  assert.ok(constants.length < 300)
})

test('kinds tell apart what typeof does not', () => {
  const graph = new Graph()
  const crash = crashDocument([], graph.nodes)
  const cases: [Value, string][] = [
    [null, 'null'], ['', 'an empty text'], ['  ', 'a blank text'], ['12', 'a number in a text'],
      ['-1.5e3', 'a number in a text'], ['12a', 'a text'], [' a', 'a text with spaces around it'],
    [-1, 'a negative number'], [0, 'a number'], [{ type: 'number', value: 'NaN' }, 'NaN'],
      [{ type: 'number', value: '-0' }, 'a number'], [graph.array([]), 'an empty Array'], [graph.object({}), 'an empty Object'],
    [graph.object({ x: 1 }, 'Order'), 'an Order'], [graph.add({ subtype: 'date', className: 'Date', value: null }),
      'an invalid Date'], [{ missing: 'masked' }, 'unknown'],
  ]
  for (const [value, kind] of cases) assert.is(kindOf(crash, value), kind)
  assert.ok(peculiarityOf('undefined') > peculiarityOf('a number in a text') &&
    peculiarityOf('a number in a text') > peculiarityOf('a text'))
})

test('a pipe has a line per finding, a narrow terminal an explanation below it, and no text is a command to it', async () => {
  const ranking = await ranked(3, (graph, run) => ({ order: graph.object({ id: run, '\u001b[31mname': '\u202ebad', ok: true }) }))
  const options = { colours: createColours({ isTTY: false, env: {} }), columns: 40, limit: 1 }
  const piped = renderGroup(ranking, { ...options, isTerminal: false })
  assert.equal(piped.slice(0, 1), ['Same in every capsule, most telling first'])
  assert.match(piped[1]!, /^ 1\. frame 0 order.*=.*\(same in 3 of 3/)
  assert.match(piped[2]!, /… 1 more/)
  assert.not.match(renderGroup(ranking, { ...options, limit: 9, isTerminal: true }).join('\n'),
    /[\u0000-\u0009\u000b-\u001f\u202e]/)
})

test.run()
