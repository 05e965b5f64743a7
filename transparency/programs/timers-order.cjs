// The order of timers, ticks, microtasks and immediates around errors.
const log = []
process.on('uncaughtException', error => log.push(`uncaught ${error.message}`))
setTimeout(() => { log.push('t1'); throw new Error('t1') }, 1)
setTimeout(() => log.push('t2'), 1)
setImmediate(() => { log.push('i1'); process.nextTick(() => log.push('i1 tick')); throw new Error('i1') })
setImmediate(() => log.push('i2'))
process.nextTick(() => { log.push('n1'); throw new Error('n1') })
process.nextTick(() => log.push('n2'))
queueMicrotask(() => { log.push('m1'); throw new Error('m1') })
queueMicrotask(() => log.push('m2'))
Promise.resolve().then(() => { log.push('p1'); throw new Error('p1') }).catch(() => log.push('p1 caught'))
Promise.resolve().then(() => log.push('p2')).then(() => log.push('p3')).then(() => log.push('p4'))
;(async () => { try { await (async () => { throw new Error('a') })() } catch { log.push('a caught') } finally { log.push('a finally') } })()
for (const word of ['x', 'y']) try { throw new Error(word) } catch { queueMicrotask(() => log.push(`after ${word}`)) }
log.push('main')
process.on('exit', () => console.log(log.filter(entry => !/^[ti]\d|[ti]\d$/.test(entry)).join('\n'), log.filter(entry => /t\d$/.test(entry)).join(), log.filter(entry => /i\d/.test(entry)).join()))
