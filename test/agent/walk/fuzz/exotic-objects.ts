import { createContext, runInContext } from 'node:vm'
import { keyText, symbol } from './leaf-values'
import { withProperties } from './plain-objects'
import { errorTrap, type World } from './world'

type Make = () => unknown
const define = <T extends object> (object: T, key: PropertyKey, descriptor: PropertyDescriptor): T => {
  try { Reflect.defineProperty(object, key, descriptor) } catch { return object }
  return object
}
// As text: what a class looks like must be up to V8, not to a transpiler's helpers.
const compile = (text: string): unknown => (0, eval)(`(${text})`)

/** Objects of all the kinds that make a reader run code, loop, allocate or say what is not so. */
export const EXOTIC_OBJECTS: readonly ((world: World, make: Make) => unknown)[] = [
  accessors, accessors, proxy, proxy, proxy, prototypes, prototypes, classes, classes, liar, liar, frozen, frozen, functions, functions, errors, errors,
  buffers, buffers, promises, generators, iterators, weak, boxedWithTraps, collectionsWithTraps, collectionsWithTraps, platform, platform, realms,
  mappedArguments, undetectable, arrayWithTraps, arrayWithTraps, stringObjects, hugeObject, resizable,
]

function accessors (world: World, make: Make): object {
  const object = withProperties(world, {}, make)
  for (let left = world.random.int(1, 4); left > 0; left--) {
    const key = world.random.chance(0.2) ? symbol(world.random) : keyText(world.random)
    const get = world.random.chance(0.8) ? world.keep(world.trap(`getter ${String(key)}`)) : undefined
    const set = get === undefined || world.random.chance(0.5) ? world.keep(world.trap(`setter ${String(key)}`)) : undefined
    define(object, key, { get, set, enumerable: world.random.chance(0.8), configurable: true })
  }
  return object
}

const TRAPS = ['get', 'set', 'has', 'deleteProperty', 'ownKeys', 'getOwnPropertyDescriptor', 'defineProperty', 'getPrototypeOf', 'setPrototypeOf',
  'isExtensible', 'preventExtensions', 'apply', 'construct'] as const

function proxy (world: World, make: Make): object {
  const { random } = world
  const made = make()
  const target = typeof made === 'object' && made !== null || typeof made === 'function' ? made as object : withProperties(world, {}, make)
  const handler: Record<string, unknown> = {}
  const reflect = Reflect as unknown as Record<string, (...args: never[]) => unknown>
  for (const name of TRAPS) if (random.chance(0.9)) handler[name] = world.trap(`trap ${name}`, reflect[name])
  // A handler that is a Proxy itself runs a trap for every look-up of a trap.
  const handlerGet = world.trap('trap of a handler', reflect['get'])
  const { proxy, revoke } = Proxy.revocable(target, random.chance(0.2) ? new Proxy(handler, { get: handlerGet as ProxyHandler<object>['get'] }) : handler)
  if (random.chance(0.2)) revoke()
  world.pool.push(proxy)
  return proxy
}

function prototypes (world: World, make: Make): object {
  const { random } = world
  let prototype: object | null = null
  switch (random.int(0, 5)) {
    case 0: prototype = proxy(world, make); break
    case 1: for (let left = random.pick([3, 40, random.chance(0.1) ? 5_000 : 100]); left > 0; left--) prototype = Object.create(prototype) as object; break
    case 2: prototype = accessors(world, make); break
    case 3: prototype = random.pick([Array.prototype, Map.prototype, Date.prototype, Error.prototype, Function.prototype, Promise.prototype,
      Uint8Array.prototype, Proxy as unknown as object, RegExp.prototype, Symbol.prototype]); break
    case 4: prototype = define(Object.create(Object.prototype) as object, 'constructor', { get: world.trap('getter constructor'), configurable: true }); break
    default: prototype = withProperties(world, { constructor: make() }, make)
  }
  const base = random.pick([() => ({}), () => [1, 2, 3], () => new Map([[1, 2]]), () => function () {}, () => new Date(5), () => new Error('moved')])()
  Object.setPrototypeOf(base, prototype)
  return withProperties(world, base, () => random.int(0, 9))
}

