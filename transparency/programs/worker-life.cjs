// Workers that are terminated, that share memory, that inherit or not, that live in workers.
const assert = require('node:assert')
const { once } = require('node:events')
const { Worker, isMainThread, parentPort, workerData, threadId, MessageChannel, receiveMessageOnPort, BroadcastChannel, SHARE_ENV, setEnvironmentData, getEnvironmentData } = require('node:worker_threads')
if (isMainThread) main()
else if (workerData === 'loop') { parentPort.postMessage('started'); for (;;); }
else if (workerData === 'nested') {
  const inner = new Worker(__filename, { workerData: 'echo' })
  inner.on('message', message => { parentPort.postMessage(['inner', message, threadId]); inner.terminate() })
  inner.postMessage('hello')
} else if (workerData === 'echo') parentPort.once('message', message => { parentPort.postMessage(message); parentPort.close() })
else if (workerData === 'env') parentPort.postMessage([process.env.X_SHARED, getEnvironmentData('key'), process.argv.slice(2), process.execArgv.filter(a => !a.includes('register'))])
else if (workerData === 'events') parentPort.postMessage([process.eventNames(), parentPort.eventNames(), parentPort.listenerCount('message'), process.listenerCount('exit')])
async function main () {
  const loop = new Worker(__filename, { workerData: 'loop' })
  await once(loop, 'message')
  console.log('terminated', await loop.terminate(), loop.threadId)
  const nested = new Worker(__filename, { workerData: 'nested' })
  console.log(await once(nested, 'message'))
  await once(nested, 'exit')
  process.env.X_SHARED = 'yes'
  setEnvironmentData('key', { a: 1 })
  for (const env of [undefined, SHARE_ENV, { X_SHARED: 'own' }]) {
    const worker = new Worker(__filename, { workerData: 'env', env, argv: ['x'] })
    console.log(JSON.stringify(await once(worker, 'message')))
    await once(worker, 'exit')
  }
  console.log(JSON.stringify(await once(new Worker(__filename, { workerData: 'events' }), 'message')))
  const { port1, port2 } = new MessageChannel()
  port1.postMessage({ a: 1 })
  assert.deepStrictEqual(receiveMessageOnPort(port2), { message: { a: 1 } })
  assert.throws(() => port1.postMessage(() => {}), { name: 'DataCloneError' })
  assert.throws(() => port1.postMessage(port1, [port1]), { name: 'DataCloneError' })
  port1.close()
  const channel = new BroadcastChannel('x')
  const other = new BroadcastChannel('x')
  other.onmessage = ({ data }) => { console.log('broadcast', data); channel.close(); other.close() }
  channel.postMessage('all')
}
