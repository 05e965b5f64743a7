/**
 * The agent has built-ins of its own. It shares a thread with a program that may replace `JSON`, patch `Map.prototype`, put setters
 * on `Object.prototype` or freeze everything, before or after anything was thrown. Node's own answer are primordials, a copy of each
 * built-in that every line has to remember to use. V8 has a simpler one: another context in the same isolate has intrinsics that no code
 * of the program can reach, reads the program's objects as if they were its own, and costs about a millisecond. The program sees nothing
 * of it but one more native context in `v8.getHeapStatistics()` and in a debugger.
 *
 * What the agent takes from the program's side (Node's modules, timers, `Buffer`) is taken here, when the thread starts.
 */
import { INTRINSICS } from './intrinsic-names'
import { LAZY_KEYS } from './lazy-keys'
import { makeLoader } from './realm-loader'

export type AgentModule = typeof import('./install')

/** Loads `agent.cjs`, built beside this file, among built-ins of its own; among the program's where there can be none. */
export function loadAgent (): AgentModule {
  try {
    return loaderOf(__dirname, ownContext())('./agent.cjs') as AgentModule
  } catch {
    return loaderOf(__dirname, undefined)('./agent.cjs') as AgentModule
  }
}

/** Names of a script that are the program's and Node's: `globalThis` is the program's. */
const GIVEN = ['exports', 'require', 'module', '__filename', '__dirname', 'processView', 'globalThis', 'process', 'Buffer', 'console', 'URL',
  'setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'TextDecoder', 'TextEncoder'] as const

/** The program's built-ins that the agent compares with, by name. */
function intrinsicsOf (program: Record<string, unknown>): object {
  const intrinsics: Record<string, unknown> = {}
  for (const name of INTRINSICS) intrinsics[name] = program[name]
  return intrinsics
}

/** A context whose global object has no interceptors: each look-up of a built-in would go through them. */
export function ownContext (): object {
  const { constants, createContext } = process.getBuiltinModule('node:vm')
  return createContext((constants as unknown as { DONT_CONTEXTIFY: object }).DONT_CONTEXTIFY as never, { name: 'faultsnap' })
}

/** `readText`: reads a file of the agent's; from the disk if it is not given. */
export function loaderOf (dir: string, parsingContext: object | undefined, readText?: (file: string) => string): (name: string) => unknown {
  const { compileFunction } = process.getBuiltinModule('node:vm')
  const inContext = parsingContext === undefined ? {} : { parsingContext }
  const { readFileSync } = process.getBuiltinModule('node:fs')
  const { sep } = process.getBuiltinModule('node:path')
  const given = [intrinsicsOf(globalThis as never), globalThis, process, Buffer, console, URL, setTimeout, clearTimeout, setImmediate, clearImmediate, queueMicrotask,
    TextDecoder, TextEncoder]
  const { apply } = Reflect
  const { utf8Slice } = Buffer.prototype as unknown as { utf8Slice: (start: number, end: number) => string }
  const getBuiltinModule = process.getBuiltinModule.bind(process) as (id: string) => object | undefined
  const make = compileFunction(`return (${makeLoader.toString()})`, [], inContext)() as typeof makeLoader
  return make({
    dir,
    sep,
    given,
    count: given.length - 1,
    lazy: LAZY_KEYS,
    process,
    getBuiltinModule,
    readText: readText ?? (file => apply(utf8Slice, readFileSync(file), []) as string),
    compile: (source, filename) => compileFunction(source, GIVEN, { filename, ...inContext }) as (...given: unknown[]) => void,
  })
}
