// Errors of workers arrive in their parent: every way to throw, and every kind of value.
const { Worker } = require('node:worker_threads')
const programs = [
  'throw new TypeError("plain")',
  'throw Object.assign(new Error("with fields"), { code: "E_X", detail: { a: 1 } })',
  'throw "text"', 'throw undefined', 'throw null', 'throw { a: [1, 2] }',
  'throw Symbol("s")', 'throw () => {}',
  'Promise.reject(new Error("rejected"))',
  'setTimeout(() => { throw new Error("timer") })',
  'process.exit(3)', 'process.exitCode = 4', 'process.on("exit", c => { require("worker_threads").parentPort.postMessage(["exit", c]) })',
  'process.on("uncaughtException", e => require("worker_threads").parentPort.postMessage(["handled", e.message])); throw new Error("h")',
  'process.on("exit", () => { process.exitCode = 9 }); throw new Error("code")',
  'process.on("exit", c => { process.exit(42) }); throw new Error("exit in exit")',
  'require("worker_threads").parentPort.on("message", () => { throw new Error("message") })',
  'process.abort', 'try { process.chdir("/") } catch (e) { require("worker_threads").parentPort.postMessage(e.code) }',
  'syntax error here', 'require("./nowhere")',
  'class MyError extends Error { constructor (m) { super(m); this.name = "MyError"; this.extra = 1 } } throw new MyError("mine")',
  'throw new AggregateError([new Error("a")], "agg")', 'throw new Error("c", { cause: new Error("d") })',
  'const e = new Error("getter"); Object.defineProperty(e, "x", { get () { throw 1 }, enumerable: true }); throw e',
  'throw new DOMException("dom", "AbortError")',
]
async function run (program) {
  const worker = new Worker(program, { eval: true, stdout: true, stderr: true })
  const log = []
  worker.stdout.on('data', data => log.push(['stdout', String(data)]))
  let stderr = ''
  worker.stderr.on('data', data => { stderr += data })
  worker.on('error', error => log.push(['error', error?.constructor?.name, String(error?.message ?? error), error?.code, Object.keys(Object(error)), error?.stack?.split('\n').slice(0, 2)]))
  worker.on('message', message => log.push(['message', message]))
  worker.on('messageerror', error => log.push(['messageerror', error.message]))
  worker.postMessage('go')
  const code = await new Promise(resolve => worker.on('exit', resolve))
  await new Promise(resolve => setTimeout(resolve, 20))
  console.log(program, code, JSON.stringify(log), stderr.replaceAll(/^\[FaultSnap\].*\n/gm, ''))
}
;(async () => { for (const program of programs) await run(program) })()
