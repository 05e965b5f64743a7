import { types } from 'node:util'

/** The names of an object's constructors, from its prototypes up: the first is its class. Data only, nothing is run. */
export function classOf (object: object): { name: string, prototypes: (string | null)[] | undefined } {
  if (types.isProxy(object)) return { name: 'Proxy', prototypes: undefined }
  const names: string[] = []
  let link: object | null = Object.getPrototypeOf(object)
  if (link === null) return { name: 'Object', prototypes: [null] }
  for (let steps = 32; link !== null && steps > 0; steps--) {
    if (types.isProxy(link)) {
      names.push('Proxy')
      break
    }
    const name = nameOf(Object.getOwnPropertyDescriptor(link, 'constructor')?.value) || (names.length === 0 ? iteratorNames.get(link) ?? '' : '')
    if (name !== '' && name !== names.at(-1)) names.push(name)
    link = Object.getPrototypeOf(link)
  }
  const [name = 'Object', ...more] = names
  const prototypes = more.filter(each => each !== 'Object')
  return { name, prototypes: prototypes.length > 0 ? prototypes : undefined }
}

/** The language's iterators have no constructor. */
const iteratorNames = new Map<object, string>([
  [Object.getPrototypeOf([][Symbol.iterator]()) as object, 'Array Iterator'],
  [Object.getPrototypeOf(''[Symbol.iterator]()) as object, 'StringIterator'],
  [Object.getPrototypeOf(''.matchAll(/a/g)) as object, 'RegExpStringIterator'],
])

function nameOf (constructor: unknown): string {
  if (typeof constructor !== 'function' || types.isProxy(constructor)) return ''
  const name: unknown = Object.getOwnPropertyDescriptor(constructor, 'name')?.value
  return typeof name === 'string' ? name : ''
}

/** What the recorder names and does not enter: Node's `module` and `require`, and global objects. */
export function isShallowByDesign (object: object, className: string): boolean {
  const has = (key: string): boolean => Object.getOwnPropertyDescriptor(object, key) !== undefined
  if (className === 'Module' && !types.isModuleNamespaceObject(object) && has('children')) return true
  if (typeof object === 'function') return has('cache') && has('main') && has('resolve')
  return object === globalThis || object === process || isRealmGlobal(object)
}

/** Told by what only a global object of `node:vm` says: it is the `this` of code that runs in it. */
function isRealmGlobal (object: object): boolean {
  try {
    const run = (Object.getPrototypeOf(Object.getPrototypeOf(object)) as { constructor?: { constructor?: (code: string) => () => unknown } } | null)?.constructor?.constructor
    return run !== undefined && (run as unknown) !== Function && run('return this')() === object
  } catch {
    return false
  }
}
