// Every resource of the program and what became of it: none of ours among them.
const { createHook, executionAsyncId, triggerAsyncId } = require('node:async_hooks')
const fs = require('node:fs')
const events = []
let first
const hook = createHook({
  init (id, type, trigger) { first ??= id; events.push(['init', id - first, type, trigger < first ? 'outside' : trigger - first]) },
  before (id) { events.push(['before', id - first]) },
  after (id) { events.push(['after', id - first]) },
  promiseResolve (id) { events.push(['resolve', id - first]) },
}).enable()
setTimeout(() => { try { null.x } catch {} })
setImmediate(() => { try { throw new Error('caught') } catch {} })
process.nextTick(() => { try { JSON.parse('{') } catch {} })
Promise.reject(new Error('handled')).catch(() => {})
;(async () => { try { await Promise.reject(new Error('awaited')) } catch { await null } })()
setTimeout(() => fs.stat(__filename, () => { try { throw new Error('in a callback') } catch {} }), 30)
setTimeout(() => {
  hook.disable()
  // Whether a timer or an immediate comes first is Node's to choose: the events of each resource, in their order.
  const byId = new Map()
  for (const [event, id, ...more] of events) byId.set(id, `${byId.get(id) ?? ''} ${event} ${more[0] ?? ''}`)
  console.log([...byId.values()].sort().join('\n'))
}, 300)
