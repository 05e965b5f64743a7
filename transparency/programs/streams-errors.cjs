// Errors through streams, pipeline, finished, destroy; nothing twice.
const { Readable, Writable, Transform, pipeline, finished, promises } = require('node:stream')
const log = []
pipeline(Readable.from(['a', 'b']), new Transform({ transform (chunk, _, done) { done(new Error('transform')) } }), new Writable({ write (c, e, d) { d() } }), error => log.push(['pipeline', error.message]))
pipeline(async function* () { yield 'x'; throw new Error('source') }, new Writable({ write (c, e, d) { d() } }), error => log.push(['generator', error.message]))
finished(new Readable({ read () { this.destroy(new Error('destroyed')) } }).on('error', () => log.push('error')).resume(), error => log.push(['finished', error.message]))
promises.pipeline(Readable.from([1]), async function* () { throw new TypeError('async') }, new Writable({ objectMode: true, write (c, e, d) { d() } })).catch(error => log.push(['promised', error.message]))
const writable = new Writable({ write () { throw new Error('write throws') } })
try { writable.write('x') } catch (error) { log.push(['sync', error.message]) }
process.on('uncaughtException', error => log.push(['uncaught', error.message, error.code]))
new Readable({ read () { throw new Error('read throws') } }).resume()
const ended = new Writable({ write (c, e, d) { d() } })
ended.end(); ended.write('late')
process.on('exit', () => console.log(log.map(String).sort().join('\n')))
