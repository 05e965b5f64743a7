import type { Debugger } from 'node:inspector'
import type { ParentRecord, ThreadRecord } from '../../src/model'
import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { SafeSet, getOwnPropertyDescriptor, now } from '../primordials'
import type { RecordedProgram } from '../record/recorded-program'
import type { Snapshot } from '../snapshot/snapshot'
import { GraphWalk } from '../walk/graph-walk'

/** Limits of what a worker was started with: it is often large, and shared by all workers. */
const MAX_DEPTH = 4
const MAX_OBJECTS = 500
const WALK_MS = 5
/** Frames above the one that posts a job's answer. */
const MAX_FRAMES = 6
/** What pools call the number of a job. */
const JOB_NAMES = ['taskId', 'jobId', 'workId', 'requestId']

/**
 * Who started this thread or process, undefined where nobody with FaultSnap in it did. A process that was forked has a channel to its parent;
 * one that was merely spawned has an unknown one: often a shell.
 */
export function parentRecord (agent: Pick<RecordedProgram, 'isMainThread' | 'parentThreadId' | 'forkedBy'>): ParentRecord | undefined {
  if (!agent.isMainThread) {
    return { kind: 'thread', pid: process.pid, ...(agent.parentThreadId !== undefined && { threadId: agent.parentThreadId }) }
  }
  return agent.forkedBy === undefined ? undefined : { kind: 'process', pid: agent.forkedBy }
}

/** This thread. What it was started with is added to the snapshot's graph, masked, unless memory is short. */
export function threadRecord (agent: Pick<RecordedProgram, 'config'>, snapshot: Snapshot, isMemoryShort: boolean): ThreadRecord {
  const { isMainThread, threadId, threadName, workerData } =
    require('node:worker_threads') as typeof import('node:worker_threads') & { threadName?: string }
  const record: ThreadRecord = { id: threadId, isMainThread, ...(threadName ? { name: snapshot.masker.maskText(threadName) } : {}) }
  if (isMainThread || isMemoryShort || workerData === undefined || workerData === null) return record
  guarded('workerData', () => {
    const { config } = agent
    const limits = { ...config, maxDepth: Math.min(config.maxDepth, MAX_DEPTH), maxTotalItems: snapshot.nodes.length + MAX_OBJECTS }
    const walk = new GraphWalk({ limits, masker: snapshot.masker, deadline: now() + WALK_MS, shallow: new SafeSet(), nodes: snapshot.nodes })
    const value = walk.named('workerData', workerData)
    walk.run()
    for (const [reason, count] of Object.entries(walk.missing)) {
      snapshot.missing[reason as 'masked'] = (snapshot.missing[reason as 'masked'] ?? 0) + count
    }
    record.workerData = value
  })
  return record
}

/**
 * The number that a pool gave the job whose answer is being posted: a variable of the code in `node_modules` that looked `postMessage` up.
 * Undefined for anything else.
 */
export function jobOfCallers (agent: Agent): string | undefined {
  const { recorder } = agent
  let job: string | undefined
  recorder?.lookAtCallers(({ callFrames }: Debugger.PausedEventDataType) => {
    const urlOf = (frame: Debugger.CallFrame): string => recorder.session.scripts.get(frame.location.scriptId)?.url ?? ''
    const callers = callFrames.filter(frame => !recorder.isOwnScript(urlOf(frame))).slice(0, MAX_FRAMES)
    const ids = callers.filter(frame => /[\\/]node_modules[\\/]/.test(urlOf(frame))).flatMap(({ scopeChain }) =>
      scopeChain.flatMap(({ type, object }) => ['local', 'block', 'closure'].includes(type) ? object.objectId ?? [] : []))
    for (const scope of recorder.values.take(ids) as (object | undefined)[]) {
      if (scope === undefined) continue
      for (const name of JOB_NAMES) job ??= guarded('job', () => jobText(getOwnPropertyDescriptor(scope, name)?.value))
    }
  })
  return job
}

/** The same in the thread that gets the answer: a variable of the code in `node_modules` that rejected the promise. */
export function jobInFrames ({ frames }: Snapshot): string | undefined {
  for (const { url, scopes } of frames) {
    if (!/[\\/]node_modules[\\/]/.test(url)) continue
    for (const { variables } of scopes) {
      for (const { name, value } of variables) if (JOB_NAMES.includes(name) && jobText(value) !== undefined) return jobText(value)
    }
  }
  return undefined
}

function jobText (value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : typeof value === 'string' && value.length <= 100 ? value : undefined
}
