import { isObject } from '../snapshot/snapshot-store'
import { own, ownNumber, ownText, type PausedFrames } from './paused-frames'
import { namePath, type Runner } from './runner'

/** Failures that say nothing by themselves: a suite because of its tests, a test of one that was over. */
const OF_OTHERS: readonly unknown[] = ['subtestsFailed', 'parentAlreadyFinished']

/**
 * `node:test`. Every failure goes through `fail(err)` of its class `Test`, in lib/internal/test_runner/test.js since Node 18; `err`
 * is Node's `ERR_TEST_FAILURE` with the error as its `cause`, or an `AbortError`. A test that is expected to fail does not get there.
 */
export const nodeTest: Runner = {
  name: 'node:test',
  script: /^node:internal\/test_runner\/test$/,
  sites: [{
    find: source => {
      const body = /\n {2}fail\(err\) \{[^]*?\n {2}\}/.exec(source)
      return body === null ? [] : [...body[0].matchAll(/this\.passed = false/g)].map(({ index }) => body.index + index)
    },
    read: frames => {
      const test = frames.receiver
      const error = frames.variable('err')
      const failureType = own(error, 'failureType')
      if (own(test, 'isTodo') === true || OF_OTHERS.includes(failureType)) return undefined
      // Of a suite that failed itself, in a hook.
      if (failureType === 'cancelledByParent' && isObject(own(own(test, 'parent'), 'error'))) return undefined
      const hookType = own(test, 'hookType')
      const ofHook = own(test, 'parentTest')
      // The test or suite that the hook is of fails with the same error, but for what comes after everything.
      if (hookType !== undefined && !(hookType === 'after' && isRoot(ofHook))) return undefined
      const attempt = ownNumber(test, 'attempt')
      return {
        thrown: unwrapped(error, frames),
        names: hookType !== undefined ? ['after hook'] : namePath(test, task => isRoot(task) ? undefined : ownText(task, 'name'), task => own(task, 'parent')),
        file: ownText(own(test, 'loc'), 'file') ?? ownText(test, 'entryFile') ?? process.argv[1],
        ...attempt !== undefined && { attempt: attempt + 1 },
        isGivenUp: failureType === 'testTimeoutFailure' || failureType === 'cancelledByParent',
        writtenAt: frames.placeOf(own(test, 'fn')),
      }
    },
  }],
}

/** A primitive cause is what the test threw, or the text of an error that Node made up and threw itself. */
function unwrapped (error: unknown, frames: PausedFrames): unknown {
  const cause = own(error, 'cause')
  if (own(error, 'code') !== 'ERR_TEST_FAILURE' || cause === undefined) return error
  return isObject(cause) || frames.isKnown(cause) ? cause : error
}

function isRoot (task: unknown): boolean {
  return own(task, 'parent') === null
}
