/** Modules whose functions the agent uses as they were when the thread started, whoever replaces them later (memfs, spies, mocks). */
const KEPT = ['fs', 'path', 'util', 'url', 'os', 'crypto', 'v8', 'tty', 'inspector', 'worker_threads', 'diagnostics_channel']
/** Loaded in every process before any preload is. */
const AT_ONCE = ['fs', 'path', 'util', 'url']

const taken = Object.create(null) as Record<string, object>
const { defineProperty, getOwnPropertyDescriptor, ownKeys } = Reflect
const getBuiltinModule = process.getBuiltinModule.bind(process) as (id: string) => object | undefined

/**
 * One of Node's modules, past the loader: hooks of the program, and mocks of `require`, see nothing. For some a copy that stays as it is
 * when it is taken first.
 */
export function takeBuiltin (id: string): object {
  const name = id.startsWith('node:') ? id.slice(5) : id
  const known = taken[name]
  if (known !== undefined) return known
  const found = getBuiltinModule(id)
  if (found === undefined) throw new Error(`${id} is no module of Node`)
  return taken[name] = KEPT.includes(name) ? copyOf(found, name === 'util' ? ['types'] : []) : found
}

function copyOf (module: object, deep: readonly string[]): object {
  const copy = {}
  for (const key of ownKeys(module)) {
    const descriptor = getOwnPropertyDescriptor(module, key)!
    if (deep.includes(key as string)) descriptor.value = copyOf(descriptor.value as object, [])
    defineProperty(copy, key, { ...descriptor, configurable: true })
  }
  return copy
}

for (const name of AT_ONCE) takeBuiltin(`node:${name}`)
