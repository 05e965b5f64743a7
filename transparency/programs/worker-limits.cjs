// A worker that runs out of its own memory ends with an error, its parent lives.
const { Worker } = require('node:worker_threads')
const worker = new Worker('const a = []; for (;;) a.push(new Array(100_000).fill(a.length))', { eval: true, resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 }, stderr: true })
worker.on('error', error => console.log(error.code))
worker.on('exit', code => { console.log(code, process.exitCode); console.log('alive') })
