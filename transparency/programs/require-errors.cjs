// CommonJS: requireStack, errors of JSON, cycles, Module._load users, require.cache.
const Module = require('node:module')
const fs = require('node:fs')
const show = (name, work) => { try { console.log(name, work()) } catch (error) { console.log(name, error.name, error.code, error.message.split('\n')[0], error.requireStack?.length) } }
fs.writeFileSync('bad.json', '{ "a": }')
fs.writeFileSync('bad.js', 'module.exports = (')
fs.writeFileSync('throws.js', 'exports.before = 1; throw new Error("at load")')
show('missing', () => require('not-there'))
show('missing file', () => require('./not-there.js'))
show('json', () => require('./bad.json'))
show('syntax', () => require('./bad.js'))
show('throws', () => require('./throws.js'))
show('throws again', () => require('./throws.js'))
show('cached', () => Object.keys(require.cache).some(file => file.endsWith('throws.js')))
show('no argument', () => require())
show('empty', () => require(''))
show('resolve', () => require.resolve('not-there', { paths: ['/'] }))
const load = Module._load
const loaded = []
Module._load = function (request) { loaded.push(request); return load.apply(this, arguments) }
show('hooked', () => require('node:os').EOL)
try { null.x } catch {}
Module._load = load
console.log(loaded)
setTimeout(() => require('./bad.js'))
