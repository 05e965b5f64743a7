// fetch and AbortSignal: every kind of abort and its reason.
import { createServer } from 'node:http'
const server = createServer(() => {}).listen(0, '127.0.0.1')
await new Promise(resolve => server.once('listening', resolve))
const url = `http://127.0.0.1:${server.address().port}/`
const show = error => console.log(error?.name ?? error, error?.code, error?.message, error?.cause?.code)
await fetch(url, { signal: AbortSignal.timeout(30) }).catch(show)
await fetch(url, { signal: AbortSignal.abort() }).catch(show)
await fetch(url, { signal: AbortSignal.abort('why') }).catch(show)
const controller = new AbortController()
setTimeout(() => controller.abort(new TypeError('own reason')), 10)
await fetch(url, { signal: controller.signal }).catch(show)
await fetch('http://127.0.0.1:1/').catch(show)
await fetch('nonsense:').catch(show)
await fetch(url, { method: 'GET', body: 'x' }).catch(show)
try { AbortSignal.abort().throwIfAborted() } catch (error) { show(error) }
await AbortSignal.any([AbortSignal.timeout(5), new AbortController().signal]).aborted
server.closeAllConnections()
server.close()
