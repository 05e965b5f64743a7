import { keyText, symbol } from './leaf-values'
import type { World } from './world'

type Make = () => unknown

/** Objects that `structuredClone`, `inspect` and a reader of descriptors agree about: no code of the program is in them. */
export const PLAIN_OBJECTS: readonly ((world: World, make: Make) => object)[] = [
  (world, make) => withProperties(world, {}, make),
  (world, make) => withProperties(world, Object.create(null) as object, make),
  (world, make) => withProperties(world, {}, make),
  (world, make) => array(world, make),
  (world, make) => array(world, make),
  (world, make) => {
    const map = world.keep(new Map<unknown, unknown>())
    for (let left = count(world); left > 0; left--) map.set(world.random.chance(0.5) ? keyText(world.random) : make(), make())
    if (world.random.chance(0.2)) for (const key of map.keys()) { map.delete(key); break }
    return map
  },
  (world, make) => {
    const set = world.keep(new Set<unknown>())
    for (let left = count(world); left > 0; left--) set.add(make())
    if (world.random.chance(0.2)) for (const each of set) { set.delete(each); set.add(each); break }
    return set
  },
  world => world.keep(new Date(world.random.pick([0, NaN, 8.64e15, -1, 1_780_000_000_123]))),
  world => {
    const regExp = world.keep(world.random.pick([/a/g, /[/\]]+/dgimsuy, new RegExp('/\n'), /(?:)/, new RegExp('', 'v'), /\ud800/u]))
    const copy = new RegExp(regExp.source, regExp.flags)
    if (world.random.chance(0.5)) copy.lastIndex = 3
    return world.keep(copy)
  },
  world => world.keep(Object(world.random.pick<unknown>([1, -0, NaN, true, 'text', '\ud800', 10n, Symbol('boxed'), 'x'.repeat(5000)])) as object),
  world => typedArray(world),
  world => typedArray(world),
  world => world.keep(new DataView(world.keep(bytes(world)), 0)),
  world => world.keep(bytes(world)),
]

const count = ({ random }: World): number => random.chance(0.005) ? random.int(100, 3000) : random.int(0, random.chance(0.2) ? 60 : 5)

export function withProperties<T extends object> (world: World, object: T, make: Make): T {
  const { random } = world
  world.keep(object)
  for (let left = count(world); left > 0; left--) {
    const key = random.chance(0.12) ? symbol(random) : random.chance(0.1) ? `k${left}` : keyText(random)
    // Not by assignment: `__proto__` is a name like any other here. Some objects refuse some names, and on Node 20 a new
    // stack formats the old one, which may fail.
    const value = make()
    try { Reflect.defineProperty(object, key, { value, writable: true, enumerable: random.chance(0.9), configurable: true }) } catch { continue }
  }
  return object
}

function array (world: World, make: Make): unknown[] {
  const { random } = world
  const list: unknown[] = world.keep([])
  for (let left = count(world); left > 0; left--) {
    if (random.chance(0.08)) list.length += random.int(1, 5)
    else if (random.chance(0.7)) list.push(make())
    else list.push(random.int(0, 255))
  }
  if (random.chance(0.08)) list.length = random.pick([4294967295, 4294967294, 1_000_000, 100_000])
  if (random.chance(0.05)) list[random.pick([4294967290, 65_000, 300])] = make()
  if (random.chance(0.1)) Object.defineProperty(list, keyTextOfArray(world), { value: make(), enumerable: true, writable: true, configurable: true })
  return list
}

/** Anything but `length`, which an array refuses to have otherwise. */
function keyTextOfArray ({ random }: World): string | symbol {
  const key = random.chance(0.3) ? symbol(random) : keyText(random)
  return key === 'length' ? 'size' : key
}

const TYPED_ARRAYS = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array,
  BigInt64Array, BigUint64Array]

function typedArray (world: World): object {
  const { random } = world
  if (random.chance(0.3)) return world.keep(random.chance(0.5) ? Buffer.from('some text in a buffer') : Buffer.allocUnsafe(40).fill(7))
  const type = random.pick(TYPED_ARRAYS)
  const length = random.chance(0.02) ? random.int(3_000, random.chance(0.1) ? 2_000_000 : 30_000) : random.int(0, 40)
  const list = world.keep(new type(length))
  for (let index = 0; index < Math.min(length, 60); index++) {
    const number = random.pick([0, 1, -1, 127, 255, 65_536, index])
    list[index] = (list instanceof BigInt64Array || list instanceof BigUint64Array ? BigInt(number) : random.chance(0.1) ? NaN : number) as never
  }
  world.keep(list.buffer)
  return list
}

function bytes ({ random }: World): ArrayBuffer {
  const buffer = new ArrayBuffer(random.pick([0, 8, 300, random.chance(0.02) ? 5_000_000 : 3_000]))
  new Uint8Array(buffer).fill(random.int(0, 255))
  return buffer
}
