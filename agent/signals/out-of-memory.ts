import type { Debugger } from 'node:inspector'
import type { Agent } from '../agent'
import type { Config } from '../../src/config/config'

/** V8 raised its limit a little for the pause: what is recorded must stay far below that. */
const MAX_DEPTH = 3
const MAX_OBJECTS = 500
const MAX_ITEMS = 20

/** V8's pause before it dies of heap exhaustion: the frames that were allocating, at narrow limits. */
export function recordOutOfMemory (agent: Agent, params: Debugger.PausedEventDataType, config: Config): void {
  const recorder = agent.recorder
  if (recorder === undefined || !agent.isWatching('heapOutOfMemory')) return
  const limits: Config = {
    ...config,
    maxDepth: Math.min(config.maxDepth, MAX_DEPTH),
    maxItems: Math.min(config.maxItems, MAX_ITEMS),
    maxTotalItems: Math.min(config.maxTotalItems, MAX_OBJECTS),
  }
  const snapshot = recorder.snapshotNow(params, undefined, config.uncaughtPauseMs, limits)
  snapshot.exception = {
    type: 'HeapOutOfMemory',
    message: 'JavaScript heap out of memory',
    stack: '',
    value: { missing: 'unavailable' },
  }
  snapshot.notes.push('V8 ran out of heap; the frames are those that were allocating, recorded at narrow limits.')
  agent.write(snapshot, 'heapOutOfMemory')
}
