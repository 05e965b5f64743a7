// Errors whose stack is an accessor, missing, an object, read-only, or lies.
process.on('uncaughtException', error => { try { console.log('uncaught', typeof error?.stack, String(error?.message)) } catch (inner) { console.log('unreadable', inner.message) } })
const errors = [
  Object.defineProperty(new Error('accessor'), 'stack', { get () { console.log('stack read'); return 'from a getter' } }),
  Object.defineProperty(new Error('throwing accessor'), 'stack', { get () { throw new Error('no stack') } }),
  Object.assign(new Error('object'), { stack: { a: 1 } }),
  Object.freeze(new Error('frozen')),
  (() => { const error = new Error('deleted'); delete error.stack; return error })(),
  Object.create(new Error('inherited')),
  new Proxy(new Error('proxied'), { get (target, name) { return name === 'stack' ? 'from a trap' : Reflect.get(target, name) } }),
]
let at = 0
for (const error of errors) setTimeout(() => { throw error }, ++at * 5)
