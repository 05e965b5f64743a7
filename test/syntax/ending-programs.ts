/** Programs that end with a non-zero code after they caught an error. The title says what ended them. */
export const ENDED: readonly [title: string, source: string, evidence: RegExp][] = [
  ['a rejection handler that exits', `
async function main () { await null; throw new Error('x') }
main().catch(e => { console.error(e); process.exit(1) })`, /^the rejection handler at line 3 ends the process$/],
  ['a rejection handler without braces', `
async function main () { throw new Error('x') }
main().catch(() => process.exit(1))`, /rejection handler at line 3/],
  ['a rejection handler that sets the exit code', `
const main = async () => { await null; throw new Error('x') }
main().catch(e => { console.error(e); process.exitCode = 3 })`, /rejection handler at line 3 sets the exit code/],
  ['the second argument of then', `
async function main () { await null; null.x }
main().then(() => console.log('done'), function failed (e) { process.exit(1) })`, /rejection handler at line 3/],
  ['a named handler', `
async function main () { await null; null.x }
function onError (e) { console.error(e); process.exit(1) }
main().then(() => {}).finally(() => {}).catch(onError)`, /rejection handler at line 3/],
  ['an async function called where it stands', `
(async () => { await null; await (async () => null.x)() })().catch(() => process.exit(1))`, /rejection handler at line 2/],
  ['a function called where it stands with call', `
(async function () { await null; null.x }).call(this).catch(() => process.exit(1))`, /rejection handler at line 2/],
  ['a throw in a callback earlier in the chain', `
const leaf = () => null.x
Promise.resolve().then(() => leaf()).then(() => 1).catch(e => { process.exitCode = 1 })`, /rejection handler at line 3/],
  ['a named callback earlier in the chain', `
function step () { null.x }
Promise.resolve().then(step).catch(e => { process.exitCode = 1 })`, /rejection handler at line 3/],
  ['process.exit as the handler', `
async function main () { await null; throw 1 }
main().catch(process.exit)`, /rejection handler at line 3 ends the process/],
  ['a method', `
class Cli { async run () { await null; null.x } }
new Cli().run().catch(e => process.exit(2))`, /rejection handler at line 3/],
  ['a catch clause that exits', `
function work () { null.x }
try { work() } catch (e) { console.error(e); process.exit(1) }`, /^the catch clause at line 3 ends the process$/],
  ['a catch clause around an await', `
async function leaf () { await null; null.x }
async function main () { try { await leaf() } catch { process.exitCode = 1 } }
main()`, /catch clause at line 3 sets the exit code/],
  ['a catch clause around Promise.all', `
async function leaf () { await null; null.x }
async function main () { try { await Promise.all([leaf(), leaf()]) } catch (e) { process.exitCode = 1 } }
main()`, /catch clause at line 3/],
  ['a catch clause in an ES module with top-level await', `// module
import process from 'node:process'
async function leaf () { await null; null.x }
try { await leaf() } catch (e) { process.exit(4) }`, /catch clause at line 4/],
  ['a try without catch is passed over', `
function work () { try { null.x } finally { console.log('tidy') } }
try { work() } catch (e) { process.exit(1) }`, /catch clause at line 3/],
  ['a finally clause that exits', `
try { null.x } finally { process.exit(1) }`, /finally clause at line 2 ends the process/],
  ['a handler that throws on', `
function work () { try { null.x } catch (e) { console.error(e); throw e } }
try { work() } catch (e) { process.exit(1) }`, /catch clause at line [23]/],
  ['a handler that may throw on, and the exit was seen', `
function work () { try { null.x } catch (e) { if (e.code === 'ENOENT') return; throw e } }
try { work() } catch (e) { process.exit(1) }`, /catch clause at line 3/],
  ['a flag', `
let failed = false
try { null.x } catch { failed = true }
console.log('tidy up')
if (failed) process.exit(1)`, /sets failed, which makes line 5 end the process/],
  ['a negated flag and an early return', `
async function main () {
  let ok = true
  try { null.x } catch (e) { ok = false }
  if (ok) return
  process.exitCode = 1
}
main()`, /sets ok, which makes line 6/],
  ['the error kept in a variable', `
let error
try { null.x } catch (e) { error = e }
if (error) { console.error(error); process.exitCode = 1 }`, /sets error, which makes line 4/],
  ['an exit code kept in a variable', `
let code = 0
try { null.x } catch (e) { code = 2 }
process.exit(code)`, /sets code, which makes line 4/],
  ['a count of errors over a loop', `
let failures = 0
for (const input of ['1', '{']) { try { JSON.parse(input) } catch (e) { failures++ } }
process.exitCode = failures > 0 ? 1 : 0`, /sets failures, which makes line 4/],
  ['a list of errors', `
const errors = []
try { null.x } catch (e) { errors.push(e) }
if (errors.length) process.exit(1)`, /sets errors, which makes line 4/],
  ['a property as flag, tested in another method', `
class Job {
  run () { try { null.x } catch (e) { this.failed = true } return this }
  end () { if (this.failed) process.exit(1) }
}
new Job().run().end()`, /sets this\.failed, which makes line 4/],
  ['a flag that another function tests', `
let failed
function work () { try { null.x } catch (e) { failed = true } }
process.on('exit', () => { if (failed) process.exitCode = 1 })
work()`, /sets failed, which makes line 4/],
  ['code that only a failure reaches', `
async function main () {
  for (let attempt = 0; attempt < 2; attempt++) {
    try { return await work() } catch (e) { console.log(attempt) }
  }
  process.exit(1)
}
async function work () { await null; null.x }
main()`, /leads to line 6/],
  ['a retry that throws the last error', `
async function retry (work) {
  let last
  for (let attempt = 0; attempt < 2; attempt++) { try { return await work() } catch (e) { last = e } }
  throw last
}
retry(async () => { await null; null.x }).catch(() => process.exit(1))`, /rejection handler at line 7/],
  ['a code that main returns', `
async function main () { try { await null; null.x } catch (e) { console.error(e); return 1 } return 0 }
main().then(code => process.exit(code))`, /catch clause at line 2 makes line 3 end the process/],
  ['a code that main returns, awaited', `// module
async function main () { try { await null; null.x } catch (e) { return 1 } return 0 }
process.exitCode = await main()`, /catch clause at line 2 makes line 3/],
  ['a code from a synchronous main', `
function main () { try { null.x } catch (e) { return false } return true }
const ok = main()
if (!ok) process.exit(1)`, /catch clause at line 2 makes line 4/],
  ['a code from a rejection handler', `
async function main () { await null; null.x }
main().catch(e => 1).then(code => { process.exitCode = code })`, /rejection handler at line 3 makes line 3/],
  ['a helper', `
function fatal (e) { console.error(e); process.exit(1) }
try { null.x } catch (e) { fatal(e) }`, /catch clause at line 3 calls fatal, which ends the process/],
  ['a helper of a helper that sets the code', `
const setCode = e => { process.exitCode = 1 }
function report (e) { console.error(e.message); setCode(e) }
try { null.x } catch (e) { report(e) }`, /calls report, which calls setCode, which sets the exit code/],
  ['an exit after output was flushed', `
try { null.x } catch (e) { setTimeout(() => process.exit(1), 1) }`, /catch clause at line 2 ends the process/],
  ['exit by import', `// module
import { exit as leave } from 'node:process'
try { null.x } catch { leave(1) }`, /catch clause at line 3/],
  ['exit by destructuring', `
const { exit } = require('process')
try { null.x } catch { exit(1) }`, /catch clause at line 3/],
  ['a bundle\'s name for process', `
const node_process_1 = { default: require('node:process') }
try { null.x } catch { (0, node_process_1.default.exit)(1) }`, /catch clause at line 3/],
  ['minified code', `
async function r(){await 0,null.x}r().then(()=>{},t=>{console.error(t),t&&process.exit(1)});`, /rejection handler at line 2/],
  ['minified code with a flag', `
let f=!1;try{null.x}catch(t){f=!0}f?process.exit(1):0;`, /sets f, which makes line 2/],
  ['minified code that sets the code', `
(async()=>{try{await 0;null.x}catch(t){t instanceof RangeError||(console.error(t),process.exitCode=1)}})()`,
  /catch clause at line 2/],
  ['reject of a new Promise', `
function work () { return new Promise((resolve, reject) => { setTimeout(() => { try { null.x } catch (e) { reject(e) } }) }) }
work().catch(() => process.exit(1))`, /rejection handler at line 3/],
  ['a throw in the executor of a new Promise', `
function work () { return new Promise(() => { null.x }) }
work().catch(() => process.exit(1))`, /rejection handler at line 3/],
  ['a promise kept in a variable', `
async function work () { null.x }
async function main () { const pending = work(); console.log(1); try { await pending } catch { process.exit(1) } }
main()`, /catch clause at line 3/],
  ['an await with a handler of its own', `
async function work () { await null; null.x }
async function main () { await work().catch(e => { process.exit(1) }) }
main()`, /rejection handler at line 3/],
  ['a main that another function awaits', `
async function main () { await null; null.x }
async function start () { return main() }
start().catch(() => process.exit(1))`, /rejection handler at line 4/],
  ['Promise.reject', `
function main () { return Promise.reject(new Error('x')) }
main().catch(() => process.exit(1))`, /rejection handler at line 3/],
  ['reject with a new error', `
function main () { return new Promise((resolve, reject) => setTimeout(() => reject(new Error('x')))) }
main().catch(() => process.exit(1))`, /rejection handler at line 3/],
  ['reject of a promise that is awaited', `
const wait = () => new Promise((_, no) => { no(new Error('x')) })
async function main () { try { await wait() } catch { process.exitCode = 1 } }
main()`, /catch clause at line 3/],
]

