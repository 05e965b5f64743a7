// All ways to an end, and what `exit` says about them.
const { spawnSync } = require('node:child_process')
const programs = {
  'exitCode': 'process.exitCode = 3',
  'exitCode text': 'process.exitCode = "4"',
  'exit in exit': 'process.on("exit", () => process.exit(5))',
  'exit in exit twice': 'let n = 0; process.on("exit", c => { console.log(c, n); if (n++ < 2) process.exit(c + 1) }); process.exit(1)',
  'exitCode in exit': 'process.on("exit", () => { process.exitCode = 6 })',
  'exit in uncaughtException': 'process.on("uncaughtException", () => process.exit(7)); throw 1',
  'exit in uncaughtException, no code': 'process.on("uncaughtException", () => process.exit()); throw 1',
  'exitCode in uncaughtException': 'process.on("uncaughtException", () => { process.exitCode = 8 }); throw 1',
  'exit in monitor': 'process.on("uncaughtExceptionMonitor", () => process.exit(9)); throw 1',
  'exit in beforeExit': 'process.on("beforeExit", () => process.exit(10))',
  'throw in beforeExit': 'process.on("beforeExit", () => { throw new Error("b") })',
  'throw in exit': 'process.on("exit", () => { throw new Error("x") })',
  'throw in exit after throw': 'process.on("exit", c => { console.log(c); throw new Error("x") }); throw new Error("y")',
  'reject in exit': 'process.on("exit", () => { Promise.reject(new Error("x")) })',
  'exitCode in exit after throw': 'process.on("exit", () => { process.exitCode = 0 }); throw new Error("y")',
  'reallyExit': 'process.reallyExit(11)',
  'abort': 'process.abort()',
  'kill itself': 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 1000)',
  'kill itself KILL': 'process.kill(process.pid, "SIGKILL"); setTimeout(() => {}, 1000)',
  'SIGTERM handler': 'process.on("SIGTERM", s => { console.log(s); process.exit(12) }); process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 1000)',
  'wrong exit code': 'try { process.exit("many") } catch (e) { console.log(e.code) }',
  'top-level await never': '--input-type=module|await new Promise(() => {})',
  'top-level await rejects': '--input-type=module|await Promise.reject(new Error("t"))',
  'module throws': '--input-type=module|throw new Error("m")',
  'syntax error': 'let a b',
  'module syntax error': '--input-type=module|let a b',
  'missing import': '--input-type=module|import "./nowhere.mjs"',
  'missing export': '--input-type=module|import { nothing } from "node:fs"',
  'missing require': 'require("./nowhere")',
  'caught and exit 1': 'main().catch(e => { console.error(e); process.exit(1) }); async function main () { throw new Error("c") }',
  'caught and exitCode': 'try { null.x } catch (e) { console.error(e.message); process.exitCode = 2 }',
  'exit replaced': 'const e = process.exit; process.exit = c => { console.log("mine", c); e.call(process, 13) }; process.exit(1)',
  'emit replaced': 'const e = process.emit; process.emit = function (...a) { console.log(String(a[0])); return e.apply(this, a) }; process.exitCode = 1',
  'exitCode defined': 'console.log(Object.getOwnPropertyDescriptor(process, "exitCode").configurable); process.exitCode = 1',
}
for (const [name, program] of Object.entries(programs)) {
  const [flag, text] = program.includes('|') && program.startsWith('--') ? program.split('|') : [undefined, program]
  const { status, signal, stderr, stdout } = spawnSync(process.execPath, [...flag === undefined ? [] : [flag], '-e', text], { encoding: 'utf8' })
  console.log(name, status, signal, stdout, stderr.replaceAll(/^\[FaultSnap\].*\n/gm, '').replaceAll(/^.*(?:0x[0-9a-f]+|\d+: ).*\n/gm, ''))
}
