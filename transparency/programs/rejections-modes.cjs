// Unhandled rejections in every mode: with and without handlers, handled late, without a reason.
const { spawnSync } = require('node:child_process')
const programs = [
  'Promise.reject(new Error("r"))',
  'Promise.reject()',
  'Promise.reject("text")',
  'Promise.reject(Object.create(null))',
  'new Promise((_, no) => no(new TypeError("t"))); setTimeout(() => console.log("on"), 20)',
  'const p = Promise.reject(new Error("late")); setTimeout(() => p.catch(e => console.log("caught", e.message)), 20)',
  'const p = Promise.reject(new Error("tick")); process.nextTick(() => p.catch(e => console.log("caught", e.message)))',
  'const p = Promise.reject(new Error("microtask")); queueMicrotask(() => p.catch(e => console.log("caught", e.message)))',
  'process.on("unhandledRejection", (r, p) => console.log("handler", r.message, p instanceof Promise)); Promise.reject(new Error("h"))',
  'process.on("unhandledRejection", r => { throw r }); Promise.reject(new Error("rethrown"))',
  'process.on("unhandledRejection", () => {}); process.on("rejectionHandled", p => console.log("handled later")); const p = Promise.reject(new Error("l")); setTimeout(() => p.catch(() => {}), 10)',
  'process.on("rejectionHandled", p => console.log("handled later")); process.on("warning", w => console.log(w.name)); const p = Promise.reject(new Error("l")); setTimeout(() => p.catch(() => {}), 10)',
  'process.on("uncaughtException", (e, o) => console.log("exception", e.message ?? e, o)); Promise.reject(new Error("u"))',
  'process.on("uncaughtException", (e, o) => console.log("exception", e.code, o)); Promise.reject(null)',
  'process.on("exit", c => console.log("exit", c)); (async () => { await null; throw new RangeError("async") })()',
  'process.once("unhandledRejection", () => console.log("once")); Promise.reject(new Error("1")); setTimeout(() => Promise.reject(new Error("2")), 10)',
  'process.on("unhandledRejection", function h () { process.off("unhandledRejection", h); console.log(process.listenerCount("unhandledRejection")) }); Promise.reject(new Error("1")); setTimeout(() => Promise.reject(new Error("2")), 10)',
  'Promise.all([Promise.reject(new Error("a")), Promise.reject(new Error("b"))])',
  'Promise.any([Promise.reject(new Error("a")), Promise.reject(new Error("b"))])',
  'for (let i = 0; i < 3; i++) Promise.reject(new Error("n" + i))',
  'class P extends Promise {}; P.reject(new Error("subclass"))',
  'const vm = require("vm"); vm.runInNewContext("Promise.reject(new Error(\'vm\'))")',
  'queueMicrotask(() => { throw new Error("in a microtask") })',
  'Promise.reject(new Error("a")); throw new Error("b")',
  'process.on("multipleResolves", t => console.log(t)); new Promise((y, n) => { y(1); n(new Error("x")) })',
  '(async () => { try { await Promise.reject(new Error("in")) } finally { console.log("finally") } })()',
  '(async function* () { throw new Error("generator") })().next()',
]
for (const mode of [undefined, 'throw', 'strict', 'warn', 'none', 'warn-with-error-code']) {
  for (const program of mode === undefined ? programs : programs.slice(0, 14)) {
    const flags = mode === undefined ? [] : [`--unhandled-rejections=${mode}`]
    const { status, signal, stderr, stdout } = spawnSync(process.execPath, [...flags, '-e', program], { encoding: 'utf8' })
    console.log(mode, program, status, signal, stdout, stderr.replaceAll(/^\[FaultSnap\].*\n/gm, ''))
  }
}