/** Programs that end with a non-zero code for reasons of their own, and that caught an error on their way. */
export const UNRELATED: readonly [title: string, source: string][] = [
  ['an optional config that is missing', `
let config
try { config = require('./missing.json') } catch { config = {} }
console.log('3 problems')
process.exitCode = 1`],
  ['an optional config in a function, then process.exit', `
function load () { try { return JSON.parse('{') } catch (e) { return {} } }
const config = load()
if (!config.quiet) console.log('3 problems')
process.exit(1)`],
  ['a default config that a condition of the exit looks at', `
let config
try { config = JSON.parse('{') } catch { config = { strict: true } }
const problems = 3
if (config.strict && problems > 0) process.exit(1)`],
  ['a handler that could have exited, but the exit was elsewhere', `
try { null.x } catch (e) { if (e.code === 'EACCES') process.exit(2) }
process.exit(1)`],
  ['the same in a helper', `
function check (e) { if (e.code === 'EACCES') process.exit(2) }
try { null.x } catch (e) { check(e) }
process.exit(1)`],
  ['a handler that could have exited, then an exit code', `
try { null.x } catch (e) { if (e.code === 'EACCES') process.exit(2) }
process.exitCode = 1`],
  ['a flag that rules the exit out', `
let found = true
try { null.x } catch { found = false }
if (found) console.log('found')
if (!found) console.log('not found')
process.exit(1)`],
  ['another variable of the same name', `
function probe () { let failed = false; try { null.x } catch { failed = true } return [failed] }
let failed = probe().length > 0
if (failed) process.exit(1)`],
  ['a try in another function', `
async function main () { await null; null.x }
main().catch(() => {})
async function other () { try { console.log(1) } catch (e) { process.exit(1) } }
other()
process.exitCode = 1`],
  ['a nested function\'s handler', `
try { null.x } catch (e) { const later = () => process.exit(2); console.log(later) }
process.exitCode = 1`],
  ['a rejection handler that goes on', `
async function main () { await null; null.x }
main().catch(e => console.error('warning', e.message)).then(() => { process.exitCode = 1 })`],
  ['a handled rejection within an awaited chain', `
async function probe () { await null; null.x }
async function main () { const value = await probe().catch(() => undefined); console.log(value); process.exitCode = 1 }
main().catch(() => process.exit(2))`],
  ['a handler that may throw on, and no exit was seen', `
function load () { try { null.x } catch (e) { if (e instanceof TypeError) return {}; throw e } }
try { load(); process.exitCode = 1 } catch (e) { process.exitCode = 2 }`],
  ['exit with zero in the handler', `
try { null.x } catch { process.on('exit', () => { process.exitCode = 0 }) }
process.exitCode = 1
process.removeAllListeners('exit')`],
  ['an existence check', `
const { accessSync } = require('node:fs')
const exists = path => { try { accessSync(path); return true } catch { return false } }
if (exists('./missing')) console.log('old file')
process.exitCode = 1`],
  ['a try around a call that does not wait', `
async function work () { await null; null.x }
async function main () { try { return work() } catch (e) { process.exitCode = 2 } }
main().catch(() => {}).finally(() => { process.exitCode = 1 })`],
  ['a diff that looks at a cache', `
const cache = new Map()
function read (key) { try { return JSON.parse(key) } catch { cache.set(key, null); return null } }
const left = read('{'), right = read('1')
process.exit(left === right ? 0 : 1)`],
]
