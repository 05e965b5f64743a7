// What a program sees of the listeners, properties and emitters of its process.
const assert = require('node:assert')
console.log(process.eventNames())
for (const event of ['exit', 'beforeExit', 'uncaughtException', 'uncaughtExceptionMonitor', 'unhandledRejection', 'rejectionHandled', 'warning', 'newListener', 'removeListener', 'message', 'disconnect', 'SIGTERM', 'worker']) {
  console.log(event, process.listenerCount(event), process.listeners(event).length, process.rawListeners(event).length)
}
console.log(process.getMaxListeners())
const added = []
process.on('newListener', (event, listener) => added.push([event, listener.name]))
process.on('exit', function mine () {})
process.once('uncaughtExceptionMonitor', function once () {})
process.prependOnceListener('unhandledRejection', function pre () {})
console.log(added, process.listenerCount('newListener'))
const removed = []
process.on('removeListener', (event, listener) => removed.push([event, listener.name]))
process.removeAllListeners('exit')
process.off('unhandledRejection', process.listeners('unhandledRejection')[0])
console.log(removed, process.eventNames())
process.removeAllListeners()
console.log(process.eventNames())
console.log(process.emit('nothing'), process.emit('exit', 0), process.emit('warning', new Error('w')))
for (let i = 0; i < 11; i++) process.on('warning', () => {})
