// File system errors: sync, callback, promise; their fields and stacks.
const fs = require('node:fs')
const show = error => console.log(error.code, error.syscall, error.errno, error.path?.replace(process.cwd(), ''), error.message.replace(process.cwd(), ''), Object.keys(error).join())
try { fs.readFileSync('/none') } catch (error) { show(error); console.log(error.stack.split('\n').length > 2) }
try { fs.mkdirSync('.') } catch (error) { show(error) }
try { fs.readFileSync('.') } catch (error) { show(error) }
try { fs.openSync('x', 'nonsense') } catch (error) { console.log(error.code, error.message) }
fs.readFile('/none', error => { show(error); console.log(error.stack) })
fs.promises.readFile('/none').catch(error => { show(error); console.log(error.stack.split('\n')[0]) })
fs.promises.stat('/none').catch(error => setTimeout(() => { throw error }, 20))
process.on('exit', code => console.log('exit', code))
