/** The part of the agent that is needed only where tests run, built as a file of its own: any other process does not pay for it. */
export { watchRunner } from './test/watch-runner'
