import type { Runtime } from 'node:inspector'
import type { Cut, PropertyRecord } from '../../src/model'
import type { ProtocolSession, ValueAccess } from '../inspector/live-values'
import { getOwnPropertyDescriptor, getOwnPropertySymbols, stringStartsWith } from '../primordials'
import { cut, fillProperties, type WalkedObject } from './fill-node'
import type { GraphWalk, Insight } from './graph-walk'
import { hazardOf } from './hazard'
import { STAMP } from '../http/stamp'

/** Objects asked about per crash: an answer costs 20 to 40 µs. */
const MAX_ASKED = 300
/** Objects asked about however late it is; see MIN_OBJECTS of the walk. */
const MIN_ASKED = 8
/** Functions come last and are the most: their place in the source is nice to know. */
const MAX_ASKED_FUNCTIONS = 60

const SHOWN_INTERNALS: readonly string[] = [
  '[[PromiseState]]', '[[PromiseResult]]', '[[Target]]', '[[Handler]]', '[[IsRevoked]]', '[[TargetFunction]]', '[[BoundThis]]',
  '[[BoundArgs]]', '[[IteratorHasMore]]', '[[IteratorIndex]]', '[[IteratorKind]]', '[[GeneratorState]]', '[[GeneratorFunction]]', '[[GeneratorReceiver]]', '[[WeakRefTarget]]', '[[Entries]]',
]

/**
 * Insight through CDP `Runtime.getProperties`, asked only where that runs no code of the program (see hazard.ts): what cannot be known
 * beforehand is whether a private field or a promise's result is an error with a getter for its message. `isBrief` leaves functions out but for bound ones: where they are written is not worth a caught throw's time.
 */
export function createInsight (session: ProtocolSession, liveValues: ValueAccess, isBrief: boolean): Insight {
  let asked = 0
  let askedLate = 0
  let askedFunctions = 0
  return (walk, objects) => {
    const wanted: WalkedObject[] = []
    for (let pass = 0; pass < 2; pass++) {
      for (let index = 0; index < objects.length; index++) {
        const walked = objects[index]!
        const isFunction = walked.node.type === 'function' && !walked.isProxy
        if (isFunction !== (pass === 1) || (isFunction && isBrief && !isBound(walked.object))) continue
        if (asked >= MAX_ASKED || (isFunction && ++askedFunctions > MAX_ASKED_FUNCTIONS)) {
          if (!isFunction) cut(walk, walked.node, { what: whatOf(walked), reason: 'items', count: 0 })
          continue
        }
        const hazard = hazardOf(walked.object, walked.hasUnlistedKeys !== true)
        if (hazard !== undefined) {
          if (!isFunction) cut(walk, walked.node, { what: whatOf(walked), reason: hazard, count: 0 })
          continue
        }
        asked++
        wanted[wanted.length] = walked
      }
    }
    if (wanted.length === 0) return
    const objectsWanted: object[] = []
    for (let index = 0; index < wanted.length; index++) objectsWanted[index] = wanted[index]!.object
    const ids = liveValues.idsOf(objectsWanted)
    for (let index = 0; index < wanted.length; index++) {
      if (walk.isOverTime() && ++askedLate > MIN_ASKED) {
        cut(walk, wanted[index]!.node, { what: whatOf(wanted[index]!), reason: 'time', count: 0 })
      } else if (ids[index] !== undefined) {
        describe(session, liveValues, walk, wanted[index]!, ids[index]!)
      }
    }
  }
}

/** A private field or accessor, or an internal slot, in V8's answer. */
interface Asked { name: string, value?: Runtime.RemoteObject, get?: Runtime.RemoteObject, set?: Runtime.RemoteObject }

/** What an object that V8 was not asked about lacks. */
const whatOf = ({ hasUnlistedKeys, mayHavePrivates }: WalkedObject): Cut['what'] =>
  hasUnlistedKeys ? 'properties' : mayHavePrivates ? 'privates' : 'internals'

function isBound (object: object): boolean {
  const name = getOwnPropertyDescriptor(object, 'name')?.value as unknown
  return typeof name === 'string' && stringStartsWith(name, 'bound ')
}

