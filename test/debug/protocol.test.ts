import { tmpdir } from 'node:os'
import CDP from 'chrome-remote-interface'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { DebugServer } from '../../cli/debug/serve'
import { openReplay } from '../../cli/debug/start'
import { recordTill, serveCapsule, type RecordedTill } from './served'

// The protocol as clients speak it: what each of them was seen to ask, and what it takes for granted.

type Client = Omit<CDP.Client, 'once'> & {
  once: (name: string, listener: (params: any) => void) => void,
  events: { method: string, params: any }[], ask: (method: string, params?: object) => Promise<any> }

let till: RecordedTill
let server: DebugServer
test.before(async () => {
  till = await recordTill()
  server = await serveCapsule(till.capsule)
})
test.after(() => {
  server.close()
  till.remove()
})

async function connect (): Promise<Client> {
  const client = await CDP({ host: '127.0.0.1', port: server.port, local: true }) as unknown as Client
  client.events = []
  client.on('event', event => client.events.push(event as never))
  client.ask = async (method, params) => await client.send(method as 'Runtime.enable', params as never)
  return client
}

/** The event of a name that comes next. */
const next = async (client: Client, method: string): Promise<any> => await new Promise(resolve => client.once(method, resolve))

function withClient (title: string, run: (client: Client, paused: any) => Promise<void>): void {
  test(title, async () => {
    const client = await connect()
    try {
      await client.ask('Runtime.enable')
      await client.ask('Debugger.enable')
      await run(client, client.events.find(({ method }) => method === 'Debugger.paused')!.params)
    } finally {
      await client.close()
    }
  })
}

test('the frames of a library that threw can be left out: the program\'s own is the innermost then, and evaluated in', async () => {
  const replay = await openReplay(till.capsule, { cwd: tmpdir(), pathMap: [], firstFrame: 1 })
  const paused: any[] = []
  replay.onEvent((method, params) => { if (method === 'Debugger.paused') paused.push(params) })
  await replay.handle('Debugger.enable')
  const { function: name, index } = till.capsule.crash.frames[1]!
  assert.is(paused[0].callFrames[0].functionName.split('.').at(-1), name.split('.').at(-1))
  assert.is(paused[0].callFrames[0].callFrameId, `1.1.${index}`)
  replay.close()
})

const named = (list: any[], name: string): any => list.find(each => each.name === name)

withClient('a client is told of the context, then of all scripts, then of the pause, each once, however often it enables', async client => {
  await client.ask('Runtime.enable')
  await client.ask('Debugger.enable')
  await client.ask('Runtime.getIsolateId')
  const methods = client.events.map(({ method }) => method)
  assert.equal(methods, ['Runtime.executionContextCreated', ...till.capsule.crash.scripts.map(() => 'Debugger.scriptParsed'), 'Debugger.paused'])
})

withClient('the pause is an exception with the frames, their scopes and receivers, and the caller that awaits', async (client, paused) => {
  assert.is(paused.reason, 'exception')
  assert.match(paused.data.description, /^RangeError: voucher 2 is worth more than A-1\n {4}at .*till\.js:30/)
  assert.is(paused.data.uncaught, true)
  assert.equal(paused.callFrames.map((frame: any) => frame.functionName), ['pay', 'checkout'])
  const [frame] = paused.callFrames
  assert.equal([frame.location.lineNumber, frame.location.columnNumber], [29, 24])
  assert.equal(frame.scopeChain.map((scope: any) => scope.type), ['block', 'block', 'block', 'local', 'closure', 'global'])
  assert.equal(paused.asyncStackTrace.callFrames.map((each: any) => each.functionName), ['main'])
  assert.is(paused.asyncStackTrace.description, 'await')
  const receiver = await client.ask('Runtime.getProperties', { objectId: frame.this.objectId, ownProperties: true })
  assert.equal(receiver.result.map((each: any) => [each.name, each.value.value]), [['till', 1]])
  const { scriptSource } = await client.ask('Debugger.getScriptSource', { scriptId: frame.location.scriptId })
  assert.match(scriptSource.split('\n')[29], /throw new RangeError/)
})

