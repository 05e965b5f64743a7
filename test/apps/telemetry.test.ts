import { existsSync, readdirSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { installApp } from '../helpers/install-app'
import { RunningApp } from './running-app'

const app = installApp('telemetry')

interface Span { traceId: string, spanId: string, attributes: Record<string, string>, events: { name: string, attributes: Record<string, string> }[] }

if (app !== undefined) {
  test('an active OpenTelemetry span gets the exception and the capsule, and the capsule the span', async () => {
    const server = await RunningApp.start(app.dir, 'app.js', { isRecorded: true })
    assert.is((await server.ask('/orders')).status, 500)
    const capsules = await server.capsules(1)
    const [span] = JSON.parse((await server.ask('/spans')).body) as [Span]
    await server.stop()
    const { manifest, crash } = capsules.get('/orders')!
    assert.equal(crash.request!.trace, { traceId: span.traceId, spanId: span.spanId })
    assert.is(span.attributes['faultsnap.capsule.id'], manifest.id)
    assert.ok(existsSync(span.attributes['faultsnap.capsule.path']!), `${span.attributes['faultsnap.capsule.path']} is not there, ${readdirSync(app.dir, { recursive: true }).filter(name => /crash_/.test(String(name))).join(' ')}`)
    const event = span.events.find(({ name }) => name === 'exception')!
    assert.is(event.attributes['exception.type'], 'TypeError')
    assert.is(event.attributes['exception.message'], crash.exception.message)
    assert.match(event.attributes['exception.stacktrace']!, 'app.js')
    assert.is(event.attributes['faultsnap.capsule.id'], manifest.id)
  })

  test('without a span the trace is that of traceparent', async () => {
    const bare = installApp('http')!
    const server = await RunningApp.start(bare.dir, 'app.js', { isRecorded: true })
    await server.ask('/orders/7', { headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } })
    const capsules = await server.capsules(1)
    await server.stop()
    bare.remove()
    assert.equal(capsules.get('/orders/7')!.crash.request!.trace, { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' })
  })

  test.after(app.remove)
}

test.run()
