// flags: --throw-deprecation
// A deprecation that is thrown.
process.on('exit', code => console.log('exit', code))
require('node:util').deprecate(() => {}, 'old', 'D1')()
setTimeout(() => console.log('never'), 50)
