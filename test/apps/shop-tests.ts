import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import type { Value } from '../../src/model'
import { installApp, type InstalledApp } from '../helpers/install-app'
import { RunningApp, type Answer, type Asked } from './running-app'

/** What differs between the shops of fixtures/apps. */
export interface Shop {
  /** Folder of fixtures/apps. */
  app: string
  entry: string
  /** What `request.route` is for `/orders/7`; undefined where no framework names one. */
  route?: string
  /** Whether the framework gives parameters without being asked to. */
  hasParams?: boolean
  /** `/stock/tea` answers with an error that was never thrown. */
  hasStock?: boolean
  /** `POST /orders` reads a JSON body. */
  hasPost?: boolean
  /** What `/closed` answers with. Default 503. */
  closedStatus?: number
  env?: Record<string, string>
  args?: string[]
}

const SECRET = 'sk_live_4f9Qm2Zr81LkXw'
const BURST = Array.from({ length: 50 }, (_value, index) => index + 1)
const FAILING = BURST.filter(number => number % 3 === 0)

/** The same tests for every framework: a shop is driven over real HTTP without FaultSnap, then with it. */
export function testShop (shop: Shop): void {
  const test = suite([shop.app, shop.entry, ...shop.args ?? []].join(' '))
  const installed: InstalledApp | undefined = installApp(shop.app)
  if (installed === undefined) return
  const { dir, remove } = installed
  let bare: Answer[] = []
  let recorded: Answer[] = []
  let bareErrors = ''
  let app: RunningApp
  let capsules: Map<string, Capsule>
  const questions: [string, Asked?][] = [
    ['/health'], ['/closed'], ['/nowhere'], ['/orders/7?coupon=spring&token=tok_9f8e7d6c5b4a', { headers: { 'x-api-key': SECRET, 'x-shop': 'north' } }],
    ['/payments/2'], ...shop.hasStock === true ? [['/stock/tea'] as [string]] : [],
    ...shop.hasPost === true
      ? [['/orders', { method: 'POST', body: JSON.stringify({ id: '7', apiKey: SECRET }), headers: { 'content-type': 'application/json' } }] as [string, Asked]]
      : [],
  ]

  test.before(async () => {
    const options = { env: shop.env ?? {}, args: shop.args ?? [] }
    const without = await RunningApp.start(dir, shop.entry, { ...options, isRecorded: false })
    for (const [path, asked] of questions) bare.push(await without.ask(path, asked))
    await without.stop()
    bareErrors = without.stderr
    app = await RunningApp.start(dir, shop.entry, { ...options, isRecorded: true })
    for (const [path, asked] of questions) recorded.push(await app.ask(path, asked))
    const burst = await Promise.all(BURST.map(number => app.ask(`/tickets/${number}?ticket=${number}`, { headers: { 'x-ticket': `${number}` } })))
    assert.equal(burst.map(({ status }) => status), BURST.map(number => (number % 3 === 0 ? 500 : 200)))
    capsules = await app.capsules(2 + (shop.hasStock === true ? 1 : 0) + FAILING.length)
    assert.is(await app.stop(), 0, app.stderr)
  })
  test.after(remove)

  test('answers are byte for byte those without FaultSnap', () => {
    assert.equal(recorded, bare)
    assert.is(recorded[0]!.status, 200)
    assert.is(recorded[1]!.status, shop.closedStatus ?? 503)
    assert.is(recorded[3]!.status, 500)
    // Of the requests of the burst there is more. Loggers print process ids and times.
    const plain = (text: string): string => text.replaceAll(/\d+/g, '0')
    assert.ok(plain(app.stderr).startsWith(plain(bareErrors)), app.stderr)
  })

  test('an error thrown while a request is handled is a crash with its variables and its request', () => {
    const { manifest, crash } = capsules.get('/orders/7')!
    assert.is(manifest.signal, 'http')
    assert.is(crash.exception.type, 'TypeError')
    assert.match(crash.exception.message, "reading 'street'")
    const [frame] = crash.frames
    assert.is(frame!.function, 'shipOrder')
    assert.is(variable(frame!.scopes, 'id'), '7')
    assert.is(variable(frame!.scopes, 'parcels'), 1)
    const request = crash.request!
    assert.is(request.method, 'GET')
    assert.equal(request.query, { coupon: 'spring', token: { missing: 'masked' } })
    assert.is(request.headers['x-shop'], 'north')
    assert.equal(request.headers['x-api-key'], { missing: 'masked' })
    assert.is(request.status, 500)
    assert.is(request.httpVersion, '1.1')
    assert.is(request.remoteAddress, '127.0.0.1')
    assert.ok(request.durationMs > 0)
    assert.is(request.route, shop.route)
    if (shop.hasParams === true) assert.equal(request.params, { id: '7' })
    assert.ok(['in-hand', 'last-thrown'].includes(request.tie!.by))
    assert.not.match(JSON.stringify(crash), SECRET)
  })

  test('an error of a function that knows nothing of the request has it nevertheless', () => {
    const { crash } = capsules.get('/payments/2')!
    assert.is(crash.exception.type, 'PaymentError')
    assert.is(crash.frames[0]!.function, 'chargeCard')
    assert.is(variable(crash.frames[0]!.scopes, 'amount'), 42)
    assert.is(crash.request!.route, shop.route === undefined ? undefined : '/payments/:id')
  })

  if (shop.hasStock === true) {
    test('an error that was handed on without being thrown is recorded', () => {
      const { crash } = capsules.get('/stock/tea')!
      assert.is(crash.exception.message, 'tea is out of stock')
      assert.is(crash.request!.tie!.by, 'in-hand')
      assert.is(crash.frames[0]!.function, 'outOfStock')
      assert.is(crash.request!.route, shop.route === undefined ? undefined : '/stock/:sku')
    })
  }

  test('an answer that fails on purpose has no crash, whatever was caught before', () => {
    assert.not.ok(capsules.has('/closed'))
    assert.not.ok(capsules.has('/nowhere'))
  })

  test('of fifty concurrent requests each failed one has its own crash', () => {
    const paths = [...capsules.keys()].filter(path => path.startsWith('/tickets/')).sort()
    assert.equal(paths, FAILING.map(number => `/tickets/${number}`).sort())
    for (const number of FAILING) {
      const { crash } = capsules.get(`/tickets/${number}`)!
      assert.is(crash.exception.message, `ticket ${number} is void`)
      assert.equal(crash.request!.query, { ticket: `${number}` })
      assert.is(crash.request!.headers['x-ticket'], `${number}`)
      assert.is(variable(crash.frames[0]!.scopes, 'number'), number)
    }
  })

  test.run()
}

/** The value of a variable of one frame. */
export function variable (scopes: { variables: { name: string, value: Value }[] }[], name: string): Value | undefined {
  for (const { variables } of scopes) for (const entry of variables) if (entry.name === name) return entry.value
  return undefined
}
