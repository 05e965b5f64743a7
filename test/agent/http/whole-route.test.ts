import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { joinedRoute, namedMount, withMount } from '../../../agent/http/whole-route'

test('a route that its router has left is below the part of the path that it does not match itself', () => {
  for (const [route, path, whole] of [
    ['/:id/summary', '/orders/o-2/summary', '/orders/:id/summary'],
    ['/', '/orders', '/orders'],
    ['/', '/orders/', '/orders'],
    ['/Report', '/api/v1/report', '/api/v1/Report'],
  ] as const) assert.is(withMount(route, path), whole)
})

test('a route that matches all of the path, has patterns, or matches none of its end stays as it is', () => {
  for (const [route, path] of [
    ['/orders/:id', '/orders/7'], ['/orders/:id/', '/ORDERS/7'], ['/', '/'], ['/*files', '/a/b/c'], ['/:id(\\d+)', '/orders/7'],
    ['/:id?', '/orders/7'], ['/stock/:sku', '/v1/orders/7'], ['/a/b/c', '/b/c'],
  ] as const) assert.is(withMount(route, path), route)
})

test('a mount has the names of parameters that are told by their values', () => {
  assert.is(namedMount('/users/42/orders', '/:id', [['user', '42'], ['id', '7']]), '/users/:user/orders')
  assert.is(namedMount('/users/a%20b', '/', [['user', 'a b']]), '/users/:user')
  // Either of the two: nobody can tell.
  assert.is(namedMount('/a/1/b/1', '/', [['x', '1']]), '/a/1/b/1')
  // The route's own.
  assert.is(namedMount('/users/42', '/:id', [['id', '42']]), '/users/42')
  assert.is(joinedRoute('/orders', '/'), '/orders')
  assert.is(joinedRoute('', '/'), '/')
})

test.run()
