// Everything that is thrown and is no error, each in a process of its own.
const { spawnSync } = require('node:child_process')
const values = ['undefined', 'null', '0', '-0', '"text"', 'Symbol("s")', '10n', '({ a: 1 })', '[1, 2]', '(() => {})', 'Object.create(null)',
  'new Proxy({}, {})', 'new Proxy(new Error("p"), {})', 'new Date(0)', 'Object.freeze(new Error("frozen"))', 'new (class MyError extends Error {})("m")',
  'Object.assign(new Error("e"), { stack: undefined })', 'Object.assign(new Error("e"), { stack: "own stack" })', 'Object.assign(new Error("e"), { name: "Renamed", code: "E_X" })',
  'new AggregateError([new Error("a"), new Error("b")], "both")', 'new Error("outer", { cause: new Error("inner") })', 'Object.setPrototypeOf(new Error("x"), null)',
  'new DOMException("dom", "AbortError")', '({ toString () { return "told" } })', '({ [Symbol.toPrimitive] () { throw new Error("no") } })', 'new Error("")', 'new Error("two\\nlines")']
for (const value of values) {
  for (const how of [`throw ${value}`, `Promise.reject(${value})`, `process.nextTick(() => { throw ${value} })`, `setTimeout(() => { throw ${value} })`]) {
    const { status, signal, stderr, stdout } = spawnSync(process.execPath, ['-e', how], { encoding: 'utf8' })
    console.log(how, status, signal, stdout, stderr.replaceAll(/^\[FaultSnap\].*\n/gm, ''))
  }
}
