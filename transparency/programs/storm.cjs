// A hundred thousand caught errors, then a fatal one.
let caught = 0
for (let i = 0; i < 100_000; i++) try { JSON.parse('{') } catch { caught++ }
console.log(caught)
setTimeout(() => { throw new Error('after the storm') })
