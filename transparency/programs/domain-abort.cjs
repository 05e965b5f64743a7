// flags: --abort-on-uncaught-exception
// The flag aborts only what no domain handles.
const domain = require('node:domain')
const d = domain.create()
d.on('error', error => console.log('handled', error.message))
d.run(() => setTimeout(() => { throw new Error('timer') }))
setTimeout(() => { console.log('on') }, 30)
