import { isMissing, isRef, type CrashDocument, type GraphNode, type PropertyRecord, type Value } from '../../src/model'

/** What a fixture says of one of its frames through fixtures/oracle/oracle.cjs. */
export interface Said { frame: string, scopes: [type: string, variables: [name: string, told: unknown][]][], self?: unknown }

type Seen = Map<number, number>

/** A recorded value in the notation of fixtures/oracle/oracle.cjs. `seen` numbers the objects in the order they are told. */
export function notation (crash: CrashDocument, value: Value, seen: Seen): unknown {
  if (value === null || typeof value !== 'object') return value
  if (isMissing(value)) return value.missing === 'getter' ? { is: 'accessor' } : { missing: value.missing }
  if (isRef(value)) {
    const before = seen.get(value.ref)
    if (before !== undefined) return { same: before }
    seen.set(value.ref, seen.size)
    return object(crash, crash.nodes[value.ref]!, seen.size - 1, seen)
  }
  if (value.type === 'bigint') return { is: 'bigint', text: value.value }
  if (value.type === 'symbol') return { is: 'symbol', ...(value.value !== undefined && { text: value.value }) }
  return { is: value.type === 'number' ? value.value : value.type }
}

function object (crash: CrashDocument, node: GraphNode, id: number, seen: Seen): unknown {
  const tell = (value: Value): unknown => notation(crash, value, seen)
  const listed = (records: PropertyRecord[] = []): unknown[] =>
    [...records].sort((a, b) => a.name < b.name ? -1 : 1).map(({ name, value }) => [name, tell(value)])
  const told: Record<string, unknown> = { id, type: node.type, class: node.className }
  const isProxy = node.subtype === 'proxy'
  if (!isProxy) told.chain = node.prototypes ?? []
  if (node.cut !== undefined) told.cut = node.cut.map(({ what, reason }) => `${what}: ${reason}`)
  if (node.size !== undefined) told.size = node.size
  if (node.elements !== undefined) {
    told.elements = node.elements.map((element, index) => node.holes?.includes(index) === true ? { is: 'hole' } : tell(element))
  }
  if (node.entries !== undefined) told.entries = node.entries.map(([key, value]) => [tell(key), tell(value)])
  if (node.value !== undefined) told.value = tell(node.value)
  if (node.bytes !== undefined) told.bytes = Buffer.from(node.bytes, 'base64').toString('hex')
  if (!isProxy) told.properties = (node.properties ?? []).map(record => property(record, tell))
  if (node.functionKind !== undefined) told.kind = node.functionKind
  if (node.privates !== undefined) told.privates = listed(node.privates)
  if (node.internals !== undefined) told.internals = listed(node.internals)
  if (node.isFrozen ?? node.isSealed ?? node.isNonExtensible) told.state = node.isFrozen ? 'frozen' : node.isSealed ? 'sealed'
    : 'closed'
  return told
}

function property (record: PropertyRecord, tell: (value: Value) => unknown): unknown[] {
  const { name, symbol, value, get, set, writable, enumerable, configurable } = record
  const flags = `${writable === false ? '' : 'w'}${enumerable === false ? '' : 'e'}${configurable === false ? '' : 'c'}`
  const told = [symbol ? { symbol: name } : name, flags, tell(value)]
  const isAccessor = get !== undefined || set !== undefined
  return isAccessor ? [...told, get === undefined ? null : tell(get), set === undefined ? null : tell(set)] : told
}
