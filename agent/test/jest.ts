import { arrayIsArray } from '../primordials'
import { own, ownNumber, ownText, type PausedFrames } from './paused-frames'
import { namePath, placesOf, type Runner, type TestFailure } from './runner'

const TIMED_OUT = /^(?:thrown: "?)?Exceeded timeout of /

/** Where `expect` keeps its state, in the global object of the sandbox that the test file runs in. */
const EXPECT = Symbol.for('$$jest-matchers-object')

/**
 * Jest, whose runner is jest-circus. It runs inside the sandbox (`vm` context) of each test file, which makes no difference to a
 * debugger. Its event handler is looked into at the events that fail a test, and where rejections that nobody handled are given to one.
 */
export const jest: Runner = {
  name: 'jest',
  script: /[\\/]jest-(?:circus|runner)[\\/]build[\\/][\w-]+\.[cm]?js$/,
  sites: [
    { find: placesOf(/\bcase 'test_fn_failure':\s*\{?\s*()(?=const \{\s*error\b|event\.)/), read: readEvent },
    { find: placesOf(/\bcase 'hook_failure':\s*\{?\s*()(?=const \{\s*test\b)/), read: readEvent },
    { find: uncaughtErrors, read: frames => readEvent(frames) },
    {
      find: placesOf(/\btakeUnhandledRejectionErrors\(state, test\.[^)]*\)\) \{\s*()/),
      read: frames => failure(frames, frames.variable('error'), own(frames.variable('event'), 'test') ?? frames.variable('test')),
    },
    {
      find: placesOf(/\bif \((?:\w+\.)*suppressedErrors\.length(?: > 0)?\) \{\s*()test\.errors\.push\(\.\.\.suppressedErrors/),
      read: frames => {
        const errors = frames.variable('suppressedErrors')
        return arrayIsArray(errors) ? [...errors].map(error => failure(frames, error, frames.variable('test'))) : undefined
      },
    },
    // A file that cannot be loaded.
    {
      find: placesOf(/\btestFramework\([^)]*\);\s*\} catch \(error\) \{\s*(?:\/\/[^\n]*\s*)*()/),
      read: frames => ({ thrown: frames.variable('error'), names: [], file: textOf(frames.variable('path')) }),
    },
  ],
  end: placesOf(/\bcase 'run_finish':\s*\{?\s*()/),
}

/** Where the event of an uncaught error gives it to a test, or to the file. */
function uncaughtErrors (source: string): number[] {
  const start = source.indexOf("case 'error':")
  if (start < 0) return []
  const block = source.slice(start, source.indexOf("case '", start + 1))
  return [...block.matchAll(/[\w.?]+\.(?:errors|unhandledErrors)\.push\(event\.error/g)].map(({ index }) => start + index)
}

function readEvent (frames: PausedFrames): TestFailure {
  const event = frames.variable('event')
  const test = own(event, 'test') ?? own(event, 'describeBlock') ?? own(frames.variable('context'), 'test') ??
    own(frames.variable('state'), 'currentlyRunningTest')
  return failure(frames, own(event, 'error'), test)
}

function failure (frames: PausedFrames, thrown: unknown, test: unknown): TestFailure {
  const attempt = ownNumber(test, 'invocations')
  const text = typeof thrown === 'string' ? thrown : ownText(thrown, 'message') ?? ''
  return {
    thrown,
    names: namePath(test, task => isRoot(task) ? undefined : ownText(task, 'name'), task => own(task, 'parent')),
    file: ownText(own(own(frames.globalObject, EXPECT), 'state'), 'testPath'),
    ...attempt !== undefined && attempt > 0 && { attempt },
    isGivenUp: TIMED_OUT.test(text),
    isStackMapped: true,
    writtenAt: frames.placeOf(own(test, 'fn')),
  }
}

function textOf (value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isRoot (task: unknown): boolean {
  return own(task, 'name') === 'ROOT_DESCRIBE_BLOCK'
}
