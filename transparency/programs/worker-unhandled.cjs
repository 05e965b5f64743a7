// An error event of a worker that nobody listens to ends the parent.
const { Worker } = require('node:worker_threads')
process.on('exit', code => console.log('exit', code))
new Worker('throw new RangeError("in the worker")', { eval: true })
