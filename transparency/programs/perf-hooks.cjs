// perf_hooks: marks, observers, timerify of functions that throw, histograms.
const { performance, PerformanceObserver, createHistogram, monitorEventLoopDelay } = require('node:perf_hooks')
const seen = []
const observer = new PerformanceObserver(list => { for (const entry of list.getEntries()) seen.push(`${entry.entryType} ${entry.name}`) })
observer.observe({ entryTypes: ['mark', 'measure', 'function', 'http', 'net', 'dns'] })
performance.mark('a'); performance.mark('b'); performance.measure('a to b', 'a', 'b')
const timed = performance.timerify(function fails (n) { if (n > 1) throw new Error('timed'); return n })
timed(1)
try { timed(2) } catch (error) { console.log(error.message, error.stack.includes('timerify') ) }
try { performance.measure('x', 'nothing') } catch (error) { console.log(error.name, error.message) }
console.log(performance.eventLoopUtilization().utilization >= 0, Object.keys(performance.nodeTiming).sort().join())
setTimeout(() => { observer.disconnect(); console.log(seen) }, 20)
