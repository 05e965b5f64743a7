// Signals: default ends, handlers, their order with exit.
const { spawn } = require('node:child_process')
const programs = { none: '', handler: 'process.on("SIGTERM", s => { console.log(s); setTimeout(() => process.exit(5), 5) })', throwing: 'process.on("SIGTERM", () => { throw new Error("in a signal") })', once: 'process.once("SIGTERM", () => console.log("once"))', exit: 'process.on("exit", c => console.log("exit", c))' }
;(async () => {
  for (const [name, program] of Object.entries(programs)) {
    const child = spawn(process.execPath, ['-e', `${program}; setInterval(() => {}, 99); console.log('up')`], { stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''; let err = ''
    child.stderr.on('data', data => { err += data })
    child.stdout.on('data', data => { if (!out.includes('up')) child.kill('SIGTERM'); else if (name === 'once') child.kill('SIGTERM'); out += data; if (name === 'once' && out.includes('once')) child.kill('SIGTERM') })
    console.log(name, ...await new Promise(resolve => child.on('close', (...end) => resolve(end))), out, err.replaceAll(/^\[FaultSnap\].*\n/gm, ''))
  }
})()
