// Logs 1,000 large arrays into nothing, then prints the resident memory in MB.
'use strict'
const { Writable } = require('node:stream')
const { writeSync } = require('node:fs')
const nowhere = new Writable({ write (chunk, encoding, done) { done() } })
// The global console, as programs use it: V8 keeps what is given to it while a session is connected.
Object.defineProperty(process, 'stdout', { value: nowhere, configurable: true })

for (let index = 0; index < 1_000; index++) console.log(Array.from({ length: 5_000 }, (_, at) => ({ index, at })))
writeSync(1, String(process.memoryUsage.rss() / 2 ** 20))
