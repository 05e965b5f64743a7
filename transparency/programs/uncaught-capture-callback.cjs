// process.setUncaughtExceptionCaptureCallback, with its rules.
const assert = require('node:assert')
assert.strictEqual(process.hasUncaughtExceptionCaptureCallback(), false)
process.setUncaughtExceptionCaptureCallback(error => {
  console.log('captured', error.message, process.hasUncaughtExceptionCaptureCallback())
  process.setUncaughtExceptionCaptureCallback(null)
})
assert.throws(() => process.setUncaughtExceptionCaptureCallback(() => {}), { code: 'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET' })
process.on('uncaughtException', error => console.log('event', error.message))
process.on('uncaughtExceptionMonitor', error => console.log('monitor', error.message))
setTimeout(() => { throw new Error('one') }, 1)
setTimeout(() => { throw new Error('two') }, 20)
