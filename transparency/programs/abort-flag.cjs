// flags: --abort-on-uncaught-exception
// The flag aborts at the throw.
console.log('before')
setTimeout(() => { throw new Error('aborts') })
