// A program that replaces what everybody relies on, before it fails.
process.on('exit', code => { process.stdout.write(`exit ${code}\n`) })
const stop = () => { throw new Error('replaced') }
JSON.stringify = stop
JSON.parse = stop
for (const name of ['map', 'filter', 'push', 'slice', 'forEach', 'indexOf', 'includes', 'join', 'concat', 'some', 'every', 'find', 'at']) Array.prototype[name] = stop
for (const name of ['get', 'set', 'has', 'forEach', 'delete', 'entries']) { Map.prototype[name] = stop; Set.prototype[name] = stop; WeakMap.prototype[name] = stop }
for (const name of ['keys', 'entries', 'assign', 'defineProperty', 'getOwnPropertyDescriptor', 'freeze', 'create']) Object[name] = stop
for (const name of ['replace', 'split', 'match', 'startsWith', 'includes', 'slice', 'trim']) String.prototype[name] = stop
Promise.prototype.then = stop
Function.prototype.call = stop
Function.prototype.apply = stop
Reflect.apply = stop
Date.now = stop
RegExp.prototype.exec = stop
globalThis.setTimeout = stop
globalThis.queueMicrotask = stop
globalThis.Promise = stop
throw new RangeError('after all that')
