import type { Agent } from '../agent'

/** Something that tells which snapshots mattered. One file each, all of this shape. */
export interface SignalSource {
  /** Begins to watch, through the agent's hidden listeners. Called once. */
  start (agent: Agent): void
}
