// A hook that throws ends the process, exit code 1, with a message of its own.
const { createHook } = require('node:async_hooks')
process.on('exit', code => console.log('exit', code))
process.on('uncaughtException', () => console.log('never'))
createHook({ init () { throw new Error('from a hook') } }).enable()
setTimeout(() => {}, 1)
