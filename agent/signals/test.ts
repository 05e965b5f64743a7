import { ownFile } from '../own-files'
import type { SignalSource } from './signal-source'

/** Scripts of test runners that know when a test has failed. What is looked for in them: agent/test/. */
const RUNNER_SCRIPT = new RegExp([
  '^node:internal/test_runner/test$',
  String.raw`[\\/]mocha[\\/]lib[\\/]runner\.[cm]?js$`,
  String.raw`[\\/]jest-(?:circus|runner)[\\/]build[\\/][\w-]+\.[cm]?js$`,
  String.raw`[\\/]@vitest[\\/](?:runner|expect)[\\/]dist[\\/][^\\/]+\.js$`,
  String.raw`[\\/]vitest[\\/]dist[\\/]chunks[\\/](?:run|test|index)\.[^\\/]*\.js$`,
  String.raw`[\\/]uvu[\\/]dist[\\/]index\.m?js$`,
].join('|'))

/** Failed tests, of a runner that is recognised by its scripts. See agent/test/watch-runner.ts. */
export const test: SignalSource = {
  start (agent) {
    agent.whenArmed(({ session }) => session.onScript(script => {
      if (RUNNER_SCRIPT.test(script.url)) ownFile('tests').watchRunner(agent, script)
    }))
  },
}
