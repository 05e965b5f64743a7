// The process object as programs inspect it.
const util = require('node:util')
console.log(Object.keys(process).filter(name => name !== '_preload_modules').sort().join(' '))
console.log(Object.getOwnPropertyNames(Object.getPrototypeOf(process)), Object.getPrototypeOf(process).constructor.name)
console.log(process.execArgv, process.argv.length, process.argv0 === 'node' || true, process.title !== '')
console.log(Object.keys(globalThis), Object.getOwnPropertySymbols(globalThis))
console.log(Object.getOwnPropertyNames(globalThis).sort().join(' '))
for (const [name, object] of Object.entries({ Error, Promise, console, Function, Object, JSON, Array, Map, EventEmitter: require('node:events') })) {
  console.log(name, Reflect.ownKeys(object).map(String).join(' '), Reflect.ownKeys(object.prototype ?? {}).map(String).join(' '))
}
for (const name of ['log', 'error', 'warn', 'debug', 'info', 'trace', 'table']) {
  const own = Object.getOwnPropertyDescriptor(console, name)
  console.log(name, console[name].name, console[name].length, String(console[name]).slice(0, 80), Object.keys(own).join(), own.writable, own.enumerable)
}
console.log(Object.keys(require.cache).length, module.children.length, module.parent, require.main === module, Object.keys(require.extensions))
