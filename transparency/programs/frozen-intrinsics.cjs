// flags: --frozen-intrinsics
// Intrinsics are frozen: writes to them throw, errors work as they do.
'use strict'
try { Array.prototype.x = 1 } catch (error) { console.log(error.message) }
try { Error.stackTraceLimit = 5; console.log(Error.stackTraceLimit) } catch (error) { console.log(error.message) }
try { throw new TypeError('caught') } catch (error) { console.log(error.stack.split('\n')[0]) }
process.on('exit', code => console.log('exit', code))
setTimeout(() => { throw new RangeError('uncaught') })
