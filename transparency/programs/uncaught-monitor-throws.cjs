// A monitor that throws.
process.on('uncaughtExceptionMonitor', () => { throw new Error('in the monitor') })
process.on('exit', code => console.log('exit', code))
throw new Error('first')
