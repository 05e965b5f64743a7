import { printable } from '../capsule/printable'
import { evaluationAnswer, functionAnswer } from './evaluation-answer'
import { getProperties } from './get-properties'
import { processFact } from './process-facts'
import { INVALID_PARAMS, ProtocolError, SERVER_ERROR } from './protocol-error'
import type { Method, ReplayContext } from './replay'
import { resolveObject } from './resolve-object'

const nothing: Method = () => ({})

/** CDP's domain `Runtime`, by method. */
export const RUNTIME_METHODS: Readonly<Record<string, Method>> = {
  'Runtime.enable': context => {
    if (!context.state.isRuntimeEnabled) {
      context.state.isRuntimeEnabled = true
      context.emit('Runtime.executionContextCreated', { context: executionContext(context) })
      for (const note of context.session.crash.notes.slice(0, MAX_NOTES)) context.emit('Runtime.consoleAPICalled', consoleNote(context, note))
    }
    return {}
  },
  'Runtime.disable': ({ state }) => ((state.isRuntimeEnabled = false), {}),
  'Runtime.getProperties': ({ session, state }, params) => {
    const { handle, group } = resolveObject(session, params['objectId'])
    state.isLookedAt = true
    const answer = getProperties(session, handle, {
      group,
      generatePreview: params['generatePreview'] === true,
      accessorPropertiesOnly: params['accessorPropertiesOnly'] === true,
      nonIndexedPropertiesOnly: params['nonIndexedPropertiesOnly'] === true,
    })
    if (answer === undefined) throw new ProtocolError(SERVER_ERROR, 'Could not find object with given id')
    return answer
  },
  'Runtime.evaluate': async (context, params) => {
    const { manifest } = context
    const fact = typeof params['expression'] === 'string' ? processFact(params['expression'], manifest.process, manifest.runtime) : undefined
    if (fact !== undefined && (params['returnByValue'] === true || typeof fact.value !== 'object')) return { result: plainObject(fact.value) }
    return await evaluationAnswer(context, params, undefined)
  },
  'Runtime.callFunctionOn': async (context, params) => {
    context.state.isLookedAt = true
    return await functionAnswer(context, params)
  },
  // A script cannot be compiled for a program that is dead; what is typed into a console is asked first whether it is complete.
  'Runtime.compileScript': (_context, { persistScript }) => {
    if (persistScript === true) throw new ProtocolError(SERVER_ERROR, 'The program is dead: no script can be added to it')
    return {}
  },
  'Runtime.getIsolateId': ({ isolateId }) => ({ id: isolateId }),
  'Runtime.getHeapUsage': ({ manifest }) => {
    const { memory } = manifest.process
    return { usedSize: memory?.['heapUsed'] ?? 0, totalSize: memory?.['heapTotal'] ?? 0, embedderHeapUsedSize: 0, backingStorageSize: memory?.['arrayBuffers'] ?? 0 }
  },
  'Runtime.globalLexicalScopeNames': () => ({ names: [] }),
  'Runtime.getExceptionDetails': () => ({}),
  'Runtime.releaseObject': nothing,
  'Runtime.releaseObjectGroup': ({ session }, { objectGroup }) => {
    if (typeof objectGroup !== 'string') throw new ProtocolError(INVALID_PARAMS, 'Invalid parameters: objectGroup is a string')
    session.ids.release(objectGroup)
    return {}
  },
  'Runtime.runIfWaitingForDebugger': nothing, 'Runtime.discardConsoleEntries': nothing, 'Runtime.setAsyncCallStackDepth': nothing,
  'Runtime.setCustomObjectFormatterEnabled': nothing, 'Runtime.setMaxCallStackSizeToCapture': nothing, 'Runtime.addBinding': nothing,
  'Runtime.removeBinding': nothing, 'Runtime.terminateExecution': nothing,
}

const MAX_NOTES = 50

/** What the recorder has to say of the whole crash stands in the console. */
function consoleNote ({ manifest }: ReplayContext, note: string): object {
  const value = `FaultSnap: ${printable(note, 1_000)}`
  return { type: 'warning', args: [{ type: 'string', value }], executionContextId: 1, timestamp: Date.parse(manifest.capturedAt) }
}

function executionContext ({ manifest, isolateId }: ReplayContext): object {
  const { pid } = manifest.process
  return { id: 1, origin: '', name: `node[${pid}] (dead: capsule ${manifest.id})`, uniqueId: `${isolateId}.1`, auxData: { isDefault: true } }
}

function plainObject (value: unknown): object {
  if (value === null) return { type: 'object', subtype: 'null', value }
  if (typeof value === 'object') return { type: 'object', value }
  return { type: typeof value, ...value !== undefined && { value }, ...typeof value === 'number' && { description: String(value) } }
}