withClient('objects are as V8 describes them', async (client, paused) => {
  const scope = async (index: number): Promise<any[]> => (await client.ask('Runtime.getProperties', {
    objectId: paused.callFrames[0].scopeChain[index].object.objectId, generatePreview: true,
  })).result
  const variables = await scope(2)
  const described = Object.fromEntries(variables.map(({ name, value }) => [name, value.description]))
  assert.equal(described, {
    till: 'Till', sparse: 'Array(3)', many: 'Array(140)', rates: 'Map(2)', day: String(new Date(0)), pattern: '/a\\/b/gi', amounts: 'Object',
    add: '(a, b) => a + b', behind: 'Proxy(Object)', done: 'Promise', bytes: 'Uint8Array(3)', cycle: 'Object',
  })
  const properties = async (name: string): Promise<any> =>
    await client.ask('Runtime.getProperties', { objectId: named(variables, name).value.objectId, ownProperties: true })
  const drawer = await properties('till')
  assert.equal(drawer.privateProperties.map((each: any) => [each.name, each.value.description]), [['#cents', '1250'], ['#receipts', 'Array(1)']])
  assert.equal([named(drawer.result, 'password').value.className, named(drawer.result, 'password').value.description], ['Missing', '<masked>'])
  assert.is(named(drawer.internalProperties, '[[Prototype]]').value.description, 'Drawer')

  const { result: amounts } = await properties('amounts')
  assert.equal(amounts.map(({ name, value, get }: any) => [name, value?.type ?? get.type, value?.unserializableValue ?? value?.subtype ?? '']), [
    ['none', 'object', 'null'], ['nothing', 'undefined', ''], ['minus', 'number', '-0'], ['big', 'bigint', '12n'], ['not', 'number', 'NaN'],
    ['tag', 'symbol', ''], ['lazy', 'function', ''],
  ])
  assert.is(named(amounts, 'none').value.value, null)

  const sparse = await properties('sparse')
  assert.equal(sparse.result.map((each: any) => each.name), ['0', '2', 'length'], 'a hole is no property')
  const rates = await properties('rates')
  const entries = await client.ask('Runtime.getProperties', { objectId: named(rates.internalProperties, '[[Entries]]').value.objectId, ownProperties: true })
  assert.equal(entries.result.map(({ value }: any) => [value.subtype, value.description]),
    [['internal#entry', '{"EUR" => 1}'], ['internal#entry', '{Object => Set(1)}'], [undefined, '2']])
  const many = await properties('many')
  assert.is(many.result.length, 51)
  assert.is(named(many.result, 'length').value.value, 140)
  assert.is(named(many.internalProperties, '[[NotRecordedElements]]').value.description, '<cut: items, 90 more elements not recorded>')
  const { result: { preview } } = await client.ask('Debugger.evaluateOnCallFrame',
    { callFrameId: paused.callFrames[0].callFrameId, expression: 'many', generatePreview: true })
  assert.equal(preview.properties.at(-1), { name: '[[NotRecordedElements]]', type: 'object', value: '<cut: items, 90 more elements not recorded>' },
    'also in the preview, which is all that node inspect shows')
  assert.equal((await properties('bytes')).result.map(({ value }: any) => value.value), [1, 2, 255])
  const settled = await properties('done')
  assert.equal(['[[PromiseState]]', '[[PromiseResult]]'].map(name => named(settled.internalProperties, name).value.value), ['fulfilled', 42])
})

withClient('a missing value says why when it is opened', async (client, paused) => {
  const { result } = await client.ask('Debugger.evaluateOnCallFrame', { callFrameId: paused.callFrames[0].callFrameId, expression: 'till' })
  const drawer = await client.ask('Runtime.getProperties', { objectId: result.objectId, ownProperties: true })
  const told = await client.ask('Runtime.getProperties', { objectId: named(drawer.result, 'password').value.objectId, ownProperties: true })
  assert.is(named(told.result, 'missing').value.value, 'masked')
  assert.match(named(told.result, 'why').value.value, /A secret/)
})

