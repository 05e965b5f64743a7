// A domain without a handler: the process ends as without a domain.
const domain = require('node:domain')
process.on('exit', code => console.log('exit', code))
domain.create().run(() => setTimeout(() => { throw new Error('in a domain without a handler') }))
