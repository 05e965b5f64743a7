import { types } from 'node:util'
import type { Config } from '../../src/config/config'
import type { Masker } from '../../src/mask/masker'
import { nativeStackGetter } from '../originals'
import { SafeSet, functionToString, getOwnPropertyDescriptor, now } from '../primordials'
import { GraphWalk } from '../walk/graph-walk'
import { readException } from './read-exception'
import type { Snapshot } from './snapshot'
import { isObject } from './snapshot-store'

/** What is known of an error that V8 did not pause at: the error itself and its stack text; frames come from that text. */
export function snapshotWithoutPause (thrown: unknown, config: Config, baseMasker: Masker, note: string): Snapshot {
  const startedAt = now()
  const masker = baseMasker.fork()
  const walk = new GraphWalk({ limits: config, masker, deadline: startedAt + config.uncaughtPauseMs, shallow: new SafeSet() })
  const stackText = stackOf(thrown)
  const exception = readException(walk, thrown, stackText)
  walk.run()
  const isOverflow = types.isNativeError(thrown) && exception.type === 'RangeError' && exception.message === 'Maximum call stack size exceeded'
  return {
    at: Date.now(),
    sequence: 0,
    pauseMs: now() - startedAt,
    exception,
    frames: [],
    nodes: walk.nodes,
    missing: walk.missing,
    masker,
    stackText,
    isPredictedUncaught: false,
    isRejection: false,
    hasUserFrames: false,
    notes: [isOverflow ? 'V8 does not pause on a stack overflow: there are no variables, and the stack is the one of the error\'s text.' : note],
  }
}

/**
 * The stack text of an error, without running code of the program: an own data property, or V8's own accessor (Node 21 and
 * later). Formatting calls the program's `Error.prepareStackTrace` if it has one, as Node is about to do for its own message.
 */
export function stackOf (thrown: unknown): string {
  if (!isObject(thrown) || types.isProxy(thrown)) return ''
  const descriptor = getOwnPropertyDescriptor(thrown, 'stack')
  if (descriptor === undefined) return ''
  if (descriptor.get !== undefined) {
    if (!isNativeStackGetter(descriptor.get) || !types.isNativeError(thrown)) return ''
    const text = Reflect.apply(descriptor.get, thrown, []) as unknown
    return typeof text === 'string' ? text : ''
  }
  return typeof descriptor.value === 'string' ? descriptor.value : ''
}

/** Each realm (`vm` context) has one of its own. Only code of V8 has this text. */
function isNativeStackGetter (getter: () => unknown): boolean {
  return nativeStackGetter !== undefined && (getter === nativeStackGetter || functionToString(getter) === functionToString(nativeStackGetter))
}