withClient('each answer has new object ids, which are of the same object, and go with their group', async (client, paused) => {
  const [frame] = paused.callFrames
  const evaluate = async (expression: string, objectGroup?: string): Promise<any> =>
    (await client.ask('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression, objectGroup })).result
  const [first, second] = [await evaluate('cycle.self', 'one'), await evaluate('cycle', 'two')]
  assert.is.not(first.objectId, second.objectId)
  await client.ask('Runtime.releaseObjectGroup', { objectGroup: 'one' })
  assert.is((await client.ask('Runtime.getProperties', { objectId: second.objectId })).result.length, 3)
  try {
    await client.ask('Runtime.getProperties', { objectId: first.objectId })
    assert.unreachable('it was released')
  } catch (error) {
    assert.match((error as Error).message, /Could not find object with given id/)
  }
})

withClient('resuming and stepping lead back to the pause', async (client, paused) => {
  await client.ask('Runtime.getProperties', { objectId: paused.callFrames[0].scopeChain[0].object.objectId })
  for (const method of ['Debugger.resume', 'Debugger.stepOver', 'Debugger.stepInto', 'Debugger.stepOut']) {
    const [resumed, again] = [next(client, 'Debugger.resumed'), next(client, 'Debugger.paused')]
    await client.ask(method)
    await resumed
    const { callFrames } = await again
    assert.equal(callFrames.map((frame: any) => frame.functionName), ['pay', 'checkout'])
    await client.ask('Runtime.getProperties', { objectId: callFrames[0].scopeChain[0].object.objectId })
  }
  try {
    await client.ask('Runtime.getProperties', { objectId: paused.callFrames[0].scopeChain[0].object.objectId })
    assert.unreachable('ids of a pause end with it')
  } catch (error) {
    assert.match((error as Error).message, /Could not find object/)
  }
})

withClient('a client that does not stop at exceptions stops at the second pause', async client => {
  const again = next(client, 'Debugger.paused')
  await client.ask('Debugger.resume')
  assert.is((await again).reason, 'assert')
  await client.ask('Debugger.setPauseOnExceptions', { state: 'none' })
  const wanted = next(client, 'Debugger.paused')
  await client.ask('Debugger.setPauseOnExceptions', { state: 'uncaught' })
  assert.is((await wanted).reason, 'exception', 'VS Code says only then that it stops at them')
  const unwanted = next(client, 'Debugger.paused')
  await client.ask('Debugger.resume')
  assert.is((await unwanted).reason, 'assert', 'and goes on from one whose condition is not met')
})

withClient('what a debugger restores is taken, what changes the program is refused in words', async (client, paused) => {
  for (const method of ['Profiler.enable', 'Runtime.runIfWaitingForDebugger', 'NodeWorker.enable', 'Runtime.releaseObject']) {
    assert.equal(await client.ask(method, { objectId: 'x', waitForDebuggerOnStart: false }), {}, method)
  }
  for (const [method, params] of [['setPauseOnExceptions', { state: 'none' }], ['setAsyncCallStackDepth', { maxDepth: 32 }],
    ['setBlackboxPatterns', { patterns: [] }], ['setBreakpointsActive', { active: true }], ['removeBreakpoint', { breakpointId: '1' }]] as const) {
    assert.equal(await client.ask(`Debugger.${method}`, params), {}, method)
  }
  assert.equal((await client.ask('Debugger.setBreakpointByUrl', { lineNumber: 3, url: 'file:///x.js' })).locations, [])
  assert.equal(await client.ask('Runtime.globalLexicalScopeNames', {}), { names: [] })
  assert.equal(await client.ask('Runtime.compileScript', { expression: '1 +', sourceURL: '', persistScript: false }), {})
  const { callFrameId } = paused.callFrames[0]
  for (const [method, params] of [['setVariableValue', { scopeNumber: 0, variableName: 'rate', newValue: { value: 2 }, callFrameId }],
    ['restartFrame', { callFrameId }], ['setScriptSource', { scriptId: '1', scriptSource: '' }],
    ['setBreakpoint', { location: { scriptId: '1', lineNumber: 1 } }]] as const) {
    try {
      await client.ask(`Debugger.${method}`, params)
      assert.unreachable(method)
    } catch (error) {
      assert.match((error as Error).message, /the program is dead/, method)
    }
  }
})

withClient('a domain that does not exist is none', async client => {
  for (const method of ['Network.enable', 'Page.enable', 'Debugger.noSuch', '__proto__', 'constructor']) {
    const answer = await client.ask(method).catch((error: { response?: { code: number } }) => error.response)
    assert.is(answer.code, -32601, method)
  }
})

withClient('VS Code learns of the process what it asks', async client => {
  const asked = async (expression: string, returnByValue = true): Promise<any> => (await client.ask('Runtime.evaluate', { expression, returnByValue })).result
  const { pid } = till.capsule.manifest.process
  assert.is((await asked('process.pid')).value, pid)
  assert.is((await asked("typeof process === 'undefined' ? 'none' : process.version\n//# sourceURL=eval-1.cdp")).value, process.version)
  assert.is((await asked("typeof process !== 'undefined' && process.arch || 'none'")).value, process.arch)
  assert.equal((await asked('({ processId: process.pid, nodeVersion: process.version, architecture: process.arch })')).value,
    { processId: pid, nodeVersion: process.version, architecture: process.arch })
})

withClient('paths are answered also where side effects are refused, with what debuggers append', async (client, paused) => {
  const { callFrameId } = paused.callFrames[0]
  const { result } = await client.ask('Debugger.evaluateOnCallFrame', {
    callFrameId, expression: 'order.lines[0].sku\n//# sourceURL=eval-2.cdp', throwOnSideEffect: true, silent: true,
  })
  assert.equal(result, { type: 'string', value: 'MUG' })
  const getter = await client.ask('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'amounts.lazy', throwOnSideEffect: true })
  assert.not.match(JSON.stringify(getter), /was run/)
  const refused = await client.ask('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'order.lines.push(1)', throwOnSideEffect: true })
  assert.match(refused.exceptionDetails.exception.description, /^EvalError: Possible side-effect in debug-evaluate: /)
})

test('several clients have sessions of their own', async () => {
  const [one, two] = [await connect(), await connect()]
  await Promise.all([one, two].map(async client => await client.ask('Debugger.enable')))
  const again = next(one, 'Debugger.paused')
  await one.ask('Debugger.resume')
  await again
  assert.is(two.events.filter(({ method }) => method === 'Debugger.resumed').length, 0)
  await one.close()
  assert.is((await two.ask('Runtime.getIsolateId')).id.length, 16)
  await two.close()
})

test.run()
