import type { Signal } from '../../src/model'
import type { Agent } from '../agent'
import type { BuiltCrash, Occasion } from '../record/build-crash'
import { buildCrash } from '../record/build-crash'
import { newCrashId } from '../record/crash-id'
import type { Snapshot } from '../snapshot/snapshot'
import { errorKey } from './error-key'
import type { HandedOver } from './hand-over'

/** A worker's caught error as a crash, for its parent to write if nothing handles it there. */
export function buildHandedOver (agent: Agent, snapshot: Snapshot, job: string | undefined): HandedOver {
  const key = errorKey(snapshot.exception.message, snapshot.stackText)
  const built = buildCrash(agent, snapshot, 'unhandledRejection', newCrashId(), {})
  if (job !== undefined && built.record.crash.parent !== undefined) built.record.crash.parent.job = job
  return { key, built }
}

/**
 * The crash of a worker's error that came to this thread as a copy and mattered here: the worker's frames, variables and breadcrumbs, this
 * thread's signal and occasion, and breadcrumbs of both. Values of the graph that the occasion has are of this thread's
 * snapshot, whose nodes are added.
 */
export function adoptCrash (
  agent: Agent, { record, sources, taints, isTextMapped }: BuiltCrash, signal: Signal, snapshot: Snapshot, occasion: Occasion,
): BuiltCrash {
  const { masker } = snapshot
  const { crash } = record
  const here = agent.isMainThread ? 'the main thread' : 'its parent thread'
  const { test, context, ...rest } = occasion
  const notes = [
    ...crash.notes,
    `The error was thrown in worker thread ${crash.thread.id}, caught there and handed to ${here}, where it was not handled.`,
  ]
  if (context !== undefined || test?.expected !== undefined || test?.actual !== undefined) {
    notes.push(`Values that ${here} knew of the occasion are not recorded: the variables are those of the worker.`)
  }
  const { expected: _expected, actual: _actual, ...told } = test ?? { name: '', runner: '' }
  const breadcrumbs = [...record.breadcrumbs, ...agent.breadcrumbs.read(masker)].sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0)
  return {
    record: {
      ...record, id: newCrashId(), signal, breadcrumbs,
      crash: { ...crash, ...rest, ...(crash.parent && { parent: crash.parent }), ...(test && { test: told }), notes },
    },
    sources,
    taints: [...new Set([...taints, ...masker.taints])],
    ...isTextMapped !== undefined && { isTextMapped },
  }
}

/** A stand-in for the snapshot that this thread has not got, of the error that a worker handed over. */
export function snapshotOf (agent: Agent, { record: { crash } }: BuiltCrash): Snapshot {
  return {
    at: Date.now(), sequence: 0, pauseMs: 0, exception: crash.exception, frames: [], nodes: [], missing: {}, masker: agent.masker.fork(),
    stackText: crash.exception.stack, isPredictedUncaught: false, isRejection: false, hasUserFrames: false, notes: [],
  }
}
