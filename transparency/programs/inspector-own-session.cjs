// The program's own inspector session: pauses of its own, evaluate, profiler, coverage, heap profile.
const { Session } = require('node:inspector')
const session = new Session()
session.connect()
const post = (method, params) => new Promise((resolve, reject) => session.post(method, params, (error, result) => error ? reject(Object.assign(new Error(error.message), error)) : resolve(result)))
const paused = []
session.on('Debugger.paused', ({ params }) => { paused.push([params.reason, params.callFrames[0].functionName, params.hitBreakpoints?.length]); session.post('Debugger.resume') })
;(async () => {
  console.log((await post('Runtime.evaluate', { expression: '1 + 1' })).result)
  console.log((await post('Runtime.evaluate', { expression: 'throw new Error("e")' })).exceptionDetails.text)
  await post('Debugger.enable')
  await post('Debugger.setPauseOnExceptions', { state: 'all' })
  function failing () { throw new Error('mine') }
  try { failing() } catch { }
  await post('Debugger.setPauseOnExceptions', { state: 'none' })
  try { failing() } catch { }
  await post('Debugger.disable')
  console.log(JSON.stringify(paused))
  await post('Profiler.enable')
  await post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  failing.called = 0
  for (let i = 0; i < 3; i++) try { failing() } catch { failing.called++ }
  const { result } = await post('Profiler.takePreciseCoverage')
  const own = result.find(({ url }) => url.endsWith('inspector-own-session.cjs'))
  console.log(own.functions.find(({ functionName }) => functionName === 'failing').ranges[0].count)
  await post('Profiler.start')
  const { profile } = await post('Profiler.stop')
  console.log(profile.nodes.length > 0)
  await post('HeapProfiler.enable')
  let chunks = 0
  session.on('HeapProfiler.addHeapSnapshotChunk', () => chunks++)
  await post('HeapProfiler.takeHeapSnapshot')
  console.log(chunks > 0)
  await post('Nothing.here').catch(error => console.log(error.code, error.message))
  session.disconnect()
  try { session.post('Runtime.evaluate', { expression: '1' }) } catch (error) { console.log(error.code) }
})()
