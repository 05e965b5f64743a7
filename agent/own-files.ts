import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as boundary from './boundary'
import * as originals from './originals'
import * as stamp from './http/stamp'
import * as machinery from './walk/machinery'
import * as primordials from './primordials'
import * as withOriginals from './with-originals'

/** The agent's parts that are files of their own, built beside this one: each is compiled when it is needed first. */
export interface OwnFiles {
  walk: typeof import('./walk')
  crash: typeof import('./crash')
  http: typeof import('./http')
  threads: typeof import('./threads')
  config: typeof import('../src/config/validate')
  supervised: typeof import('./processes/supervised')
  tests: typeof import('./tests')
  syntax: typeof import('./syntax')
  'expected-file': typeof import('./record/expected-file')
  watched: typeof import('./watchers/watched')
}

const [read, pathOf] = [readFileSync, join]
/** See realm-loader.ts. */
declare const processView: { evaluate: (source: string, filename: string, module: { exports: object }, require: (id: string) => unknown) => void }

/**
 * What all files have in common, because it has a state or was taken before the program ran. The build puts these in the place of the
 * modules of that name (see scripts/own-files.mjs).
 */
const shared: Record<string, object> = { 'own-files': { ownFile }, primordials, boundary, machinery, originals, stamp, 'with-originals': withOriginals }

const loaded: { [Name in keyof OwnFiles]?: OwnFiles[Name] } = {}
const texts: Partial<Record<keyof OwnFiles, Buffer>> = {}

/**
 * A part of the agent. Not through `require`, which the program may have hooked to transpile or to mock what it loads, and whose look-up
 * costs more than the reading. Throws if the file is not there.
 */
export function ownFile<Name extends keyof OwnFiles> (name: Name): OwnFiles[Name] {
  return loaded[name] ??= withOriginals.withOriginals(() => load(name))
}

/** Reads a part that will be needed where the file system may be out of reach: mocked, out of descriptors, or with another version in it. */
export function keepReady (name: keyof OwnFiles): void {
  withOriginals.withOriginals(() => readText(name))
}

const fileOf = (name: keyof OwnFiles): string => pathOf(__dirname, `${name}.cjs`)

function readText (name: keyof OwnFiles): Buffer {
  return texts[name] ??= read(fileOf(name))
}

/** With the program's built-ins as they were. */
function load<Name extends keyof OwnFiles> (name: Name): OwnFiles[Name] {
  const module = { exports: {} as OwnFiles[Name] }
  processView.evaluate(primordials.bufferToString(readText(name), 'utf8'), fileOf(name), module, ownRequire)
  delete texts[name]
  // What was thrown may become a crash.
  if (name === 'walk') boundary.guarded('crash.cjs', () => readText('crash'))
  return module.exports
}

function ownRequire (id: string): unknown {
  return primordials.stringStartsWith(id, 'faultsnap:') ? shared[primordials.stringSlice(id, 10)] : require(id) as unknown
}
