import type { CrashDocument } from '../../../../src/model'
import { Graph, crashDocument, frame, scope, variables } from '../../../helpers/crash-record'

/** Two frames with an object of each kind, shared ones, a cycle, a shadowed name, and most ways of being missing. */
export function sampleCrash (): CrashDocument {
  const graph = new Graph()
  const customer = graph.object({ name: 'Ada', email: { missing: 'masked' } }, 'Customer', { isFrozen: true })
  const items = graph.array([{ type: 'undefined' }, { type: 'undefined' }, customer, 4],
    { holes: [0, 1], size: 50, cut: [{ what: 'elements', reason: 'items', count: 46 }] })
  const order = graph.object({ customer, items }, 'Order', {
    prototypes: ['Base'], privates: variables({ '#secret': 5 }), internals: variables({ '[[Target]]': 1 }),
  })
  const orderNode = graph.nodes[order.ref]!
  const getter = graph.func('total')
  orderNode.properties!.push({ name: 'self', value: order }, { name: 'tag', symbol: true, value: 'first' },
    { name: 'tag', symbol: true, value: 'second' }, { name: 'odd key', value: 3, writable: false, enumerable: false },
    { name: 'total', value: { missing: 'getter' }, get: getter })
  const map = graph.map([['k', customer], [7, 'seven'], [graph.object({ id: 1 }), 'by object'],
    [{ missing: 'masked' }, 'by secret']])
  const bytes = graph.add({ className: 'Buffer', subtype: 'typedarray', size: 300, bytes: 'aGkK',
    cut: [{ what: 'bytes', reason: 'items', count: 297 }] })
  const date = graph.add({ className: 'Date', subtype: 'date', value: 86_400_000 })
  const boxed = graph.add({ className: 'String', subtype: 'boxed', value: 'boxed' })
  const add = graph.func('add', { location: { script: 0, lineNumber0: 6, columnNumber0: 1 } })
  return crashDocument([
    frame({
      function: 'charge', file: '/srv/shop/charge.js', this: order,
      scopes: [
        scope('block', { x: 'inner' }),
        scope('local', { x: 'outer', map, bytes, date, boxed, add, long: 'line 1\nline 2',
          tooLong: { missing: 'string', size: 900, value: 'y'.repeat(500) },
          far: { missing: 'depth', className: 'Object', type: 'object' } }),
        scope('closure', {}, { name: 'empty' }),
        scope('module', { only: 1 }, { cut: [{ what: 'properties', reason: 'items', count: 2 }] }),
      ],
    }),
    frame({ function: 'checkout', file: '/srv/shop/app.js', lineNumber0: 8,
      scopes: [scope('local', { order, customer, x: null })] }),
    frame({ function: 'waiting', kind: 'async', missing: 'async' }),
  ], graph.nodes, {
    exception: { type: 'Error', message: 'boom', stack: '', value: graph.add({ className: 'Error', subtype: 'error',
      properties: variables({ message: 'boom' }) }) },
    scripts: [{ url: 'file:///srv/shop/charge.js' }],
  })
}
