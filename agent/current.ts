import type { Agent } from './agent'

/** Where the agent of a thread is found, by whichever copy of FaultSnap. */
export const KEY = Symbol.for('faultsnap.agent')
export type Holder = { [KEY]?: Agent }

/** The agent of this thread, of whichever copy of FaultSnap installed it. */
export function currentAgent (): Agent | undefined {
  return (process as unknown as Holder)[KEY]
}
