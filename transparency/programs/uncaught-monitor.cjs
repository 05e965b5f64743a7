// Monitors see first, change nothing, and come in the order in which they were added.
process.on('uncaughtExceptionMonitor', (error, origin) => console.log('monitor 1', error.message, origin))
process.prependListener('uncaughtExceptionMonitor', (error, origin) => console.log('monitor 0', error.message, origin))
console.log(process.listenerCount('uncaughtExceptionMonitor'), process.rawListeners('uncaughtExceptionMonitor').length)
process.once('uncaughtException', error => {
  console.log('handled', error.message)
  Promise.reject(new Error('rejected'))
})
throw new Error('thrown')
