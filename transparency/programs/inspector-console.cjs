// Sessions see console messages and exceptions as they would.
const { Session } = require('node:inspector')
const session = new Session()
session.connect()
const seen = []
session.on('Runtime.consoleAPICalled', ({ params }) => seen.push([params.type, params.args.map(({ value, type }) => value ?? type).join()]))
session.on('Runtime.exceptionThrown', ({ params }) => seen.push(['exception', params.exceptionDetails.exception.description?.split('\n')[0]]))
session.post('Runtime.enable')
for (let i = 0; i < 30; i++) console.debug('message', i, { a: 1 })
console.error('to stderr')
process.on('uncaughtException', () => {})
setTimeout(() => { throw new Error('uncaught') })
setTimeout(() => { session.disconnect(); console.log(seen.map(String).join('\n')) }, 20)
