import { ownFile } from '../own-files'
import { stringStartsWith } from '../primordials'
import type { SignalSource } from './signal-source'

/** Scripts of test runners that know when a test has failed. What is looked for in them: agent/test/. */
const NODES_OWN = 'node:internal/test_runner/test'
const RUNNER_SCRIPT = new RegExp([
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
      // Most scripts at the start are Node's.
      const isRunner = stringStartsWith(script.url, 'node:') ? script.url === NODES_OWN : RUNNER_SCRIPT.test(script.url)
      if (isRunner) ownFile('tests').watchRunner(agent, script)
    }))
  },
}
