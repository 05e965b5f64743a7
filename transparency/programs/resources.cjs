// What keeps the process alive, as the process itself tells.
console.log(process.getActiveResourcesInfo(), process._getActiveHandles().length, process._getActiveRequests().length)
for (let i = 0; i < 200; i++) try { throw new Error('x') } catch {}
setTimeout(() => {
  console.log(process.getActiveResourcesInfo(), process._getActiveHandles().length, process._getActiveRequests().length)
  Promise.reject(new Error('handled later')).catch(() => {})
  const server = require('node:http').createServer().listen(0, '127.0.0.1', () => {
    console.log(process.getActiveResourcesInfo())
    server.close()
  })
}, 20)
process.on('beforeExit', () => console.log('beforeExit', process.getActiveResourcesInfo()))
