// console: every method, groups, errors, replaced streams, a console of its own, broken pipes.
const { Console } = require('node:console')
const { Writable } = require('node:stream')
console.log('%s %d %j %o', 'a', 1, { b: 2 }, [3]); console.error(new Error('printed').message); console.table([{ a: 1 }]); console.group('g'); console.info('in'); console.groupEnd(); console.assert(false, 'asserted'); console.count(); console.dir({ a: { b: { c: {} } } }, { depth: 0 }); console.trace.name
let text = ''
const own = new Console(new Writable({ write (chunk, _, done) { text += chunk; done() } }))
own.log('own'); own.error('own error')
const log = console.log
console.log = (...words) => log('mine:', ...words)
console.log('replaced')
console.log = log
const { write } = process.stdout
process.stdout.write = function (chunk, ...rest) { return write.call(this, `[${String(chunk).trim()}]\n`, ...rest) }
console.log('through a replaced write')
process.stdout.write = write
console.log(text, console.log === log, Object.keys(console).length)
try { console.log({ [require('node:util').inspect.custom] () { throw new Error('inspect') } }) } catch (error) { console.log(error.message) }
new Console(new Writable({ write (c, e, done) { done(new Error('broken')) } })).log('x')
