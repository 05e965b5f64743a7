require('source-map-support').install({ environment: 'node', hookRequire: true })
const { retrieveFile } = require('source-map-support')
function failing () { throw new Error('supported') }
try { failing() } catch (error) { console.log(error.stack.split('\n').slice(0, 3).join('|')) }
process.on('exit', code => console.log('exit', code))
Promise.reject(new Error('handled')).catch(error => console.log(error.stack.split('\n').length))
setTimeout(failing)
