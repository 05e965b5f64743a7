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
  for (const { name, sites } of runners) {
    for (const { find, read } of sites) {
      for (const offset of find(source)) {
        recorder.watchPlace({ scriptId: id, ...positionOf(source, offset) }, params => {
          const failures = guarded(name, () => recorder.undisturbed(() => read(new PausedFrames(params, recorder))))
          for (const failure of [failures ?? []].flat()) guarded(name, () => recorder.undisturbed(() => tests.add(failure, name)))
        })
        debugLog(() => `watches ${name} in ${url}`)
        agent.tests = tests
        recorder.expectTests()
      }
    }
  }
}

function positionOf (source: string, offset: number): { lineNumber: number, columnNumber: number } {
  const before = source.slice(0, offset)
  const lineNumber = before.split('\n').length - 1
  return { lineNumber, columnNumber: offset - (before.lastIndexOf('\n') + 1) }
}