const CLASSES = [
  'class A { #a = 1; #b = { deep: [1] }; get #c () { throw 1 } set #c (x) { throw 2 } #d () {} static #e = 3; static f = 4; g = 5 }',
  'class B extends (class Base { #same = 1; #hidden = "base" }) { #same = 2; own = 3 }',
  'class C extends Map { #size = 9; get size () { throw new Error("size ran") } constructor () { super([[1, 2]]) } }',
  'class D extends Array { static get [Symbol.species] () { throw new Error("species ran") } constructor () { super(3) } get extra () { throw 1 } }',
  'class E extends Promise { static get [Symbol.species] () { throw new Error("species ran") } constructor (f) { super(f ?? (() => {})) } }',
  'class F extends Uint8Array { get length () { throw 1 } get buffer () { throw 2 } get byteLength () { throw 3 } constructor () { super(9) } }',
  'class G { static { Object.defineProperty(this, "name", { get () { throw new Error("name ran") } }) } #x = 1 }',
  'class H { static [Symbol.hasInstance] () { throw new Error("hasInstance ran") } }',
  'class I extends Date { constructor () { super(3) } getTime () { throw 1 } valueOf () { throw 2 } toISOString () { throw 3 } [Symbol.toPrimitive] () { throw 4 } }',
  'class J extends RegExp { constructor () { super("a", "g") } get source () { throw 1 } get flags () { throw 2 } exec () { throw 3 } toString () { throw 4 } }',
  'class K extends Error { get stack () { throw 1 } get message () { throw 2 } get name () { throw 3 } get cause () { throw 4 } }',
  'class L extends ArrayBuffer { constructor () { super(40) } get byteLength () { throw 1 } slice () { throw 2 } get resizable () { throw 3 } }',
  'class M extends Set { constructor () { super([1]) } values () { throw 1 } [Symbol.iterator] () { throw 2 } has () { throw 3 } get size () { throw 4 } }',
  'class N extends WeakRef { #own = 1; constructor () { super({}) } deref () { throw 1 } }',
  'class WeakRef { kept = 1 }', 'class Module { kept = 2; children = [] }', 'class O extends null { constructor () { return Object.create(O.prototype) } }',
  'class P extends DataView { constructor () { super(new ArrayBuffer(8)) } get byteLength () { throw 1 } get buffer () { throw 2 } get byteOffset () { throw 3 } }',
  'class Q extends (function (object) { return object }) { #brand = "on a stranger"; constructor () { super({ stranger: 1 }) } }',
  'class R extends SharedArrayBuffer { constructor () { super(16) } get byteLength () { throw 1 } }',
]

function classes (world: World): unknown {
  const type = compile(world.random.pick(CLASSES)) as new () => object
  if (world.random.chance(0.2)) return world.keep(type)
  return world.keep(new type())
}

function liar (world: World, make: Make): object {
  const { random } = world
  const object = withProperties(world, compile(random.pick(['new (class Account { x = 1 })', 'new (class {})', '{ y: 2 }'])) as object, make)
  if (random.chance(0.5)) define(object, Symbol.toStringTag, random.chance(0.5) ? { get: world.trap('getter toStringTag') } : { value: 'Promise' })
  const getName = world.trap('getter name')
  const constructor = define(function () {}, 'name', random.chance(0.5) ? { get: getName } : { value: random.pick<unknown>([5, {}, '', 'Map', 'x'.repeat(9000), '\ud800']) })
  if (random.chance(0.6)) Object.setPrototypeOf(object, { constructor: random.chance(0.3) ? proxy(world, () => constructor) : constructor })
  define(object, Symbol.for('nodejs.util.inspect.custom'), { value: world.trap('inspect'), configurable: true })
  define(object, 'toJSON', { value: world.trap('toJSON'), configurable: true })
  define(object, Symbol.toPrimitive, { value: world.trap('toPrimitive'), configurable: true })
  return object
}

