import { own, ownNumber, ownText, type PausedFrames } from './paused-frames'
import { namePath, placesOf, type Runner, type TestFailure } from './runner'

/**
 * Mocha. `Runner.prototype.fail(test, err)` in lib/runner.js gets every failed test and hook, in a worker of `--parallel` too; it is
 * looked into where it counts the failure. A test that will be tried again does not get there, only to its clone.
 */
export const mocha: Runner = {
  name: 'mocha',
  script: /[\\/]mocha[\\/]lib[\\/]runner\.[cm]?js$/,
  sites: [
    { find: placesOf(/\bfail\s*(?:=\s*function\s*)?\(test, err, force\)[^]{0,1500}?(\+\+this\.failures)/), read },
    { find: placesOf(/\bretry < test\.retries\(\)\) \{\s*(?:var|let|const) (?:clonedTest = test\.)()clone\(\)/), read },
  ],
  end: placesOf(/\broot suite completed[^]{0,80}?((?:this|self)\.emit\()/),
}

function read (frames: PausedFrames): TestFailure {
  const test = frames.variable('test')
  const thrown = frames.variable('err')
  const retry = ownNumber(test, '_currentRetry')
  return {
    thrown,
    names: namePath(test, task => ownText(task, 'title'), task => own(task, 'parent')),
    file: ownText(test, 'file'),
    ...retry !== undefined && ownText(test, 'type') === 'test' && { attempt: retry + 1 },
    isGivenUp: own(thrown, 'code') === 'ERR_MOCHA_TIMEOUT',
    isStackCutNext: true,
    writtenAt: frames.placeOf(own(test, 'fn')),
  }
}
