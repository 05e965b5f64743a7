// Ids in the main module, in an uncaughtException handler and after it.
const { executionAsyncId, triggerAsyncId, executionAsyncResource, AsyncResource } = require('node:async_hooks')
console.log(executionAsyncId(), triggerAsyncId(), Object.keys(executionAsyncResource()))
const resource = new AsyncResource('MINE')
process.once('uncaughtException', () => console.log(executionAsyncId() === resource.asyncId(), triggerAsyncId() === resource.triggerAsyncId()))
setTimeout(() => {
  console.log(executionAsyncId() > 0)
  setImmediate(() => console.log('after', executionAsyncId() > triggerAsyncId()))
})
resource.runInAsyncScope(() => { throw new Error('in a scope') })
