// A handler keeps the program alive; handlers come and go while it runs.
const assert = require('node:assert')
let count = 0
const first = (error, origin) => {
  count++
  console.log('first', error.message, origin, process.listenerCount('uncaughtException'))
  if (count === 1) process.once('uncaughtException', error => console.log('once', error.message))
  if (count === 2) {
    process.removeListener('uncaughtException', first)
    process.on('uncaughtException', error => {
      console.log('second', error.message)
      if (error.message === 'four') process.removeAllListeners('uncaughtException')
    })
  }
}
process.on('uncaughtException', first)
assert.strictEqual(process.listenerCount('uncaughtException'), 1)
assert.deepStrictEqual(process.listeners('uncaughtException'), [first])
assert.strictEqual(process.listenerCount('uncaughtExceptionMonitor'), 0)
let at = 0
for (const message of ['one', 'two', 'three', 'four']) setTimeout(() => { throw new Error(message) }, ++at * 5)
setTimeout(() => { console.log(process.eventNames()); throw new Error('five, fatal') }, 60)
process.on('exit', code => console.log('exit', code))
