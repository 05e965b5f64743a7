import { missingSentence, unknownMember, cutSentence } from '../../../src/postmortem/missing-sentence'
import { chainOf } from '../../../src/postmortem/prototype-chain'
import { isAbsent, member } from './build'
import { heap, memberPlace, placeOf, refOf } from './heap'
import { OwnMap, defineProperty, mapGet, mapSet } from './originals'
import { refusal, refuse } from './refusal'

const keys = new OwnMap<string, symbol>()
const assigned = new OwnMap<string, { value: unknown }>()
export let hasAssignedPrivates = false

/**
 * The key under which rewritten input looks up a private field: an accessor that all objects inherit for as long as the expression
 * runs. `undefined` and `null` throw by themselves.
 */
export function privateKey (name: string): symbol {
  let key = mapGet(keys, name) as symbol | undefined
  if (key === undefined) {
    key = Symbol(name)
    mapSet(keys, name, key)
  }
  defineProperty(Object.prototype, key, {
    configurable: true,
    get (this: unknown) { return read(this, name) },
    set (this: unknown, value: unknown) { write(this, name, value) },
  })
  return key
}

/** Takes the accessors away again. */
export function forgetPrivateKeys (): void {
  for (const symbol of Object.getOwnPropertySymbols(Object.prototype)) delete (Object.prototype as Record<symbol, unknown>)[symbol]
}

export function hasPrivate (name: string, object: unknown): boolean {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) throw new TypeError(`Cannot use 'in' operator to search for '${name}' in ${String(object)}`)
  const ref = refOf(object)
  const node = ref === undefined ? undefined : heap.nodes[ref]
  if (node?.privates?.some(field => field.name === name)) return true
  const cut = node?.cut?.find(({ what }) => what === 'privates')
  if (cut !== undefined) return refuse(cutSentence(placeOf(ref!), cut, node!.privates?.length ?? 0))
  const [first] = node === undefined ? [] : chainOf(node)
  // It may be a private method, which V8 does not show with the fields.
  return first?.isProgram === true ? refuse(unknownMember(memberPlace(ref!, `.${name}`), first.name)) : false
}

function read (object: unknown, name: string): unknown {
  const ref = typeof object === 'object' || typeof object === 'function' ? refOf(object as object) : undefined
  const node = ref === undefined ? undefined : heap.nodes[ref]
  const set = mapGet(assigned, `${ref}:${name}`) as { value: unknown } | undefined
  if (set !== undefined) return set.value
  const field = node?.privates?.find(each => each.name === name)
  if (field !== undefined) {
    const rebuilt = member(ref!, name.replace('#', '.#'), field.value)
    if (isAbsent(rebuilt)) throw refusal(missingSentence(memberPlace(ref!, `.${name}`), 'missing' in (field.value as object) ? field.value as never : { missing: 'unavailable' }))
    return rebuilt.value
  }
  const cut = node?.cut?.find(({ what }) => what === 'privates')
  if (cut !== undefined) return refuse(cutSentence(placeOf(ref!), cut, node!.privates?.length ?? 0))
  const [first] = node === undefined ? [] : chainOf(node)
  if (first?.isProgram === true) return refuse(unknownMember(memberPlace(ref!, `.${name}`), first.name))
  throw new TypeError(`Cannot read private member ${name} from an object whose class did not declare it`)
}

function write (object: unknown, name: string, value: unknown): void {
  const ref = typeof object === 'object' || typeof object === 'function' ? refOf(object as object) : undefined
  if (ref === undefined || !heap.nodes[ref]?.privates?.some(field => field.name === name)) {
    throw new TypeError(`Cannot write private member ${name} to an object whose class did not declare it`)
  }
  hasAssignedPrivates = true
  mapSet(assigned, `${ref}:${name}`, { value })
}
