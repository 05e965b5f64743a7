// `error` events without a listener, captureRejections, errorMonitor, once, on with abort.
const { EventEmitter, once, on, errorMonitor } = require('node:events')
const seen = []
process.on('uncaughtException', error => seen.push(['uncaught', error.message, error.code]))
const emitter = new EventEmitter({ captureRejections: true })
emitter.on('x', async () => { throw new Error('captured') })
emitter.on('error', error => seen.push(['error', error.message]))
emitter.emit('x')
const bare = new EventEmitter()
bare.on(errorMonitor, error => seen.push(['monitor', error.message ?? error]))
for (const value of [new Error('emitted'), 'text', undefined, { a: 1 }]) try { bare.emit('error', value) } catch (error) { seen.push(['thrown', error.message, error.code, error.context === value]) }
setTimeout(() => bare.emit('error', new Error('from a timer')))
once(bare, 'never', { signal: AbortSignal.timeout(5) }).catch(error => seen.push(['once', error.name]))
;(async () => { try { for await (const _ of on(bare, 'y', { signal: AbortSignal.abort() })) seen.push('no') } catch (error) { seen.push(['on', error.name]) } })()
process.on('exit', () => console.log(seen.map(String).sort().join('\n')))
