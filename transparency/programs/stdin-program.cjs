// Programs on stdin and with -e and -p, that fail in every way.
const { spawnSync } = require('node:child_process')
for (const text of ['throw new Error("s")', 'setTimeout(() => { throw new Error("t") })', 'let a b', 'null.x', 'Promise.reject(new Error("p"))', 'console.log(1); process.exitCode = 3', 'try { null.x } catch { console.log("caught") }', 'await 1', 'import fs from "fs"; throw new Error(typeof fs)']) {
  for (const args of [[], ['-'], ['-e', text], ['-p', text], ['--input-type=module'], ['--check', '-'], ['-i']]) {
    if (args[0] === '-i' && !text.startsWith('null')) continue
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', input: text })
    console.log(JSON.stringify(args), status, signal, stdout.replaceAll(/_idleStart: \d+|(asyncId|triggerId)\]: \d+/g, ''), stderr.replaceAll(/^\[FaultSnap\].*\n/gm, ''))
  }
}
