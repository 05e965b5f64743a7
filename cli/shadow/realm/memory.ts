import { OwnProxy, apply, construct, defineProperty, getOwnPropertyDescriptor } from './originals'

/** Bytes that the buffers of one child may have together, over its life; V8's limit for the heap does not count them. */
const MAX_BYTES = 256 * 1024 * 1024
const TYPED = ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float16', 'Float32', 'Float64', 'BigInt64', 'BigUint64']

let left = MAX_BYTES

function take (bytes: unknown): void {
  const number = Number(bytes)
  if (!(number > 0)) return
  if (number > left) throw new RangeError('Array buffer allocation failed')
  left -= number
}

/** Bounds what buffers may take: a constructor in the place of each of the language's. */
export function boundBuffers (): void {
  for (const name of ['ArrayBuffer', 'SharedArrayBuffer']) {
    bound(name, args => { take((args[1] as { maxByteLength?: unknown } | undefined)?.maxByteLength ?? args[0]) })
  }
  for (const name of TYPED) {
    const own = (globalThis as unknown as Record<string, { BYTES_PER_ELEMENT: number } | undefined>)[`${name}Array`]
    if (own === undefined) continue
    bound(`${name}Array`, ([first]) => {
      const length = typeof first === 'object' && first !== null ? lengthOf(first) : first
      take(Number(length) * own.BYTES_PER_ELEMENT)
    })
  }
  for (const name of ['transfer', 'transferToFixedLength', 'slice']) {
    const descriptor = getOwnPropertyDescriptor(ArrayBuffer.prototype, name)
    if (descriptor === undefined) continue
    const original = descriptor.value as () => unknown
    defineProperty(ArrayBuffer.prototype, name, { ...descriptor, value: { [name] (this: ArrayBuffer, ...args: unknown[]) {
      take(name === 'slice' ? this.byteLength : args[0] ?? this.byteLength)
      return apply(original, this, args)
    } }[name] })
  }
}

/** A view of a buffer takes nothing of its own. */
const lengthOf = (object: object): unknown => 'byteLength' in object && !ArrayBuffer.isView(object) ? 0 : (object as { length?: unknown }).length ?? 0

function bound (name: string, check: (args: unknown[]) => void): void {
  const scope = globalThis as unknown as Record<string, (new () => object) & { prototype: object } | undefined>
  const original = scope[name]
  if (original === undefined) return
  const constructor: object = new OwnProxy(original, {
    construct (target, args: unknown[], newTarget) {
      check(args)
      return construct(target, args, newTarget === constructor ? target : newTarget) as object
    },
  })
  defineProperty(original.prototype, 'constructor', { value: constructor, configurable: true, writable: true })
  defineProperty(globalThis, name, { value: constructor, configurable: true, writable: true })
}
