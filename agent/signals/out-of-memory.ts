import type { Debugger } from 'node:inspector'
import type { Agent } from '../agent'
import type { InspectorSession } from '../inspector/session'
import type { Recorder } from '../snapshot/recorder'
import type { Config } from '../../src/config/config'

/** V8 raised its limit a little for the pause: what is recorded must stay far below that. */
const MAX_DEPTH = 3
const MAX_OBJECTS = 500
const MAX_ITEMS = 20

/** V8's pause before it dies of heap exhaustion: the frames that were allocating, at narrow limits. */
export function recordOutOfMemory (agent: Agent, params: Debugger.PausedEventDataType, config: Config): void {
  const recorder = agent.recorder
  if (recorder === undefined) return
  // Whether or not it is recorded, V8 has raised its limit for our session.
  if (agent.isWatching('heapOutOfMemory')) writeOutOfMemory(agent, recorder, params, config)
  endAsV8Would(recorder.session, agent.isMainThread && !hasOtherUseForTheLimit())
}

function writeOutOfMemory (agent: Agent, recorder: Recorder, params: Debugger.PausedEventDataType, config: Config): void {
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
  agent.crashes.write(snapshot, 'heapOutOfMemory')
}

/**
 * Brings about the death that V8 announced. For the pause V8 raised its limit fourfold, and a program that goes on after it may
 * crawl for minutes in collections that free nothing (Node 20: more than 100 s instead of 1, measured, with any debugger that
 * resumes). Without the debugger the limit is back; the next megabytes then meet it as they would have without us: the
 * same message, exit code and signal in a main thread, `ERR_WORKER_OUT_OF_MEMORY` in a worker, whose end needs our return.
 */
function endAsV8Would (session: InspectorSession, isFatal: boolean): void {
  session.post('Debugger.disable')
  const { getHeapStatistics } = require('node:v8') as typeof import('node:v8')
  const limit = getHeapStatistics().heap_size_limit
  const kept: unknown[][] = []
  for (let round = 0; isFatal || round < MAX_ROUNDS; round++) {
    kept[round] = new Array(ROUND_ELEMENTS).fill(round)
    if (!isFatal && getHeapStatistics().heap_size_limit !== limit) return
  }
}

/** 256 KiB a round: 100 MiB at most where somebody else has to act on the limit. */
const ROUND_ELEMENTS = 32 * 1024
const MAX_ROUNDS = 400

/** `--heapsnapshot-near-heap-limit`: Node writes heap snapshots, and raises the limit itself, before it lets the process die. */
function hasOtherUseForTheLimit (): boolean {
  const flag = '--heapsnapshot-near-heap-limit'
  return process.execArgv.some(argument => argument.startsWith(flag)) || (process.env.NODE_OPTIONS ?? '').includes(flag)
}
