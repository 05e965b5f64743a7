import { closestName } from '../config/closest-name'
import { FaultSnapError } from '../errors'
import { isMissing, isRef, type CrashDocument, type FrameRecord, type GraphNode, type MissingReason, type Value } from '../model'
import { decodeBase64 } from './bytes'
import { frameVariables, missingVariables, type Variable } from './frame-variables'
import { cutOf, nodeOf } from './node-of'
import { sourceName, variablesNamed, type NamedVariable } from './original-name'
import { parsePath, stepText, type Step } from './path'
import { typeOf } from './type-of'

/**
 * `value` may be a missing one: then its reason says why. `frame` is the index of the frame it was found in, `renamed` the variable that
 * the path begins with, if it has another name in the original source.
 */
export interface PathResult { frame: number, value: Value, renamed?: NamedVariable }

/** What the beginning of a path may mean. */
interface Root { frame: number, value: Value, variable?: Variable }

/** Whose names a path has: those of the original source, and only then of the code that ran, or only the latter, as paths of culprits do. */
export type PathNames = 'original' | 'generated'

/** The part of a crash that paths lead through. */
type Recorded = Pick<CrashDocument, 'frames' | 'nodes'>

/** What the error that was thrown is called where no variable has the name. */
const THROWN: readonly string[] = ['error', 'thrown']
/** What else people call it. */
const ASKED_FOR = /^(?:e|er|err|ex|exc|exception|thrown?Error)$/i

/**
 * The value that a path (see {@link parsePath}) leads to, in frame `frameIndex`, or in the first frame that has its variable.
 * Only what is recorded is looked at: own properties, elements, entries, private fields, and `length` and `size`.
 *
 * `thrown` can be had as `error` where no variable is called so. In frames with names of the original source `names` says which ones the path
 * has; where a name of the original source leads nowhere, the variable that the code that ran calls so is tried.
 *
 * Gives a missing value if the path leads through one, or into what a limit cut off. Throws `FaultSnapError`: `USAGE` for a path
 * that cannot be read or a frame that there is not, `PATH_NOT_FOUND` when the capsule shows that there is no such variable or
 * property.
 */
export function getPath (crash: Recorded, path: string, frameIndex?: number, thrown?: Value, names: PathNames = 'original'): PathResult {
  const { variable, steps } = parsePath(path)
  let failure: unknown
  for (const { frame, value: root, variable: found } of findVariables(crash, variable, frameIndex, thrown, names)) {
    try {
      const value = followAll(crash, root, variable, steps)
      return { frame, value, ...found?.original && { renamed: { name: found.name, original: found.original } } }
    } catch (error) {
      failure ??= error
    }
  }
  throw failure
}

function followAll (crash: Recorded, root: Value, variable: string, steps: Step[]): Value {
  let value = root
  let place = variable
  for (let at = 0; at < steps.length; at++) {
    // Not so for a string that was cut: its length is known.
    if (isMissing(value) && value.missing !== 'string') return { missing: value.missing }
    const isEntry = nodeOf(crash, value)?.entries !== undefined && isEntrySteps(steps, at)
    value = isEntry ? entryAt(nodeOf(crash, value)!, steps[at + 1]!.key as number, steps[at + 2]!.key, place)
      : follow(crash, value, steps[at]!, place)
    for (const step of steps.slice(at, isEntry ? at + 3 : at + 1)) place += stepText(step)
    if (isEntry) at += 2
  }
  return value
}

