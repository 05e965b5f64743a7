/** What the loader needs of the program's side, taken when the thread starts. */
export interface Taken {
  dir: string
  sep: string
  readText: (file: string) => string
  compile: (source: string, filename: string) => (...given: unknown[]) => void
  getBuiltinModule: (id: string) => object | undefined
  /** The program's built-ins by name as they were, then the values of `globalThis` and those after it in `GIVEN` of realm.ts. */
  given: unknown[]
  count: number
  /** Keys of Node's modules that are not to be asked for. */
  lazy: readonly PropertyKey[]
  process: NodeJS.Process
}

/**
 * The agent's `require`. Compiled again among its built-ins, from its own text: nothing outside of this function is in reach. Node's
 * modules come past the program's loader, so that its hooks and mocks see nothing; of some the agent gets a copy that stays as it was
 * when the thread started, or when it was taken first, whoever replaces functions of it later (memfs, spies).
 */
export function makeLoader ({ dir, sep, readText, compile, getBuiltinModule, given, count, lazy, process }: Taken): (name: string) => unknown {
  const kept = ['fs', 'path', 'util', 'url', 'os', 'crypto', 'v8', 'tty', 'inspector', 'worker_threads', 'diagnostics_channel']
  const { isProxy } = (getBuiltinModule('node:util') as typeof import('node:util')).types
  const loaded = new Map<string, { exports: unknown }>()
  const builtins = new Map<string, unknown>()

  function load (name: string): unknown {
    if (!name.startsWith('./')) return builtin(name)
    const known = loaded.get(name)
    if (known !== undefined) return known.exports
    const filename = dir + sep + name.slice(2)
    const module = { exports: {} }
    loaded.set(name, module)
    evaluate(readText(filename), filename, module, load)
    return module.exports
  }

  function evaluate (source: string, filename: string, module: { exports: object }, require: (id: string) => unknown): void {
    const own = []
    for (let index = 0; index < count; index++) own[index] = given[index + 1]
    compile(source, filename)(module.exports, require, module, filename, dir, processView, ...own)
  }

  function builtin (id: string): unknown {
    const name = id.startsWith('node:') ? id.slice(5) : id
    const known = builtins.get(name)
    if (known !== undefined) return known
    const found = getBuiltinModule(id)
    if (found === undefined) throw new Error(`${id} is no module of Node`)
    const module = kept.includes(name) ? copyOf(found) : found
    if (name === 'util') module['types' as never] = copyOf(module['types' as never]) as never
    if (name === 'path' && sep === '/') (module as { join: unknown }).join = joinWith((module as typeof import('node:path')).normalize)
    builtins.set(name, module)
    return module
  }

  function copyOf (module: object): object {
    const copy = {}
    for (const key of Reflect.ownKeys(module)) {
      if (lazy.includes(key)) continue
      Reflect.defineProperty(copy, key, { ...Reflect.getOwnPropertyDescriptor(module, key), configurable: true })
    }
    return copy
  }

  /** Node's own pushes onto an array of the program's side. */
  function joinWith (normalize: (path: string) => string): (...parts: string[]) => string {
    return (...parts) => {
      const joined = parts.filter(part => part !== '').join('/')
      return joined === '' ? '.' : normalize(joined)
    }
  }

  const { versions } = process
  const atStart = { env: process.env, argv: process.argv, execArgv: process.execArgv }

  /** What the program has there now, unless it would run code or is gone. */
  function nowOr<T extends object> (key: 'env' | 'argv' | 'execArgv', before: T): T {
    const value = Reflect.getOwnPropertyDescriptor(process, key)?.value as unknown
    return typeof value === 'object' && value !== null && !isProxy(value) && (key === 'env' || Array.isArray(value)) ? value as T : before
  }

  function textsOf (key: 'argv' | 'execArgv'): string[] {
    const list = nowOr(key, atStart[key])
    const texts = []
    for (let index = 0; index < list.length; index++) if (typeof list[index] === 'string') texts.push(list[index]!)
    return texts
  }

  /** `process.env` and its like in the agent's scripts (see scripts/build.mjs), and what its own files are run by (see own-files.ts). */
  const processView = {
    versions,
    evaluate,
    intrinsics: given[0] as object,
    get env () { return nowOr('env', atStart.env) },
    get argv () { return textsOf('argv') },
    get execArgv () { return textsOf('execArgv') },
  }

  for (const name of ['fs', 'path', 'util', 'url']) builtin(`node:${name}`)
  return load
}
