// A loop of caught errors must not become visible as timers or ticks of somebody's.
const { createHook } = require('node:async_hooks')
const types = {}
const hook = createHook({ init (id, type) { types[type] = (types[type] ?? 0) + 1 } }).enable()
for (let i = 0; i < 500; i++) try { throw new Error(`caught ${i}`) } catch {}
let at = 0
const timer = setInterval(() => {
  for (let i = 0; i < 100; i++) try { [].x.y } catch {}
  if (++at === 5) { clearInterval(timer); hook.disable(); console.log(JSON.stringify(types)) }
}, 1)
