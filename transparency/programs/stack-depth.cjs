// A stack overflow is caught where it would be, and the next one, too.
function depth () { try { return 1 + depth() } catch { return 1 } }
const first = depth()
const second = depth()
console.log(first > 5000, second > 5000, Math.abs(first - second) < first / 2)
function overflow () { return overflow() + 1 }
for (let i = 0; i < 3; i++) try { overflow() } catch (error) { console.log(error instanceof RangeError, error.message, error.stack.split('\n').length) }
try { JSON.stringify(Array.from({ length: 1 }).reduce(a => a, (() => { let o = {}; for (let i = 0; i < 100000; i++) o = { o }; return o })())) } catch (error) { console.log(error.name) }
process.on('uncaughtException', error => { console.log('uncaught', error.message) })
setTimeout(overflow)
