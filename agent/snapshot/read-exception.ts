import { types } from 'node:util'
import { MAX_STACK_CHARS } from '../../src/limits'
import type { ExceptionRecord } from '../../src/model'
import {
  apply, functionToString, getOwnPropertyDescriptor, getPrototypeOf, lookUpGetter, regExpExec, stringIndexOf, stringSlice, toStringOf,
} from '../primordials'
import type { GraphWalk } from '../walk/graph-walk'
import { includedErrors } from './included-errors'
import { nameFunction } from './name-function'
import { isObject } from './snapshot-store'

const MAX_MESSAGE_CHARS = 10_000
const MAX_CAUSES = 20

/** Of `lib/internal/per_context/domexception.js`. */
const NODES_MESSAGE_GETTER = new RegExp([
  'get message\\(\\) \\{', 'const internals = internalsMap\\.get\\(this\\);', 'if \\(internals === undefined\\) \\{',
  "throwInvalidThisError\\(TypeError, 'DOMException'\\);", '\\}', 'return internals\\.message;', '\\}',
].join('\\s+') + '$')

/** `above`: the errors that the one being read is a cause or a part of. `read`: how many there were until now. */
interface Chain { above: object[], read: number }

/**
 * The exception as OpenTelemetry names its parts, read through descriptors: a `message`, `stack` or `toString` of the program
 * is not run. `stackText` is what V8 says of the thrown value itself; the stacks of causes are not looked at here, because
 * looking formats them.
 */
export function readException (walk: GraphWalk, thrown: unknown, stackText: string, chain: Chain = { above: [], read: 0 }): ExceptionRecord {
  const value = walk.value(thrown)
  if (!isObject(thrown)) {
    const type = thrown === null ? 'null' : typeof thrown
    const message = typeof thrown === 'symbol' ? 'Symbol' : toStringOf(thrown)
    return { type, message: walk.masker.maskPrefix(message, MAX_MESSAGE_CHARS), stack: '', value }
  }
  if (types.isProxy(thrown)) return { type: 'Proxy', message: '', stack: '', value }
  chain.read++
  const named = typeof thrown === 'function' ? nameFunction(thrown as () => unknown) : undefined
  const record: ExceptionRecord = {
    type: walk.masker.maskPrefix(named?.type ?? typeOf(walk, thrown), 200),
    message: walk.masker.maskPrefix(named?.message ?? messageOf(thrown, stackText), MAX_MESSAGE_CHARS),
    stack: stringSlice(stackText, 0, MAX_STACK_CHARS),
    value,
  }
  const code = ownData(thrown, 'code')
  if (typeof code === 'string' || typeof code === 'number') record.code = walk.masker.maskPrefix(toStringOf(code), 200)
  chain.above[chain.above.length] = thrown
  addChain(walk, thrown, record, chain)
  chain.above.length--
  return record
}

function addChain (walk: GraphWalk, thrown: object, record: ExceptionRecord, chain: Chain): void {
  const cause = ownData(thrown, 'cause')
  if (cause !== undefined && cause !== null) {
    if (isAtEnd(chain, cause)) record.isChainCut = true
    else record.cause = readException(walk, cause, '', chain)
  }
  const included = includedErrors(thrown, walk.limits.maxItems)
  if (included === undefined) return
  const { errors, isSuppression } = included
  record.errors = []
  for (let index = 0; index < errors.length; index++) {
    const error = errors[index]
    if (isAtEnd(chain, error)) {
      record.isChainCut = true
      break
    }
    record.errors[index] = readException(walk, error, '', chain)
    if (isSuppression && index === 1) record.errors[index]!.isSuppressed = true
  }
}

/** Class name, unless the program or Node named the error itself: `NodeError` is Node's own class, its name is the base's. */
function typeOf (walk: GraphWalk, thrown: object): string {
  const ownName = ownData(thrown, 'name')
  if (typeof ownName === 'string' && ownName !== '') return ownName
  const { className } = walk.classNames.of(thrown)
  if (!types.isNativeError(thrown) || (className !== 'NodeError' && className !== 'Error' && className !== 'Object')) return className
  const name = inheritedData(thrown, 'name')
  return typeof name === 'string' && name !== '' ? name : className
}

function messageOf (thrown: object, stackText: string): string {
  const message = inheritedData(thrown, 'message')
  if (typeof message === 'string') return message
  if (!types.isNativeError(thrown)) return domExceptionMessage(thrown)
  // A getter, or DOMException's internal slot: V8's own header line has it, without running anything of the program.
  const header = stringSlice(stackText, 0, (stringIndexOf(stackText, '\n    at ') + 1 || stackText.length + 1) - 1)
  const colon = stringIndexOf(header, ': ')
  return colon < 0 ? '' : stringSlice(header, colon + 2)
}

/**
 * Before Node 21 a DOMException is an object with the message in a map of Node's: its getter reads that, and runs nothing of the
 * program. It is known by its text, since the program may have put another one in its place.
 */
function domExceptionMessage (thrown: object): string {
  const getter = lookUpGetter(thrown, 'message')
  if (typeof getter !== 'function' || types.isProxy(getter) || regExpExec(NODES_MESSAGE_GETTER, functionToString(getter as () => string)) === null) return ''
  try {
    return toStringOf(apply(getter as () => string, thrown, []))
  } catch {
    return ''
  }
}

function ownData (object: object, key: string): unknown {
  return getOwnPropertyDescriptor(object, key)?.value
}

function inheritedData (object: object, key: string): unknown {
  let link: object | null = object
  for (let step = 0; link !== null && step < 32 && !types.isProxy(link); step++) {
    const descriptor = getOwnPropertyDescriptor(link, key)
    if (descriptor !== undefined) return descriptor.value
    link = getPrototypeOf(link)
  }
  return undefined
}

/** An error among its own causes has been read; one that two others share is read for each. */
function isAtEnd ({ above, read }: Chain, error: unknown): boolean {
  if (read >= MAX_CAUSES) return true
  for (let index = 0; index < above.length; index++) if (above[index] === error) return true
  return false
}
