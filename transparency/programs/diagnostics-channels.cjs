// Channels: who is subscribed, errors of subscribers, tracing of throws.
const dc = require('node:diagnostics_channel')
for (const name of ['http.server.request.start', 'http.server.response.finish', 'http.client.request.start', 'undici:request:create', 'net.client.socket', 'mine']) console.log(name, dc.hasSubscribers(name))
process.on('uncaughtException', error => console.log('uncaught', error.message))
dc.subscribe('mine', () => { throw new Error('subscriber') })
dc.channel('mine').publish({})
const tracing = dc.tracingChannel('traced')
tracing.subscribe({ start: () => console.log('start'), end: () => console.log('end'), error: ({ error }) => console.log('error', error.message), asyncStart: () => console.log('asyncStart'), asyncEnd: () => console.log('asyncEnd') })
try { tracing.traceSync(() => { throw new Error('sync') }, {}) } catch (error) { console.log('thrown', error.message) }
tracing.tracePromise(async () => { throw new Error('promise') }, {}).catch(error => console.log('rejected', error.message))
