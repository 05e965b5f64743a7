import { types } from 'node:util'
import { extractInlineMap } from '../../src/sourcemap/find-source-map'
import { arrayIsArray, mapGet, setForEach } from '../primordials'
import { own, ownNumber, ownText, type PausedFrames } from './paused-frames'
import { namePath, placesOf, type Runner, type TestFailure } from './runner'

/** What Vitest's own clock says; the error's stack is that of the test's declaration. */
const TIMED_OUT = /^(?:Test|Hook) timed out in \d+ms/

/**
 * Vitest 3 and later. `failTask(result, err)` gets the error of every attempt at a test, of its hooks and of a suite's; whose it is
 * stands in a variable of its caller. `handleTestError(test, err)` gets those of `expect.soft`. A file that cannot be loaded fails
 * where it is collected. In Vitest 3 and 4 that is code of @vitest/runner and @vitest/expect, since 5 of vitest itself.
 */
export const vitest: Runner = {
  name: 'vitest',
  script: /[\\/](?:@vitest[\\/](?:runner|expect)[\\/]dist|vitest[\\/]dist[\\/]chunks)[\\/][^\\/]+\.js$/,
  sites: [
    { find: placesOf(/\bfunction failTask\(result, err\b[^]{0,800}?(result\.state = "fail")/), read: frames => readErrors(frames, 'err') },
    { find: placesOf(/\bfunction handleTestError\(test, err\) \{\s*()/), read: frames => readErrors(frames, 'err') },
    { find: placesOf(/\bcatch \(e\) \{\s*()(?:const errors = e instanceof AggregateError\b|(?:const error = processError\(e\);\s*)?file\.result = \{\s*state: "fail")/), read: frames => readErrors(frames, 'e') },
  ],
  end: placesOf(/(await (?:runner\.onAfterRunFiles\?\.\(files\)|\(\(\w[\w$]* = runner\.onAfterRunFiles\)))/),
}

/** Frames from the runner's function to the one that knows the test: its caller, or a function within that. */
const MAX_CALLERS = 3

function readErrors (frames: PausedFrames, name: string): TestFailure[] {
  const error = frames.variable(name)
  const task = frames.variable('test', MAX_CALLERS) ?? frames.variable('suite', MAX_CALLERS) ?? frames.variable('file', MAX_CALLERS)
  if (own(task, 'fails') !== undefined && own(task, 'fails') !== false) return []
  const file = ownText(task, 'filepath') ?? ownText(own(task, 'file'), 'filepath')
  const names = namePath(task, each => ownText(each, 'filepath') === undefined ? ownText(each, 'name') : undefined, each => own(each, 'suite'))
  const retries = ownNumber(own(task, 'result'), 'retryCount')
  const attempt = own(task, 'type') === 'test' && retries !== undefined ? retries + 1 : undefined
  const thrown: unknown[] = arrayIsArray(error) ? [...error] : [error]
  const sourceMapOf = mapsOf(frames)
  return thrown.map(each => ({ thrown: each, names, file, attempt, isGivenUp: TIMED_OUT.test(ownText(each, 'message') ?? ''), isStackMapped: true, sourceMapOf }))
}

/** Since Vitest 5 a compiled file has no map in it: the worker keeps the maps with its modules. That of Vitest 3 runs the code without its map. */
function mapsOf (frames: PausedFrames): (file: string) => string | undefined {
  const worker = own(frames.globalObject, '__vitest_worker__')
  const modules = own(own(worker, 'evaluatedModules'), 'fileToModulesMap')
  const cache = own(worker, 'moduleCache')
  return file => {
    if (types.isMap(cache)) return extractInlineMap(ownText(mapGet(cache, file), 'code') ?? '').text
    if (!types.isMap(modules)) return undefined
    const ofFile = mapGet(modules, file)
    let map: string | undefined
    if (types.isSet(ofFile)) setForEach(ofFile, module => { map ??= ownText(own(module, 'meta'), 'sourceMap') })
    return map
  }
}
