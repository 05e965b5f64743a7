// A handler of a domain that throws.
const domain = require('node:domain')
process.on('exit', code => console.log('exit', code))
const d = domain.create()
d.on('error', error => { console.log('handler', error.message); throw new Error('from the handler') })
d.run(() => { throw new Error('first') })
