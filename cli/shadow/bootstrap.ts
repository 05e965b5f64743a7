/**
 * The program of the child, given to Node by `-e` so that it needs no file. It has no event loop to speak of: it reads a frame of
 * {@link file://./protocol.ts}, answers it, and reads the next, so that nothing asynchronous ever ends in it.
 *
 * Expressions run in a realm of their own. Should one reach an object of this one (the promise of an `import()` for example, which Node
 * makes here), there is nothing to be had from it: no global of Node, no way to compile code (`--disallow-code-generation-from-strings`
 * holds for this realm alone), no constructor that leads to one.
 */
export const BOOTSTRAP = `'use strict'; {
const { readSync, writeSync } = require('node:fs')
const vm = require('node:vm')
const { Buffer, Atomics, Int32Array, SharedArrayBuffer, JSON, Error } = globalThis
const exit = process.exit.bind(process)
const idle = new Int32Array(new SharedArrayBuffer(4))
const whole = (move, buffer) => {
  for (let at = 0; at < buffer.length;) {
    try {
      const count = move(buffer, at, buffer.length - at)
      if (count === 0) exit(0)
      at += count
    } catch (error) {
      if (error.code !== 'EAGAIN') exit(0)
      Atomics.wait(idle, 0, 0, 2)
    }
  }
  return buffer
}
const read = size => whole((buffer, at, left) => readSync(0, buffer, at, left, null), Buffer.allocUnsafe(size))
const write = text => {
  const body = Buffer.from(text)
  const head = Buffer.alloc(4)
  head.writeUInt32LE(body.length)
  whole((buffer, at, left) => writeSync(1, buffer, at, left), Buffer.concat([head, body]))
}
const compile = (code, filename) => new vm.Script(code, { filename })
const runScript = compile('(() => { const run = globalThis.$faultsnap_run; delete globalThis.$faultsnap_run; return run() })()', 'faultsnap:run')
const timeout = Number(process.argv[1])
const loads = []
let source, context, shadow
const fresh = () => {
  context = vm.createContext(vm.constants?.DONT_CONTEXTIFY ?? Object.create(null), { microtaskMode: 'afterEvaluate' })
  shadow = source.runInContext(context)()
  for (const load of loads.splice(0)) shadow.load(load)
}
// The microtasks that the expression made run before this returns.
const run = step => {
  context.$faultsnap_run = step
  return runScript.runInContext(context, { timeout })
}
for (const holder of [Function.prototype, (async () => {}).constructor.prototype, (function * () {}).constructor.prototype,
  (async function * () {}).constructor.prototype, Promise.prototype]) delete holder.constructor
const language = new Set(['Object', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'Error',
  'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'Math', 'Date', 'RegExp', 'undefined', 'NaN', 'Infinity', 'globalThis'])
const refuse = () => { throw 'not here' }
for (const name of ['binding', '_linkedBinding', 'dlopen', 'getBuiltinModule', 'kill', 'abort', 'chdir']) {
  try { Object.defineProperty(process, name, { value: refuse }) } catch {}
}
for (const name of Reflect.ownKeys(globalThis)) if (!language.has(name)) try { delete globalThis[name] } catch {}
for (;;) {
  const size = read(4).readUInt32LE(0)
  const frame = read(size)
  const kind = String.fromCharCode(frame[0])
  const body = frame.toString('utf8', 1)
  if (kind === 'S') source = compile(body, 'faultsnap:shadow')
  else if (kind === 'L') loads.push(body)
  else if (kind === 'A') {
    let answer = '{}'
    try {
      if (shadow === undefined) fresh()
      shadow.give(body)
      run(shadow.ask)
      answer = run(shadow.answer)
    } catch {}
    write(typeof answer === 'string' ? answer : '{}')
  }
}
}`