function frozen (world: World, make: Make): object {
  const object = world.random.pick([() => withProperties(world, {}, make), () => world.keep([1, 2, make()]), () => world.keep(new Map([[1, make()]])),
    () => accessors(world, make), () => world.keep(Array.from({ length: 300 }, (_, index) => index))])()
  return world.random.pick([Object.freeze, Object.seal, Object.preventExtensions])(object)
}

function functions (world: World, make: Make): unknown {
  const text = world.random.pick(['function named (a, b) {}', '(a) => a', 'async () => {}', 'function * () {}', 'async function * x () {}', 'class X { static #s = 1 }',
    '({ method () {} }).method', '({ get g () {} }).__lookupGetter__("g")', '(class { static async m () {} }).m', 'Math.max', 'function () {}.bind(null, 1, { a: 1 })',
    '(class { constructor () {} }).bind()', 'Object.assign(function () {}, { a: 1 })', 'function strict () { "use strict" }', 'new Function("a", "return a")',
    `function long () { /* ${'x'.repeat(6000)} */ }`, 'async (a) => a', 'Proxy', 'Symbol', 'async x => x'])
  const made = compile(text) as object
  const isOurs = !/^(?:Math|Proxy|Symbol)/.test(text)
  return isOurs ? withProperties(world, made, make) : made
}

function errors (world: World, make: Make): object {
  const { random } = world
  const error = random.pick([() => new Error('plain'), () => new TypeError('typed', { cause: make() }), () => new AggregateError([make()], 'many'),
    () => new DOMException('dom', 'AbortError'), () => { const old = Object.create(Error.prototype) as Error; Error.captureStackTrace(old); return old }])()
  // An object in place of a text runs when V8 describes the error as a promise's result, which nobody can know beforehand (hazard.ts).
  const isAsked = random.seed % 4 === 0
  // First of all: to define it formats the one that is there, on Node 20.
  if (random.chance(0.1)) define(error, 'stack', { get: errorTrap(world, 'stack'), configurable: true })
  for (const key of ['message', 'name', 'cause', 'code']) {
    if (random.chance(0.2)) define(error, key, random.chance(0.5) ? { get: errorTrap(world, key), configurable: true } : { value: isAsked && key !== 'cause' && key !== 'code' ? 'text' : make(), configurable: true })
  }
  if (random.chance(0.1)) define(error, 'cause', { value: error, configurable: true })
  return world.keep(error)
}

function buffers (world: World): object {
  const { random } = world
  const detach = (buffer: ArrayBuffer): void => { structuredClone(buffer, { transfer: [buffer] }) }
  return world.keep(random.pick<() => object>([
    () => { const buffer = new ArrayBuffer(16); const view = new Uint16Array(buffer); detach(buffer); world.keep(buffer); return view },
    () => { const buffer = new ArrayBuffer(16); const view = new DataView(buffer); detach(buffer); world.keep(buffer); return view },
    () => new Int32Array(new SharedArrayBuffer(64)), () => new SharedArrayBuffer(1024), () => Buffer.from(new SharedArrayBuffer(8)),
    () => Object.assign(new Float64Array(random.chance(0.1) ? 3_000_000 : 3_000), { note: 1 }), () => define(new ArrayBuffer(64), 'byteLength', { get: world.trap('getter byteLength') }),
    () => define(new Uint8Array(64), 'buffer', { get: world.trap('getter buffer') }), () => define(new Uint8Array(32), 'constructor', { get: world.trap('getter constructor') }),
    () => new Float64Array(40).fill(1.5), () => define(Buffer.from('own toString'), 'toString', { value: world.trap('toString') }),
    () => define(Buffer.from('own slice'), 'latin1Slice', { value: world.trap('latin1Slice') }),
    () => define(new SharedArrayBuffer(64), 'constructor', { get: world.trap('getter constructor') }),
  ])())
}

