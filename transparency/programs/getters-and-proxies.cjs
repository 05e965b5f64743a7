// Nothing of the program runs because of a throw: getters, traps, toString, toJSON, inspect, valueOf.
let ran = 0
const run = name => { ran++; console.log('ran', name) }
const custom = require('node:util').inspect.custom
function fail (argument) {
  const trapped = new Proxy({}, { get: () => run('get'), has: () => run('has'), ownKeys: () => { run('ownKeys'); return [] }, getPrototypeOf: () => { run('getPrototypeOf'); return null }, getOwnPropertyDescriptor: () => run('gopd') })
  const getter = { get x () { run('getter'); return 1 }, toString () { run('toString') }, toJSON () { run('toJSON') }, [custom] () { run('inspect') }, valueOf () { run('valueOf') }, [Symbol.toPrimitive] () { run('toPrimitive') }, get [Symbol.toStringTag] () { run('tag'); return 'X' }, [Symbol.iterator] () { run('iterator') } }
  class Odd extends Error { get message () { run('message'); return 'm' } get name () { run('name'); return 'n' } toString () { run('error toString'); return 's' } get code () { run('code') } get cause () { run('cause') } get errors () { run('errors') } }
  class Static { static get name () { run('static name') } static [Symbol.hasInstance] () { run('hasInstance') } }
  const revoked = Proxy.revocable({}, {}); revoked.revoke()
  if (argument === 0) throw trapped
  if (argument === 1) throw getter
  if (argument === 2) throw new Odd()
  if (argument === 3) throw new Static()
  if (argument === 4) throw revoked.proxy
  throw new Error('plain', { cause: trapped })
}
for (let i = 0; i < 6; i++) try { fail(i) } catch {}
for (let i = 0; i < 6; i++) (async () => fail(i))().catch(() => {})
setTimeout(() => console.log(ran), 50)