/** What a name may mean, likeliest first; at least one. */
function findVariables (
  crash: Recorded, name: string, frameIndex: number | undefined, thrown: Value | undefined, names: PathNames,
): Root[] {
  const frames = frameIndex === undefined ? crash.frames : crash.frames.filter(frame => frame.index === frameIndex)
  if (frameIndex !== undefined && frames.length === 0) {
    const last = crash.frames.length - 1
    throw new FaultSnapError('USAGE', `There is no frame ${frameIndex}: expected a whole number from 0 to ${last}`)
  }
  const found = frames.flatMap(frame => {
    const variables = frameVariables(frame).filter(variable => variable.name !== '...')
    const named = names === 'original' ? variablesNamed(variables, name) : variables.filter(variable => variable.name === name).slice(0, 1)
    return named.map(variable => ({ frame: frame.index, value: variable.value, variable }))
  })
  // A name of the original source in any frame goes before one that was made up for another variable.
  if (found.length > 0) return names === 'generated' ? found.slice(0, 1) : byName(found, name)
  if (thrown !== undefined && THROWN.includes(name)) return [{ frame: 0, value: thrown }]
  // A frame that was asked for and not recorded has an answer; with all frames asked, "async" of one of them would be a guess.
  const reason = frameIndex === undefined ? cutFrame(frames) : missingVariables(frames[0]!)
  if (reason !== undefined) return [{ frame: frameIndex ?? 0, value: { missing: reason } }]
  const known = [...new Set(frames.flatMap(frame => frameVariables(frame).flatMap(({ name: own, original }) => [original?.name ?? own, own])))]
  const where = frameIndex === undefined ? 'No recorded frame' : `Frame ${frameIndex}`
  const what = `${where} has ${frameIndex === undefined ? 'a' : 'no'} variable ${JSON.stringify(name)}`
  if (thrown !== undefined && ASKED_FOR.test(name)) throw new FaultSnapError('PATH_NOT_FOUND', `${what}; what was thrown is called "error"`)
  throw notFound(what, name, thrown === undefined ? known : [...known, ...THROWN])
}

/** The first of each kind: of the original source there, of it elsewhere, of the code that ran. */
function byName (found: readonly Root[], name: string): Root[] {
  const isHere = ({ variable }: Root): boolean => sourceName(variable!) === name
  const isElsewhere = ({ variable }: Root): boolean => variable!.original?.name === name
  const first = [found.find(isHere), found.find(isElsewhere), found.find(({ variable }) => variable!.name === name)]
  return [...new Set(first.filter(each => each !== undefined))]
}

function cutFrame (frames: FrameRecord[]): MissingReason | undefined {
  if (frames.length > 0 && frames.every(frame => frame.missing !== undefined)) return frames[0]!.missing
  // What a package's module has is not what is asked for: the program's variables of that name are all there.
  const own = frames.some(({ inApp }) => inApp) ? frames.filter(({ inApp }) => inApp) : frames
  return own.flatMap(frame => frame.scopes).flatMap(scope => scope.cut ?? [])[0]?.reason
}

function follow (crash: Recorded, value: Value, step: Step, place: string): Value {
  const node = nodeOf(crash, value)
  if (node) {
    // Not ??: null is a value too.
    const found = member(node, step)
    return found === undefined ? absent(node, step, `${place} (${typeOf(crash, value)})`) : found
  }
  if (isRef(value)) return { missing: 'unavailable' }
  const text = typeof value === 'string' ? value : isMissing(value as Value) ? (value as { value?: string }).value ?? ''
    : undefined
  const total = isMissing(value) ? value.size : text?.length
  if (text !== undefined) {
    if (step.kind === 'property' && step.key === 'length') return total ?? { missing: 'unavailable' }
    if (step.kind === 'index' && step.key < text.length) return text[step.key]!
    if (step.kind === 'index' && isMissing(value) && step.key < (total ?? Infinity)) return { missing: 'string' }
  }
  throw notFound(`${place} is ${value === null ? 'null' : `of type ${typeOf(crash, value)}`}: it has no ${stepText(step)}`)
}

