import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { RequestContext } from '../../../agent/http/request-context'
import { requestRecord } from '../../../agent/http/request-record'
import type { Snapshot } from '../../../agent/snapshot/snapshot'
import { DEFAULT_CONFIG as defaults } from '../../../src/config/config'
import { createMasker } from '../../../src/mask/masker'

const masker = createMasker({ names: [], patterns: [], environment: {}, argv: [] })
const recordOf = (context: RequestContext, facts = {}): unknown[] => {
  const { path, query, route, params } = requestRecord(context, masker, defaults, facts)
  return [path, query, route, params]
}
/** A request in the hands of a router below `/orders`, as Express leaves it in a handler. */
const inRouter = (): Record<string, unknown> => ({ method: 'POST', url: '/orders/o-2/mail?a=1', httpVersion: '1.1', rawHeaders: [] })
const enter = (request: Record<string, unknown>): unknown =>
  Object.assign(request, { url: '/o-2/mail?a=1', baseUrl: '/orders', route: { path: '/:id/mail' }, params: { id: 'o-2' } })
const whole = ['/orders/o-2/mail', { a: '1' }, '/orders/:id/mail', { id: 'o-2' }]

test('a request that a router handles has the path that came, and the route with its mount, while it lasts and afterwards', () => {
  const request = inRouter()
  const context = new RequestContext(request as never, undefined)
  enter(request)
  context.note({} as Snapshot, new Error('thrown'))
  assert.equal(recordOf(context), whole)
  context.end()
  assert.equal(recordOf(context), whole)
})

test('so does one whose router is through, with the same route or with none that was seen before', () => {
  const request = inRouter()
  const context = new RequestContext(request as never, undefined)
  enter(request)
  const seen = new RequestContext(inRouter() as never, undefined)
  seen.note({} as Snapshot, undefined)
  for (const each of [context, seen]) {
    assert.equal(recordOf(each, { route: '/:id/mail', isBelow: true }), whole)
    // Of a framework that names the whole route.
    assert.equal(recordOf(each, { route: '/:id/mail' }).slice(2, 3), ['/:id/mail'])
  }
})

test('nothing of a request is read that would run code of the program', () => {
  const request = inRouter()
  const context = new RequestContext(request as never, undefined)
  for (const name of ['route', 'baseUrl', 'params']) Object.defineProperty(request, name, { get: () => assert.unreachable(name) })
  context.note({} as Snapshot, undefined)
  context.end()
  assert.equal(recordOf(context), [...whole.slice(0, 2), undefined, undefined])
})

test.run()
