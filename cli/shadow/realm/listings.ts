import { guarded, visiblePrototype } from './guard'
import { heap, refOf } from './heap'
import {
  OwnWeakMap, apply, defineProperty, getOwnPropertyDescriptor, isArray, setPrototypeOf, weakGet, weakSet,
} from './originals'

/** An object of which a limit took something: `kept` were recorded, `left` (0 if unknown) were not. */
export interface CutObject { kept: number, left: number, reason: string, sentence: () => Error }

const cuts = new OwnWeakMap<object, CutObject>()

/** On an object that was cut: what copies all of it (`{ ...x }`, `Object.assign`) reads it, and throws. */
export const CUT_MARK = Symbol('not recorded')

export const cutObjectOf = (object: object): CutObject | undefined => weakGet(cuts, object) as CutObject | undefined

export function markCut (object: object, cut: CutObject): void {
  weakSet(cuts, object, cut)
  try { defineProperty(object, CUT_MARK, { enumerable: true, configurable: true, get () { throw cut.sentence() } }) } catch {}
}

type Listing = (this: unknown, ...args: unknown[]) => unknown
type Answer = (original: Listing, self: unknown, args: unknown[]) => unknown

/**
 * Makes what lists an object's members honest. Of a cut object the recorded ones are listed in an array of the true length, if that is
 * known, whose other elements throw; the links that say what is missing are not seen.
 */
export function patchListings (): void {
  for (const name of ['keys', 'values', 'entries', 'getOwnPropertyNames']) patch(Object, name, listed)
  patch(Reflect, 'ownKeys', listed)
  patch(Object, 'getOwnPropertySymbols', (original, self, args) => withoutMark(apply(original, self, args) as unknown[]))
  for (const holder of [Object, Reflect]) {
    patch(holder, 'getPrototypeOf', (original, self, args) => {
      const [object] = args
      return typeof object === 'object' || typeof object === 'function' ? object === null ? apply(original, self, args) : visiblePrototype(object)
        : apply(original, self, args)
    })
  }
  const proto = getOwnPropertyDescriptor(Object.prototype, '__proto__')!
  defineProperty(Object.prototype, '__proto__', {
    ...proto, get (this: unknown) { return typeof this === 'object' && this !== null ? visiblePrototype(this) : apply(proto.get!, this, []) },
  })
  patch(Object, 'hasOwn', (original, self, args) => owned(args[0], args[1], apply(original, self, args)))
  patch(Object.prototype, 'hasOwnProperty', (original, self, args) => owned(self, args[0], apply(original, self, args)))
  for (const holder of [Object, Reflect]) {
    patch(holder, 'getOwnPropertyDescriptor', (original, self, args) => owned(args[0], args[1], apply(original, self, args)))
  }
  patch(Object, 'getOwnPropertyDescriptors', (original, self, args) => {
    const cut = typeof args[0] === 'object' && args[0] !== null ? cutObjectOf(args[0]) : undefined
    if (cut !== undefined) throw cut.sentence()
    return apply(original, self, args)
  })
  patch(Function.prototype, 'toString', (original, self, args) => {
    const ref = typeof self === 'function' ? refOf(self) : undefined
    if (ref === undefined) return apply(original, self, args)
    const node = heap.nodes[ref]
    const name = node?.properties?.find(property => property.name === 'name')?.value
    return `${node?.functionKind === 'class' ? 'class' : 'function'} ${typeof name === 'string' ? name : ''}${node?.functionKind === 'class' ? '' : '()'} { [captured code] }`
  })
}


function listed (original: Listing, self: unknown, args: unknown[]): unknown {
  const [object] = args
  const cut = typeof object === 'object' && object !== null ? cutObjectOf(object) : undefined
  if (cut === undefined) return apply(original, self, args)
  let list: unknown[]
  try {
    list = withoutMark(apply(original, self, args) as unknown[])
  } catch (error) {
    if (cut.left === 0 && cut.kept === 0) throw cut.sentence()
    throw error
  }
  if (cut.left === 0) throw cut.sentence()
  const { length } = list
  const size = Math.min(length + cut.left, 2 ** 32 - 1)
  list.length = size
  const isBeyond = (key: string | symbol): boolean => typeof key === 'string' && /^\d{1,10}$/.test(key) && Number(key) >= length && Number(key) < size
  setPrototypeOf(list, guarded(Array.prototype, key => isBeyond(key) || key === 'toJSON' ? cut.sentence() : undefined, { isLink: true, listing: cut.sentence }))
  markCut(list, { kept: length, left: cut.left, reason: cut.reason, sentence: cut.sentence })
  return list
}

const withoutMark = (list: unknown[]): unknown[] => {
  const at = list.indexOf(CUT_MARK)
  if (at >= 0) list.splice(at, 1)
  return list
}

/** Of a cut object, a member that was not recorded may have been there. */
function owned (object: unknown, key: unknown, answer: unknown): unknown {
  if (answer !== false && answer !== undefined) return answer
  const cut = typeof object === 'object' && object !== null ? cutObjectOf(object) : undefined
  if (cut === undefined || typeof key === 'symbol' || (isArray(object) && !/^\d+$/.test(String(key)))) return answer
  throw cut.sentence()
}

function patch (holder: object, name: string, answer: Answer): void {
  const descriptor = getOwnPropertyDescriptor(holder, name)
  if (typeof descriptor?.value !== 'function') return
  const original = descriptor.value as Listing & { length: number }
  const patched = { [name] (...args: unknown[]) { return answer(original, this, args) } }[name]!
  defineProperty(patched, 'length', { value: original.length, configurable: true })
  defineProperty(holder, name, { ...descriptor, value: patched })
}

