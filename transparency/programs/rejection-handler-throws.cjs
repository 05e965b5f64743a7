// A handler of unhandled rejections that throws an error of its own.
process.on('exit', code => console.log('exit', code))
process.on('unhandledRejection', () => { throw new Error('from the handler') })
Promise.reject(new Error('first'))
