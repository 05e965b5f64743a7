// Cluster: workers that fail, exit codes, disconnects.
const cluster = require('node:cluster')
if (cluster.isPrimary) {
  cluster.setupPrimary({ silent: true })
  const log = []
  cluster.on('exit', (worker, code, signal) => { log.push([worker.id, code, signal, worker.exitedAfterDisconnect].join()); if (log.length === 4) console.log(log.sort()) })
  for (const how of ['throw', 'exit', 'reject', 'disconnect']) cluster.fork({ HOW: how })
} else {
  const { HOW } = process.env
  if (HOW === 'throw') throw new Error('worker')
  if (HOW === 'exit') process.exit(9)
  if (HOW === 'reject') Promise.reject(new Error('worker'))
  if (HOW === 'disconnect') cluster.worker.disconnect()
}
