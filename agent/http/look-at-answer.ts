import type { Debugger } from 'node:inspector'
import { types } from 'node:util'
import type { CodePlace } from '../../src/syntax/ending-handler'
import { SafeSet, ownKeys } from '../primordials'
import type { Recorder } from '../snapshot/recorder'
import { isObject } from '../snapshot/snapshot-store'
import { dataOf } from '../walk/data-value'

/** Frames of the program and its packages that are searched, from the one that writes the answer's head. */
const MAX_FRAMES = 30
const MAX_VARIABLES = 60
/** Members that hold the error of a result: `{ ok: false, error }`. */
const ERROR_MEMBERS: readonly string[] = ['error', 'err', 'exception', 'reason']
const ERROR_NAMES = /^_?(?:e|ex|err|error|exception|reason|cause|failure)\d*$/i

/** An error in the hands of whoever answers. */
export interface HeldError { value: unknown, evidence: string }

/** What the stack of whoever answers shows. `places`: of the program's code and its packages', innermost first. */
export interface SeenAnswer { held: HeldError[], objects: object[], places: (Omit<CodePlace, 'source'>)[] }

/**
 * Looks at the scopes of everybody on the stack, nearest first: an error in a variable there is what is being answered.
 * `objects`: what else they hold, for the framework's own objects about the request. Undefined where V8 cannot be asked.
 */
export function lookAtAnswer (recorder: Recorder): SeenAnswer | undefined {
  let seen: SeenAnswer | undefined
  recorder.lookAtCallers(({ callFrames }) => { seen = read(recorder, callFrames) })
  return seen
}

interface Frame { name: string, ids: string[] }

function read (recorder: Recorder, callFrames: Debugger.CallFrame[]): SeenAnswer {
  const frames: Frame[] = []
  const ids: string[] = []
  const seen: SeenAnswer = { held: [], objects: [], places: [] }
  for (let index = 0; index < callFrames.length && frames.length < MAX_FRAMES; index++) {
    const { functionName, scopeChain, location, this: receiver } = callFrames[index]!
    const url = recorder.session.scripts.get(location.scriptId)?.url ?? ''
    if (url.startsWith('node:') || recorder.isOwnScript(url)) continue
    const frame: Frame = { name: functionName, ids: receiver.objectId === undefined ? [] : [receiver.objectId] }
    const scopes = scopeChain.filter(({ type }) => type === 'local' || type === 'block' || type === 'catch')
    for (const { object } of scopes) if (object.objectId !== undefined) frame.ids.push(object.objectId)
    frames.push(frame)
    ids.push(...frame.ids)
    seen.places.push({ scriptKey: location.scriptId, lineNumber0: location.lineNumber, columnNumber0: location.columnNumber ?? 0 })
  }
  const live = recorder.values.take(ids)
  const known = new SafeSet<object>()
  let at = 0
  for (const { name, ids: { length } } of frames) {
    readFrame(recorder, seen, known, name, live.slice(at, at += length))
  }
  return seen
}

/** A frame's receiver first, if it has one, then its scopes: all of them are objects. */
function readFrame (recorder: Recorder, seen: SeenAnswer, known: SafeSet<object>, name: string, objects: readonly unknown[]): void {
  const place = name === '' ? 'a function' : `${name}()`
  const found: { value: unknown, name: string, isNested: boolean }[] = []
  for (const object of objects) {
    if (!isObject(object) || types.isProxy(object)) continue
    keep(seen, known, object)
    const keys = ownKeys(object)
    for (let index = 0; index < keys.length && index < MAX_VARIABLES; index++) {
      const key = keys[index]!
      const value = dataOf(object, key)
      if (!isObject(value) || typeof key !== 'string') continue
      keep(seen, known, value)
      if (isError(recorder, value)) found.push({ value, name: key, isNested: false })
      else for (const member of ERROR_MEMBERS) {
        const nested = types.isProxy(value) ? undefined : dataOf(value, member)
        if (isObject(nested) && isError(recorder, nested)) found.push({ value: nested, name: `${key}.${member}`, isNested: true })
      }
    }
  }
  const rank = (entry: typeof found[number]): number => (entry.isNested ? 2 : 0) + (ERROR_NAMES.test(entry.name) ? 0 : 1)
  found.sort((a, b) => rank(a) - rank(b))
  for (const { value, name: variable } of found) {
    if (seen.held.some(held => held.value === value)) continue
    seen.held.push({ value, evidence: `it was answered in ${place} with the error in its variable ${variable}` })
  }
}

function keep (seen: SeenAnswer, known: SafeSet<object>, object: object): void {
  if (known.has(object) || typeof object === 'function') return
  known.add(object)
  seen.objects.push(object)
}

const isError = (recorder: Recorder, value: object): boolean =>
  types.isNativeError(value) || recorder.store.of(value) !== undefined
