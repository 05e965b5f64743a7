// flags: --expose-gc
// What was thrown and caught is collected: FaultSnap must not keep it, nor what its frames saw.
const { setImmediate: turn } = require('node:timers/promises')
const gone = new Set()
const registry = new FinalizationRegistry(name => gone.add(name))
const refs = []
function make (name) {
  const big = { name, data: new Array(1000).fill(name) }
  registry.register(big, name)
  const error = new Error(name)
  error.payload = { name }
  registry.register(error, `error ${name}`)
  refs.push(new WeakRef(big))
  try { throw error } catch {}
  return Promise.reject(error).catch(() => {})
}
;(async () => {
  for (const name of ['a', 'b', 'c']) await make(name)
  for (let i = 0; i < 20 && gone.size < 6; i++) { await turn(); global.gc() }
  console.log([...gone].sort(), refs.map(ref => ref.deref()?.name))
})()
