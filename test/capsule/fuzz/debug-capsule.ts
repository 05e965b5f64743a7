import { createEvaluator } from '../../../cli/shadow/create-evaluator'
import { PostmortemSession } from '../../../cli/dap/session'
import type { Io } from '../../../cli/io'
import { readCapsule } from '../../../src/capsule/read'
import { createReplay, type Replay } from '../../../src/postmortem/replay'

/** Objects that are looked into, of each of both protocols. */
const MAX_OBJECTS = 150
const MAX_FRAMES = 20
const SLOW_MS = 10_000
/** What a terminal obeys, in texts that clients print: names, and descriptions. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

/** Paths that lead out of what is recorded, and into the names of prototypes. */
const EXPRESSIONS = ['this', 'item.price', 'deep.get', 'deep.bytes[0]', 'deep.later', 'deep.__proto__', 'deep.constructor.prototype', 'deep["toString"]', 'order.items[0]',
  'order.items[4294967294]', 'order.items.length', '__proto__.x', 'constructor', 'deep.bytes.get(0)', 'nowhere', 'typeof process === "object" ? process.version : ""', '(', '']

/**
 * Looks at a capsule as debuggers do, in this process: everything that a pause leads to over CDP and over DAP, sources, paths. Gives what went
 * wrong: a failure that is no answer, an answer that is slow. Expressions that are more than paths are for the fuzzer of the shadow heap.
 */
export async function debugCapsule (bytes: Buffer, file: string, io: Io): Promise<string[]> {
  const problems: string[] = []
  const attempt = async (what: string, act: () => Promise<void>): Promise<void> => {
    const startedAt = Date.now()
    try {
      await act()
    } catch (error) {
      problems.push(`${what}: ${(error as Error)?.stack?.split('\n').slice(0, 6).join(' ') ?? String(error)}`)
    }
    if (Date.now() - startedAt > SLOW_MS) problems.push(`${what}: took ${Date.now() - startedAt} ms`)
  }
  const capsule = await readCapsule(bytes)
  await attempt('CDP', async () => {
    const replay = await createReplay(capsule, { createEvaluator: (crash, graph) => createEvaluator(crash, graph) })
    try {
      await replayAll(replay)
    } finally {
      replay.close()
    }
  })
  await attempt('DAP', async () => { await adaptAll(file, io) })
  return problems
}

async function replayAll (replay: Replay): Promise<void> {
  const open: string[] = []
  const seen = new Set<string>()
  const note = (value: unknown): void => {
    JSON.stringify(value, (key, inner: unknown) => {
      if (key === 'objectId' && typeof inner === 'string' && open.length < MAX_OBJECTS) open.push(inner)
      return inner
    })
  }
  const scripts: string[] = []
  const frames: string[] = []
  replay.onEvent((method, params) => {
    const { scriptId, callFrames } = params as { scriptId?: string, callFrames?: { callFrameId: string, functionName: string }[] }
    if (method === 'Debugger.scriptParsed') scripts.push(scriptId!)
    for (const { callFrameId, functionName } of callFrames ?? []) {
      if (UNSAFE.test(functionName)) throw new Error(`a function is called ${JSON.stringify(functionName)}`)
      frames.push(callFrameId)
    }
    note(params)
  })
  const ask = async (method: string, params: Record<string, unknown> = {}): Promise<void> => {
    note(await replay.handle(method, params))
  }
  await ask('Runtime.enable')
  await ask('Debugger.enable')
  for (const scriptId of scripts.slice(0, MAX_FRAMES)) await ask('Debugger.getScriptSource', { scriptId })
  for (const callFrameId of frames.slice(0, MAX_FRAMES)) {
    for (const expression of EXPRESSIONS) await ask('Debugger.evaluateOnCallFrame', { callFrameId, expression, throwOnSideEffect: true, generatePreview: true })
  }
  for (const expression of EXPRESSIONS) await ask('Runtime.evaluate', { expression, throwOnSideEffect: true, returnByValue: true })
  for (const objectId of open) {
    if (seen.has(objectId)) continue
    seen.add(objectId)
    await ask('Runtime.getProperties', { objectId, generatePreview: true, ownProperties: true })
    await ask('Runtime.getProperties', { objectId, accessorPropertiesOnly: true })
  }
}

type Message = { type: string, request_seq?: number, success?: boolean, message?: string, body?: Record<string, unknown>, command?: string }

async function adaptAll (file: string, io: Io): Promise<void> {
  const waiting = new Map<number, (message: Message) => void>()
  const session = new PostmortemSession({ io, commandLine: {}, ended: () => {} })
  session.onDidSendMessage(message => {
    const { type, request_seq: of } = JSON.parse(JSON.stringify(message)) as Message
    if (type === 'response') waiting.get(of!)?.(message as unknown as Message)
  })
  let seq = 0
  const ask = async (command: string, args: object): Promise<Record<string, unknown>> => {
    const message = await new Promise<Message>(resolve => {
      waiting.set(++seq, resolve)
      session.handleMessage({ seq, type: 'request', command, arguments: args } as never)
    })
    if (message.success === false && /^unexpected /.test(message.message ?? '')) throw new Error(`${command} ${JSON.stringify(args).slice(0, 200)}: ${message.message}`)
    return message.body ?? {}
  }
  try {
    await ask('initialize', { adapterID: 'faultsnap', linesStartAt1: true })
    await ask('launch', { file })
    await ask('configurationDone', {})
    for (const command of ['threads', 'loadedSources', 'exceptionInfo']) await ask(command, {})
    const { stackFrames = [] } = await ask('stackTrace', { threadId: 1 }) as { stackFrames?: { id: number, name: string }[] }
    const open: number[] = []
    const names = new Set<string>()
    for (const { id, name } of stackFrames.slice(0, MAX_FRAMES)) {
      if (UNSAFE.test(name)) throw new Error(`a frame is called ${JSON.stringify(name)}`)
      const { scopes = [] } = await ask('scopes', { frameId: id }) as { scopes?: { variablesReference: number }[] }
      open.push(...scopes.map(({ variablesReference }) => variablesReference))
      for (const expression of EXPRESSIONS) await ask('evaluate', { expression, frameId: id, context: 'hover' })
    }
    for (let at = 0; at < open.length && at < MAX_OBJECTS; at++) {
      const { variables = [] } = await ask('variables', { variablesReference: open[at] }) as { variables?: { name: string, value: string, variablesReference: number, evaluateName?: string }[] }
      for (const { name, value, variablesReference, evaluateName } of variables) {
        if (UNSAFE.test(name) || UNSAFE.test(value)) throw new Error(`a variable is ${JSON.stringify([name, value]).slice(0, 300)}`)
        if (variablesReference > 0 && open.length < MAX_OBJECTS) open.push(variablesReference)
        if (evaluateName !== undefined && names.size < MAX_OBJECTS) names.add(evaluateName)
      }
    }
    for (const expression of names) await ask('evaluate', { expression, context: 'hover' })
    for (const text of ['deep.', 'deep.b', '$exception.', 'x', '']) await ask('completions', { text, column: text.length + 1 })
  } finally {
    session.shutdown()
  }
}
