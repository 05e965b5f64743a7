// How the functions of the process are kept: own or inherited, data or accessor.
const util = require('node:util')
for (const name of ['emit', 'on', 'exit', 'listenerCount', 'listeners', 'eventNames', 'rawListeners', 'exitCode', 'kill', 'abort', 'emitWarning', 'reallyExit', 'stdout', 'nextTick']) {
  const own = Object.getOwnPropertyDescriptor(process, name)
  console.log(name, typeof process[name], process[name]?.name, process[name]?.length, own && Object.keys(own).join(), util.inspect(process[name], { depth: 0 }).slice(0, 60))
}
