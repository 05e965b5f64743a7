import { types } from 'node:util'
import { INTRINSICS } from '../intrinsic-names'
import {
  SafeMap, SafeWeakMap, functionToString, getPrototypeOf, isPlainPrototype, programIntrinsics, stringIncludes,
} from '../primordials'
import { dataValue } from './data-value'

/** What an object's prototype chain says of it, read without running code of the program. */
export interface ClassInfo {
  className: string
  /** Class names further up, nearest first, `Object` left out; `[null]` for objects without a prototype. */
  prototypes: (string | null)[] | undefined
  /** A class on the chain is written with `#`: its instances may have private fields, which only V8 can show. */
  mayHavePrivates: boolean
  /** An iterator of the language, whose state neither JavaScript nor V8's debugger can see. */
  isOpaque: boolean
}

const MAX_CHAIN = 32
const NO_PROTOTYPE: ClassInfo = { className: 'Object', prototypes: [null], mayHavePrivates: false, isOpaque: false }
const PLAIN: ClassInfo = { className: 'Object', prototypes: undefined, mayHavePrivates: false, isOpaque: false }

/** Class names by prototype object. Lives as long as one walk: prototypes may be changed between two. */
export class ClassNames {
  private readonly known: SafeMap<object, ClassInfo> = new SafeMap()

  /** `object` must not be a Proxy: asking it for its prototype would run a trap. */
  of (object: object): ClassInfo {
    const prototype = getPrototypeOf(object)
    if (prototype === null) return NO_PROTOTYPE
    if (isPlainPrototype(prototype)) return PLAIN
    let info = this.known.get(prototype)
    if (info === undefined) {
      info = readChain(prototype)
      this.known.set(prototype, info)
    }
    return info
  }
}

function readChain (first: object): ClassInfo {
  const names: (string | null)[] = []
  let mayHavePrivates = false
  let isOpaque = false
  let prototype: object | null = first
  for (let step = 0; prototype !== null && step < MAX_CHAIN; step++) {
    if (types.isProxy(prototype)) {
      names[names.length] = 'Proxy'
      break
    }
    const constructor = nodesOwnNames.has(prototype) ? undefined : dataValue(prototype, 'constructor')
    const isFunction = typeof constructor === 'function' && !types.isProxy(constructor)
    let name = isFunction ? dataValue(constructor, 'name') : nodesOwnNames.get(prototype) ?? frozenNames.get(prototype)
    if (name === undefined && !isFunction && names.length === 0) {
      name = iteratorName(prototype)
      isOpaque = name !== undefined
    }
    if (isFunction && writesPrivates(constructor)) mayHavePrivates = true
    // An anonymous link of the chain (`Object.create(proto)`) takes the name of the next constructor up, as in devtools.
    if (typeof name === 'string' && name !== '' && names[names.length - 1] !== name) names[names.length] = name
    prototype = getPrototypeOf(prototype)
  }
  const className = names.length === 0 ? 'Object' : names[0]!
  const prototypes: (string | null)[] = []
  for (let index = 1; index < names.length; index++) if (names[index] !== 'Object') prototypes[prototypes.length] = names[index]!
  return { className: className ?? 'Object', prototypes: prototypes.length > 0 ? prototypes : undefined, mayHavePrivates, isOpaque }
}

/** V8's names for iterators of the language, by their tags: they have no constructor. Those of Map and Set are no secret to it. */
const ITERATORS: SafeMap<string, string> = new SafeMap([
  ['Array Iterator', 'Array Iterator'], ['String Iterator', 'StringIterator'], ['RegExp String Iterator', 'RegExpStringIterator'],
  ['Iterator Helper', 'Iterator'],
])

function iteratorName (prototype: object): string | undefined {
  const tag = dataValue(prototype, Symbol.toStringTag)
  return typeof tag === 'string' ? ITERATORS.get(tag) : undefined
}

/** `--frozen-intrinsics` and SES make `constructor` of the built-ins an accessor, to let it be overridden. */
const frozenNames: SafeMap<object, string> = new SafeMap()
for (const name of INTRINSICS) frozenNames.set((programIntrinsics() as unknown as Record<string, Function>)[name]!.prototype as object, name)

/** Of what every CommonJS file has in sight, Node makes `constructor` an accessor, or lets it be `Object`. */
const nodesOwnNames: SafeMap<object, string> = new SafeMap([
  [(process.getBuiltinModule?.('node:module') as unknown as { prototype: object } | undefined)?.prototype ?? {}, 'Module'],
  [getPrototypeOf(globalThis)!, 'global'],
])

const privateWriters: SafeWeakMap<object, boolean> = new SafeWeakMap()

function writesPrivates (constructor: object): boolean {
  let answer = privateWriters.get(constructor)
  if (answer === undefined) {
    try { answer = stringIncludes(functionToString(constructor as () => void), '#') } catch { answer = false }
    privateWriters.set(constructor, answer)
  }
  return answer
}
