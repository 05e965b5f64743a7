// flags: --unhandled-rejections=strict
// In the strict mode an exception comes first, then the event.
process.on('uncaughtException', (error, origin) => console.log('exception', error.message, origin))
process.on('unhandledRejection', reason => console.log('rejection', reason.message))
Promise.reject(new Error('one'))
setImmediate(() => Promise.reject(new Error('two')))
