import type { Debugger } from 'node:inspector'
import type { Agent } from '../agent'
import { debugLog, guarded } from '../boundary'
import type { ParsedScript } from '../inspector/session'
import { jest } from './jest'
import { mocha } from './mocha'
import { nodeTest } from './node-test'
import { PausedFrames } from './paused-frames'
import type { Runner } from './runner'
import { TestFailures } from './test-failures'
import { uvu } from './uvu'
import { vitest } from './vitest'

const RUNNERS: readonly Runner[] = [nodeTest, mocha, vitest, jest, uvu]

/**
 * Watches the places of a test runner's script that it gets to when a test has failed: V8 pauses there, as at a breakpoint of a
 * debugger. The runner's code, its output and the stacks of its errors stay as they are, and a test that passes costs nothing.
 */
export function watchRunner (agent: Agent, { id, url }: ParsedScript): void {
  const { recorder } = agent
  const runners = RUNNERS.filter(({ script }) => script.test(url))
  if (recorder === undefined || runners.length === 0) return
  const source = recorder.session.sourceOf(id)
  if (source === undefined) return
  const tests = agent.tests as TestFailures | undefined ?? new TestFailures(agent)
  const watch = (offset: number, listener: (params: Debugger.PausedEventDataType) => void): void => {
    recorder.watchPlace({ scriptId: id, ...positionOf(source, offset) }, params => { guarded('test runner', () => listener(params)) })
  }
  let places = 0
  for (const { name, sites, end } of runners) {
    for (const { find, read } of sites) {
      for (const offset of find(source)) {
        places++
        watch(offset, params => {
          const failures = recorder.policy.undisturbed(() => read(new PausedFrames(params, recorder)))
          for (const failure of [failures ?? []].flat()) recorder.values.withStacks(() => tests.add(failure, name))
        })
      }
    }
    for (const offset of end?.(source) ?? []) watch(offset, () => recorder.values.withStacks(() => tests.finish()))
  }
  debugLog(() => `watches ${places} places in ${url}`)
  if (places === 0) return
  agent.tests = tests
  recorder.policy.expectTests()
}

function positionOf (source: string, offset: number): { lineNumber: number, columnNumber: number } {
  const before = source.slice(0, offset)
  const lineNumber = before.split('\n').length - 1
  return { lineNumber, columnNumber: offset - (before.lastIndexOf('\n') + 1) }
}