function resizable (world: World): object {
  const buffer = new (ArrayBuffer as new (...of: unknown[]) => unknown)(16, { maxByteLength: 64 }) as ArrayBuffer & { resize: (bytes: number) => void }
  const view: object = world.random.pick([() => new Uint8Array(buffer), () => new Int16Array(buffer, 8), () => new Int32Array(buffer, 8, 2),
    () => new DataView(buffer, 12), () => new DataView(buffer, 4, 8)])()
  buffer.resize(world.random.pick([0, 6, 10, 64]))
  world.keep(buffer)
  return world.keep(view)
}

function promises (world: World, make: Make): object {
  const { random } = world
  const promise = random.pick([() => Promise.resolve(make()), () => Promise.reject(make()), () => new Promise(() => {}),
    () => define(Promise.resolve(1), 'then', { get: world.trap('getter then') })])()
  // Not through `then` of the promise itself, which may be a trap.
  Promise.prototype.then.call(promise, undefined, () => {})
  return world.keep(promise)
}

function generators (world: World): object {
  const generator = compile(world.random.pick(['(function * () { const inside = 1; yield inside })()', '(async function * () { yield 1 })()',
    '((made) => (made.next(), made))((function * () { yield 1; yield 2 })())', '((made) => (made.return(), made))((function * gone () { yield 1 })())'])) as object
  if (world.random.chance(0.3)) define(generator, 'next', { get: world.trap('getter next') })
  return world.keep(generator)
}

function iterators (world: World): unknown {
  const helper = (Iterator: { from?: (list: unknown) => { map: (run: unknown) => object } } | undefined): object =>
    Iterator?.from === undefined ? [1].values() : Iterator.from([1, 2]).map(world.trap('mapper'))
  return world.keep(world.random.pick<() => object>([() => [1, 2].values(), () => new Map([[1, 2]]).entries(), () => new Set([1]).values(), () => 'text'[Symbol.iterator](),
    () => 'a1'.matchAll(/\d/g), () => new Map([[1, 2]]).keys(), () => helper((globalThis as { Iterator?: never }).Iterator)])())
}

function weak (world: World, make: Make): object {
  const key = world.keep({ held: make() })
  return world.keep(world.random.pick<() => object>([() => new WeakMap([[key, 1]]), () => new WeakSet([key]), () => new WeakRef(key),
    () => new FinalizationRegistry(world.trap('finalizer')), () => define(new WeakRef(key), 'deref', { value: world.trap('deref') })])())
}

function boxedWithTraps (world: World): object {
  const boxed = Object(world.random.pick<unknown>([1, 'text', true, 5n, Symbol('x')])) as object
  for (const key of ['valueOf', 'toString', Symbol.toPrimitive, 'constructor']) define(boxed, key, { get: world.trap(`getter ${String(key)}`), configurable: true })
  return world.keep(boxed)
}

function collectionsWithTraps (world: World, make: Make): object {
  const collection: object = world.random.pick([() => new Map([[make(), make()]]), () => new Set([make()]), () => new Map(Array.from({ length: 500 }, (_, at) => [at, at]))])()
  for (const key of ['size', 'entries', 'get', 'forEach', 'values', Symbol.iterator]) define(collection, key, { get: world.trap(`getter ${String(key)}`), configurable: true })
  return world.keep(collection)
}

