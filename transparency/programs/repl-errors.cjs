// A REPL that meets errors goes on.
const repl = require('node:repl')
const { PassThrough } = require('node:stream')
const input = new PassThrough(); const output = new PassThrough()
let text = ''
output.on('data', data => { text += data })
const server = repl.start({ input, output, prompt: '> ', terminal: false, useGlobal: false })
server.on('exit', () => console.log(text.replaceAll(/REPL\d+/g, 'REPL').replaceAll(/_idleStart: \d+|asyncId\)?\]: \d+|triggerId\)?\]: \d+/g, '')))
for (const line of ['1 + 1', 'null.x', 'throw new Error("typed")', 'throw 5', 'let a b', 'Promise.reject(new Error("r")).catch(e => e.message)', 'function f () { throw new TypeError("in f") }', 'f()', '_error.message', 'setTimeout(() => { throw new Error("late") }, 1)']) input.write(`${line}\n`)
setTimeout(() => input.end('.exit\n'), 150)
