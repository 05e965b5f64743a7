// Fifty workers, each fails in its own way; their order of results by index.
const { Worker } = require('node:worker_threads')
async function run (index) {
  const worker = new Worker(`const { workerData: i, parentPort } = require('worker_threads'); if (i % 3 === 0) throw new Error('failed ' + i); if (i % 3 === 1) process.exit(i); parentPort.postMessage(i)`, { eval: true, workerData: index })
  return await new Promise(resolve => {
    const log = []
    worker.on('error', error => log.push(error.message)).on('message', message => log.push(message)).on('exit', code => resolve([code, ...log]))
  })
}
;(async () => {
  for (let at = 0; at < 24; at += 4) console.log(JSON.stringify(await Promise.all([at, at + 1, at + 2, at + 3].map(run))))
})()