function platform (world: World): unknown {
  const { Temporal, WebAssembly: wasm } = globalThis as unknown as { Temporal?: { Now: { instant: () => object, plainDateISO: () => object } }, WebAssembly: Record<string, new (of: unknown) => object> }
  return world.keep(world.random.pick<() => object>([() => new URL('https://user@host.example/a?b=1#c'), () => new URLSearchParams('a=1&b=2'), () => new Headers({ accept: 'x' }),
    () => new Blob(['bytes']), () => new EventTarget(), () => new AbortController(), () => new Event('x'), () => new TextDecoder(), () => new ReadableStream(),
    () => new (require('node:stream').PassThrough as new () => object)(), () => new Intl.NumberFormat('en'), () => new Intl.DateTimeFormat('en'), () => new Intl.Collator('en'),
    () => new wasm['Memory']!({ initial: 1 }), () => new wasm['Table']!({ initial: 1, element: 'anyfunc' }), () => new wasm['Module']!(Buffer.from('0061736d01000000', 'hex')),
    () => Temporal?.Now.instant() ?? new Date(0), () => Temporal?.Now.plainDateISO() ?? new Date(0), () => new (require('node:events').EventEmitter as new () => object)(),
    () => new MessageChannel().port1.constructor, () => structuredClone(new Error('cloned')), () => require('node:crypto').createHash('md5') as object])())
}

function realms (world: World): unknown {
  const { random } = world
  if (random.chance(0.3)) {
    const sandbox = random.chance(0.5) ? proxy(world, () => ({ inside: 1 })) : { inside: 1, list: [1] }
    try {
      return runInContext('this', createContext(sandbox))
    } catch {
      return sandbox
    }
  }
  const expression = random.pick(['[1, { a: 2 }]', 'new Map([[1, 2]])', 'new Error("elsewhere")', '(class Far { #x = 1 })', 'new (class Far { #x = 1; y = 2 })',
    'Object.create(null)', '/a/g', 'new Date(3)', 'new Uint8Array(300)', 'Promise.resolve(1)', 'Symbol("far")', 'Array.from({ length: 200 }, (_, at) => at)'])
  realm ??= createContext({})
  const far = runInContext(`(${expression})`, realm) as unknown
  return typeof far === 'object' && far !== null || typeof far === 'function' ? world.keep(far) : far
}
let realm: ReturnType<typeof createContext> | undefined

function mappedArguments (world: World, make: Make): object {
  const made = compile(world.random.pick(['function (a, b) { a = 5; return arguments }', 'function () { "use strict"; return arguments }'])) as (...args: unknown[]) => object
  return world.keep(made(make(), make(), make()))
}

function undetectable (world: World): unknown {
  const made = (globalThis as { undetectable?: () => object }).undetectable?.()
  return made === undefined ? undefined : world.keep(made)
}

function arrayWithTraps (world: World, make: Make): object {
  const { random } = world
  const list: unknown[] = Array.from({ length: random.pick([3, 20, 150, 2500]) }, (_, index) => index % 7 === 0 ? undefined : index)
  list[1] = make()
  for (let left = random.int(1, 3); left > 0; left--) {
    const index = random.int(0, Math.min(list.length - 1, 40))
    define(list, index, { get: random.chance(0.7) ? world.trap('getter of an element') : undefined, set: random.chance(0.5) ? world.trap('setter of an element') : undefined,
      enumerable: random.chance(0.8), configurable: true })
  }
  if (random.chance(0.3)) define(list, Symbol.iterator, { get: world.trap('getter of an iterator') })
  if (random.chance(0.3)) define(list, 'constructor', { get: world.trap('getter constructor') })
  if (random.chance(0.2)) Object.setPrototypeOf(list, proxy(world, () => []))
  return world.keep(list)
}

/** Their characters are keys, too: a megabyte of text is a million keys. */
function stringObjects (world: World, make: Make): object {
  return withProperties(world, Object(world.random.chance(0.2) ? 'y'.repeat(world.random.chance(0.05) ? 1_000_000 : 3_000) : 'short') as object, make)
}

function hugeObject (world: World): object {
  const object: Record<string, number> = {}
  const keys = world.random.chance(0.02) ? 30_000 : 70
  for (let index = 0; index < keys; index++) object[world.random.chance(0.5) ? `key${index}` : String(index * 3)] = index
  return world.keep(object)
}
