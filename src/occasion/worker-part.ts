import type { CrashDocument } from '../model'
import type { OccasionPart } from './part'

/**
 * The thread or process that failed and who started it. Undefined for a program that nobody with FaultSnap in it started, and for a process
 * of which nothing but its parent's number is known, which stands among the facts.
 */
export function workerPart ({ thread, parent }: CrashDocument): OccasionPart | undefined {
  if (parent === undefined && thread.workerData === undefined) return undefined
  if (thread.isMainThread && parent?.job === undefined && thread.workerData === undefined) return undefined
  return {
    kind: 'worker', title: 'Worker', headline: [threadText(thread), parentText(parent)].filter(text => text !== '').join(', '),
    facts: parent?.job === undefined ? [] : [['job', parent.job]],
    lists: [],
    values: thread.workerData === undefined ? [] : [{ name: 'workerData', value: thread.workerData }],
  }
}

/** `worker thread 3 "resizer"`; `main thread`. */
export function threadText ({ id, isMainThread, name }: CrashDocument['thread']): string {
  return isMainThread ? 'main thread' : `worker thread ${id}${name ? ` "${name}"` : ''}`
}

/** `started by the main thread of process 4711`; empty if that is unknown. */
export function parentText (parent: CrashDocument['parent']): string {
  if (parent === undefined) return ''
  const { pid, threadId } = parent
  const thread = threadId === undefined ? '' : threadId === 0 ? 'the main thread of ' : `worker thread ${threadId} of `
  return `started by ${thread}process ${pid}`
}