/** The value of a step that the node has, `undefined` if it has none. */
function member (node: GraphNode, step: Step): Value | undefined {
  const own = (key: string): Value | undefined => node.properties?.find(property => property.name === key
    && !property.symbol)?.value
  switch (step.kind) {
    case 'private': return node.privates?.find(property => property.name === step.key)?.value
    case 'symbol': return node.properties?.find(property => property.symbol && property.name === step.key)?.value
    case 'internal': return node.internals?.find(property => property.name === `[[${step.key}]]`)?.value
    case 'get': return entry(node, step.key)
    case 'index':
      return [node.elements?.[step.key], entry(node, step.key), entry(node, String(step.key)), own(String(step.key)),
        byteAt(node, step.key)].find(found => found !== undefined)
    case 'property': {
      const value = own(step.key)
      if (value !== undefined) return value
      if (/^(?:0|[1-9]\d*)$/.test(step.key) && node.elements?.[Number(step.key)] !== undefined) return node.elements[Number(
        step.key)]
      const isSize = step.key === 'size' ? node.subtype === 'map' || node.subtype === 'set' : step.key === 'length'
        && node.elements !== undefined
      return isSize && node.size !== undefined ? node.size : entry(node, step.key)
    }
  }
}

/** A Map's value by key. Keys that are objects cannot be named. */
function entry (node: GraphNode, key: string | number | boolean | null | undefined | bigint): Value | undefined {
  return node.entries?.find(([candidate]) => {
    if (candidate === null || typeof candidate !== 'object') return Object.is(candidate, key)
    if (isMissing(candidate) || isRef(candidate)) return false
    if (candidate.type === 'undefined') return key === undefined
    return candidate.type === 'bigint' && typeof key === 'bigint' && candidate.value === String(key)
  })?.[1]
}

/** `[[Entries]][2].key` or `.value`: what of a Map no literal can name. Iterators have a slot of that name, with such a list. */
function isEntrySteps (steps: Step[], at: number): boolean {
  const [internal, index, part] = steps.slice(at, at + 3)
  return internal?.kind === 'internal' && internal.key === 'Entries' && index?.kind === 'index' &&
    part?.kind === 'property' && (part.key === 'key' || part.key === 'value')
}

function entryAt (node: GraphNode, index: number, part: unknown, place: string): Value {
  const found = node.entries?.[index]?.[part === 'key' ? 0 : 1]
  if (found !== undefined) return found
  const cut = cutOf(node, 'entries', 0)
  if (cut && index < (cut.total ?? Infinity)) return { missing: cut.reason }
  throw notFound(`${place} has no entry ${index}: it has ${node.size ?? node.entries?.length ?? 0}`)
}

function byteAt (node: GraphNode, index: number): number | undefined {
  return node.bytes === undefined ? undefined : decodeBase64(node.bytes)[index]
}

/** What to say of a step that the node does not have: missing if a limit may have cut it off, else an error. */
function absent (node: GraphNode, step: Step, place: string): Value {
  const parts = step.kind === 'private' ? ['privates'] as const
    : step.kind === 'internal' ? ['internals'] as const
      : step.kind === 'get' ? ['entries'] as const
        : step.kind === 'index' ? ['elements', 'bytes', 'entries'] as const : ['properties', 'entries'] as const
  for (const part of parts) {
    const cut = cutOf(node, part, 0)
    const isBeyond = step.kind === 'index' && part !== 'entries' && node.size !== undefined && step.key >= node.size
    if (cut && !isBeyond) return { missing: cut.reason }
  }
  if (step.kind === 'index' && node.elements !== undefined && node.size !== undefined) {
    throw notFound(`${place} has no element ${step.key}: it has ${node.size}`)
  }
  const names = (step.kind === 'private' ? node.privates : node.properties)?.map(property => property.name) ?? []
  const keys = (node.entries ?? []).flatMap(([key]) => typeof key === 'string' ? [key] : [])
  throw notFound(`${place} has no own ${stepText(step)}`, String(step.key), [...names, ...keys])
}

function notFound (what: string, name = '', known: string[] = []): FaultSnapError {
  const closest = closestName(name, known)
  return new FaultSnapError('PATH_NOT_FOUND', `${what}${closest === undefined ? '' : `, did you mean ${JSON.stringify(
    closest)}?`}`)
}
