// flags: --max-old-space-size=40
// Out of memory: V8's end, its signal and its message.
const kept = []
function grow () { for (;;) kept.push({ a: new Array(100).fill(kept.length) }) }
setTimeout(grow)
