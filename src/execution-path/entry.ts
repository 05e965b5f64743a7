import type { CrashDocument, FrameRecord, ProcessRecord } from '../model'
import { fileText } from './place-text'
import type { PathEdge, PathNode } from './execution-path'

/** Where the program began, and how the outermost recorded frame follows from it. */
export function entryOf (crash: CrashDocument, process?: ProcessRecord): {
  node: PathNode
  edge: Pick<PathEdge, 'kind' | 'label'>
} {
  const { thread } = crash
  const title = process === undefined ? 'entry' : commandOf(process)
  const detail = thread.isMainThread ? undefined : `worker thread ${thread.name || thread.id}`
  return { node: { id: 'entry', kind: 'entry', title, ...(detail !== undefined && { detail }) }, edge: edgeTo(crash.frames.at(-1)) }
}

/** What was started: `node dist/main.js`; `node -e` for code of the command line. */
function commandOf ({ argv, execArgv, cwd }: ProcessRecord): string {
  const script = argv[1]
  const isInline = execArgv.some(argument => /^(?:-e|-p|-pe|--eval|--print)\b/.test(argument))
  if (isInline) return 'node -e'
  return script === undefined || script === '' ? 'node' : `node ${fileText(script, cwd)}`
}

/**
 * Node's own outermost frames tell what called into the program: its start, or the event loop. Other frames were called by
 * something that had returned by then.
 */
function edgeTo (outermost: FrameRecord | undefined): Pick<PathEdge, 'kind' | 'label'> {
  if (outermost === undefined) return { kind: 'unknown' }
  const { file, kind } = outermost
  if (/^node:internal\/(?:main\/|modules\/run_main|modules\/esm\/module_job)/.test(file)) return { kind: 'call' }
  if (kind === 'async') return { kind: 'later', label: 'called earlier' }
  if (/^node:internal\/timers$/.test(file)) return { kind: 'later', label: 'timer' }
  if (/^node:internal\/process\/task_queues$/.test(file)) return { kind: 'later', label: 'promise job or nextTick' }
  if (file.startsWith('node:')) return { kind: 'later', label: 'event loop' }
  // Stack text ends after `Error.stackTraceLimit` frames, and does not say so.
  if (kind === 'stack') return { kind: 'unknown', label: 'callers not recorded' }
  return { kind: 'later', label: 'event loop' }
}
