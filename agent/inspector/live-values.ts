import type { Runtime } from 'node:inspector'
import { SafeMap } from '../primordials'
import type { InspectorSession } from './session'

/** What reading values needs of a session. */
export type ProtocolSession = Pick<InspectorSession, 'post'>
/** Live values behind CDP object ids, and ids of live objects; see {@link LiveValues}. */
export type ValueAccess = Pick<LiveValues, 'take' | 'idsOf'>

/**
 * Hands the live objects behind CDP object ids to plain JavaScript, and back.
 *
 * CDP speaks in object ids of one execution context each (`<isolate>.<context>.<number>`). A function of ours, known to V8 as
 * an object in the same context, is called with the ids as arguments and simply keeps what it gets. In the main context that
 * function is found through a property that exists only while it is looked up; in a `vm` context through `require`, which
 * Node offers to expressions of the console (`includeCommandLineAPI`), since nothing else leads from there to us.
 */
export class LiveValues {
  private readonly session: ProtocolSession
  private readonly handles: SafeMap<string, string> = new SafeMap()
  private received: unknown[] = []
  private outgoing: unknown = undefined
  private readonly door: (values?: unknown[]) => unknown

  constructor (session: ProtocolSession) {
    this.session = session
    this.door = values => {
      if (values === undefined) return this.outgoing
      this.received = values
      return undefined
    }
    const handle = this.lookUpDoor('process[Symbol.for("faultsnap.door")]')
    this.handles.set(contextOf(handle), handle)
  }

  /** The live values of `objectIds`, in their order. `undefined` for those V8 no longer knows. */
  take (objectIds: readonly string[]): unknown[] {
    const values: unknown[] = new Array(objectIds.length)
    const byContext: SafeMap<string, number[]> = new SafeMap()
    const contexts: string[] = []
    for (let index = 0; index < objectIds.length; index++) {
      const context = contextOf(objectIds[index]!)
      const indexes = byContext.get(context)
      if (indexes === undefined) {
        byContext.set(context, [index])
        contexts[contexts.length] = context
      } else {
        indexes[indexes.length] = index
      }
    }
    for (let at = 0; at < contexts.length; at++) {
      const indexes = byContext.get(contexts[at]!)!
      const args: { objectId: string }[] = []
      for (let index = 0; index < indexes.length; index++) args[index] = { objectId: objectIds[indexes[index]!]! }
      this.call(contexts[at]!, args)
      for (let index = 0; index < indexes.length; index++) values[indexes[index]!] = this.received[index]
      this.received = []
    }
    return values
  }

  /** CDP ids of live objects, in the group `backtrace`, which V8 forgets when the pause ends. */
  idsOf (objects: readonly object[]): (string | undefined)[] {
    const properties = this.session.post<Runtime.GetPropertiesReturnType>('Runtime.getProperties', {
      objectId: this.idOf(objects), ownProperties: true,
    }).result
    const ids: (string | undefined)[] = []
    for (let index = 0; index < objects.length; index++) ids[index] = properties[index]?.value?.objectId
    return ids
  }

  /** The CDP id of one live object; see {@link idsOf}. */
  idOf (object: object): string | undefined {
    this.outgoing = object
    try {
      return this.session.post<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
        objectId: this.mainHandle(), functionDeclaration: 'function(){return this()}', silent: true, objectGroup: 'backtrace',
      }).result.objectId
    } finally {
      this.outgoing = undefined
    }
  }

  private mainHandle (): string {
    let first = ''
    this.handles.forEach(handle => { if (first === '') first = handle })
    return first
  }

  private call (context: string, args: { objectId: string }[]): void {
    let handle = this.handles.get(context)
    if (handle === undefined) {
      handle = this.lookUpDoor('require("node:process")[Symbol.for("faultsnap.door")]', Number(context))
      this.handles.set(context, handle)
    }
    this.session.post('Runtime.callFunctionOn', {
      objectId: handle, functionDeclaration: 'function(...values){this(values)}', arguments: args, silent: true, returnByValue: true,
    })
  }

  private lookUpDoor (expression: string, contextId?: number): string {
    const key = Symbol.for('faultsnap.door')
    Object.defineProperty(process, key, { value: this.door, configurable: true, enumerable: false })
    try {
      const answer = this.session.post<Runtime.EvaluateReturnType>('Runtime.evaluate', {
        expression, silent: true, objectGroup: 'faultsnap', includeCommandLineAPI: contextId !== undefined, contextId,
      })
      if (answer.result.objectId === undefined) throw new Error('the door was not found')
      return answer.result.objectId
    } finally {
      delete (process as unknown as Record<symbol, unknown>)[key]
    }
  }
}

/** The context part of a CDP `RemoteObjectId`: `<isolate>.<context>.<number>` on Node 20 to 26. */
function contextOf (objectId: string): string {
  const first = objectId.indexOf('.')
  return objectId.slice(first + 1, objectId.indexOf('.', first + 1))
}
