// Uncaught in eval and new Function.
process.on('exit', code => console.log('exit', code))
process.once('uncaughtException', error => { console.log(error.stack.split('\n')[1].includes('eval')) ; setTimeout(new Function('throw new TypeError("made")')) })
eval('setTimeout(() => { throw new Error("in eval") })')
