// inspector.open, url, close and waitForDebugger's error, in a running program.
const inspector = require('node:inspector')
console.log(inspector.url())
try { inspector.waitForDebugger() } catch (error) { console.log(error.code) }
inspector.open(0, '127.0.0.1')
console.log(/^ws:\/\/127\.0\.0\.1:\d+\//.test(inspector.url()))
try { inspector.open(0) } catch (error) { console.log(error.code) }
try { null.x } catch (error) { console.log(error.message) }
inspector.close()
console.log(inspector.url())
setTimeout(() => { throw new Error('after it') })
process.on('exit', code => console.log('exit', code))