function describe (session: ProtocolSession, liveValues: ValueAccess, walk: GraphWalk, walked: WalkedObject, objectId: string): void {
  const { node } = walked
  const answer = session.post<Runtime.GetPropertiesReturnType & { privateProperties?: Runtime.PropertyDescriptor[] }>(
    'Runtime.getProperties', { objectId, ownProperties: true, nonIndexedPropertiesOnly: true })
  const internals = answer.internalProperties ?? []
  const shown: { name: string, value?: Runtime.RemoteObject }[] = []
  for (let index = 0; index < internals.length; index++) {
    const internal = internals[index]!
    if (internal.name === '[[FunctionLocation]]' || internal.name === '[[GeneratorLocation]]') node.location = locationOf(internal.value?.value)
    else if (SHOWN_INTERNALS.includes(internal.name)) shown[shown.length] = internal
    if (internal.name === '[[WeakRefTarget]]') node.subtype = 'weakref'
  }
  if (shown.length > 0 && walk.limits.maxItems > 0) node.internals = records(liveValues, walk, shown)
  const privates = (answer.privateProperties ?? []).filter(({ name, value }) => name !== STAMP.name || value?.className !== STAMP.className)
  if (privates.length > 0) {
    const kept = privates.slice(0, walk.limits.maxItems)
    node.privates = records(liveValues, walk, kept)
    const left = privates.length - kept.length
    if (left > 0) cut(walk, node, { what: 'privates', reason: 'items', count: left })
  }
  if (walked.hasUnlistedKeys) {
    const keys: (string | symbol)[] = []
    for (let index = 0; index < answer.result.length; index++) {
      const { name, symbol } = answer.result[index]!
      if (symbol === undefined && name !== 'length' && (name !== '__proto__' || getOwnPropertyDescriptor(walked.object, name) !== undefined)) keys[keys.length] = name
    }
    if (keys.length === 0) return
    const symbols = getOwnPropertySymbols(walked.object)
    for (let index = 0; index < symbols.length; index++) keys[keys.length] = symbols[index]!
    // The symbols that were there already are said again, in their place after the names.
    node.cut = node.cut?.filter(({ what }) => what !== 'properties')
    fillProperties(walk, walked, keys)
    if (node.cut?.length === 0) delete node.cut
  }
}

function records (liveValues: ValueAccess, walk: GraphWalk, properties: readonly Asked[]): PropertyRecord[] {
  const ids: string[] = []
  for (let index = 0; index < properties.length; index++) {
    const { value, get, set } = properties[index]!
    if (value?.objectId !== undefined) ids[ids.length] = value.objectId
    if (get?.objectId !== undefined) ids[ids.length] = get.objectId
    if (set?.objectId !== undefined) ids[ids.length] = set.objectId
  }
  const live = ids.length > 0 ? liveValues.take(ids) : []
  let at = 0
  const result: PropertyRecord[] = []
  for (let index = 0; index < properties.length; index++) {
    const { name, value, get, set } = properties[index]!
    if (value === undefined) {
      const accessor: PropertyRecord = { name, value: walk.absent('getter') }
      if (get?.objectId !== undefined) accessor.get = walk.value(live[at++])
      if (set?.objectId !== undefined) accessor.set = walk.value(live[at++])
      result[index] = accessor
      continue
    }
    const plain = value.objectId !== undefined ? live[at++] : primitiveOf(value)
    result[index] = { name, value: name.startsWith('#') ? walk.named(name.slice(1), plain) : walk.value(plain) }
  }
  return result
}

/** The primitive that a CDP `RemoteObject` without an `objectId` stands for. */
export function primitiveOf (remote: Runtime.RemoteObject): unknown {
  if (remote.unserializableValue !== undefined) {
    const text = remote.unserializableValue
    return remote.type === 'bigint' ? BigInt(text.slice(0, -1)) : Number(text)
  }
  return remote.type === 'undefined' ? undefined : remote.value
}

/** CDP `Debugger.Location`; the script id becomes an index into the capsule's scripts when the crash is built. */
function locationOf (value: { scriptId: string, lineNumber: number, columnNumber?: number } | undefined): WalkedObject['node']['location'] {
  if (value === undefined) return undefined
  return { script: Number(value.scriptId), lineNumber0: value.lineNumber, columnNumber0: value.columnNumber ?? 0 }
}

