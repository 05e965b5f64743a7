// flags: --expose-gc
// The same for an error that a handler took.
const { setImmediate: turn } = require('node:timers/promises')
const gone = []
const registry = new FinalizationRegistry(name => gone.push(name))
process.on('uncaughtException', () => {})
function fail () {
  const held = { data: new Array(1000) }
  registry.register(held, 'held')
  const error = new Error('x')
  registry.register(error, 'error')
  throw error
}
setTimeout(fail)
setTimeout(async () => {
  for (let i = 0; i < 50 && gone.length < 2; i++) { await turn(); global.gc() }
  console.log(gone.sort())
}, 300)
