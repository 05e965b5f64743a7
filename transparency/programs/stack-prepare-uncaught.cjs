// The program's own prepareStackTrace at an uncaught error: how often, and for what.
const calls = []
Error.prepareStackTrace = (error, sites) => { calls.push(`${error.message}:${sites.length > 0}`); return `${error} at ${sites[0].getFunctionName()}` }
process.on('exit', () => console.log(calls))
process.on('uncaughtException', error => { console.log('handler', calls.length, error.stack, calls.length); process.exitCode = 1 })
function named () { throw new Error('uncaught') }
setTimeout(named)
setTimeout(() => { try { named() } catch {} }, 5)
