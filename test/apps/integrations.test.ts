import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { root } from '../e2e/installed'
import { blocksOf } from '../helpers/doc-blocks'
import { installApp } from '../helpers/install-app'
import { RunningApp } from './running-app'

interface Explicit {
  name: string
  app: string
  entry: string
  by: string
  handler?: string
  /** Where the framework's own answers are 5xx whatever the error. */
  paymentStatus?: number
  preload?: string[]
}

const explicit: Explicit[] = [
  { name: 'express', app: 'express-5', entry: 'explicit.js', by: 'Express', handler: 'showOrder' },
  { name: 'express', app: 'express-4', entry: 'explicit.js', by: 'Express', handler: 'showOrder', preload: [] },
  { name: 'fastify', app: 'fastify-5', entry: 'explicit.js', by: 'Fastify', handler: 'showOrder' },
  { name: 'koa', app: 'koa-3', entry: 'explicit.js', by: 'Koa', handler: 'showOrder' },
  { name: 'hono', app: 'hono', entry: 'explicit.mjs', by: 'Hono', handler: 'showOrder' },
  { name: 'nest', app: 'nest-11', entry: 'explicit.js', by: 'Nest', handler: 'OrdersController.showOrder', paymentStatus: 500 },
]

for (const { name, app, entry, by, handler, paymentStatus = 402, preload = ['-r', 'faultsnap/register'] } of explicit) {
  test(`faultsnap/${name} on ${app}${preload.length === 0 ? ', without the preload' : ''} adds route and handler, and records errors below 500`, async () => {
    const installed = installApp(app)
    if (installed === undefined) return
    try {
      const server = await RunningApp.start(installed.dir, entry, { isRecorded: true, preload, env: { FAULTSNAP_QUIET: 'true' } })
      assert.is((await server.ask('/orders/7?coupon=spring')).status, 500)
      assert.is((await server.ask('/payments/2')).status, paymentStatus)
      assert.is((await server.ask('/nowhere')).status, 404)
      const capsules = await server.capsules(2)
      assert.is(await server.stop(), 0, server.stderr)
      assert.is(capsules.size, 2, [...capsules.keys()].join(' '))
      const order = capsules.get('/orders/7')!
      assert.is(order.manifest.signal, 'http')
      assert.is(order.crash.exception.type, 'TypeError')
      assert.is(order.crash.frames[0]!.function, 'shipOrder')
      const { route, handler: found, params, status, query, tie } = order.crash.request!
      assert.equal({ route, found, params, status, query, by: tie!.by }, {
        route: '/orders/:id', found: handler, params: { id: '7' }, status: 500, query: { coupon: 'spring' }, by: 'handed-over',
      })
      assert.match(tie!.evidence, by)
      const payment = capsules.get('/payments/2')!.crash
      assert.is(payment.exception.type, 'PaymentError')
      assert.is(payment.request!.status, paymentStatus)
      assert.is(payment.request!.route, '/payments/:id')
    } finally {
      installed.remove()
    }
  })
}

const pages: [string, string][] = [...explicit.map(({ name, app, entry }): [string, string] => [name, `${app}/${entry}`]), ['next', 'next-16/instrumentation.js']]

for (const [name, file] of pages) {
  test(`the lines of docs/integrations/${name}.md stand in fixtures/apps/${file}`, () => {
    const program = readFileSync(join(root, 'fixtures', 'apps', file), 'utf8')
    const blocks = [...blocksOf(readFileSync(join(root, 'docs', 'integrations', `${name}.md`), 'utf8'), 'js')]
    assert.ok(blocks.length > 0)
    const lines = blocks[0]!.split('\n').map(line => line.trim()).filter(line => line !== '')
    const missing = lines.filter(line => !program.split('\n').some(own => own.trim() === line))
    assert.equal(missing, [])
  })
}

test.run()
