import whyIsNodeRunning from 'why-is-node-running'
import { createServer } from 'node:net'
for (let i = 0; i < 100; i++) try { throw new Error('caught') } catch {}
const server = createServer().listen(0, '127.0.0.1')
setTimeout(() => {
  const lines = []
  whyIsNodeRunning({ error: text => lines.push(text) })
  console.log(lines.join('\n').replaceAll(/:\d+/g, ''))
  server.close()
}, 50)
