// An exception in the handler of an exception: exit code 7.
process.on('uncaughtException', error => { console.log('handler', error.message); throw new Error('in the handler') })
process.on('exit', code => console.log('exit', code))
setTimeout(() => { throw new Error('first') })
