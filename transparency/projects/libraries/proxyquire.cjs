const proxyquire = require('proxyquire').noPreserveCache()
require('node:fs').writeFileSync('subject.cjs', "const fs = require('fs'); exports.read = () => fs.readFileSync('x'); exports.deep = () => { try { return fs.statSync('/none') } catch (e) { return e.message } }")
const subject = proxyquire('./subject.cjs', { fs: { readFileSync () { throw new Error('stubbed') } } })
try { subject.read() } catch (error) { console.log(error.message) }
console.log(subject.deep())
const strict = proxyquire.noCallThru().load('./subject.cjs', { fs: { statSync () { throw new TypeError('no call through') } } })
console.log(strict.deep())
setTimeout(() => subject.read())
