import { types } from 'node:util'
import type { Config } from '../../src/config/config'
import type { Masker } from '../../src/mask/masker'
import { SafeSet, now } from '../primordials'
import { GraphWalk } from '../walk/graph-walk'
import { readException } from './read-exception'
import type { Snapshot } from './snapshot'
import { stackOf } from './stack-of'

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
