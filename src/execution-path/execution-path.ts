import { basename } from '../program/base-name'
import { printable } from '../capsule/printable'
import type { CrashDocument, ExceptionRecord, FrameRecord, Signal } from '../model'
import { countText } from '../values/missing-words'
import { framePlace } from '../values/frame-place'
import { runText, stackOutline, type OutlineEntry } from '../view/stack-outline'

/**
 * - `entry`: the thread that ran it · `frame`: a call of the program · `run`: calls of packages and Node in a row
 * - `omitted`: more calls than a picture can hold · `throw` · `catch`: the source's `catch` · `signal`: what made it matter
 */
export type StepKind = 'entry' | 'frame' | 'run' | 'omitted' | 'throw' | 'catch' | 'signal'

/** A station of the path. Texts are on one line, without characters that reorder or hide others, and bounded. */
export interface PathStep {
  kind: StepKind
  title: string
  /** A second line: the place, the message. Empty where there is nothing to say. */
  detail: string
  /** The frame that it leads to. */
  frame?: number
  /** The caller was suspended in an `await`. */
  isAsync?: true
  /** How the path goes on to the next step; the last one has none. */
  next?: Link
}

export type Link = 'calls' | 'awaits' | 'throws' | 'caught' | 'ends'

/** From the entry to the throw and to where it was caught, in the order of time: each step leads to the next. */
export interface ExecutionPath { steps: PathStep[] }

/** Steps for frames, at most: beyond, the middle is left out. */
const MAX_OUTER = 16
const MAX_INNER = 40
const MAX_TITLE_CHARS = 80
const MAX_DETAIL_CHARS = 160

const SIGNALS: Readonly<Record<Signal, string>> = {
  uncaughtException: 'Uncaught exception', unhandledRejection: 'Unhandled rejection', exit: 'Exit with an error',
  heapOutOfMemory: 'Heap out of memory', manual: 'Captured by the program', http: 'Failed HTTP response', test: 'Failed test',
  killed: 'Process killed',
}

/**
 * The path of a crash. Calls of packages and of Node that follow each other are one step; recursion that was folded says so.
 * `signal`: the manifest's, for the last step.
 */
export function executionPath (crash: CrashDocument, signal?: Signal): ExecutionPath {
  const { thread, exception, caughtAt, frames } = crash
  const steps: PathStep[] = [{ kind: 'entry', title: thread.isMainThread ? 'Main thread' : `Worker thread ${Number(thread.id)}`,
    detail: frames.length === 0 ? 'no frames were recorded' : '', next: 'calls' }]
  steps.push(...callSteps(stackOutline(crash).filter(entry => entry.kind !== 'await').reverse()))
  steps.at(-1)!.next = 'throws'
  steps.push(throwStep(exception, frames[0]))
  if (caughtAt !== undefined) {
    steps.at(-1)!.next = 'caught'
    const at = frames[caughtAt.frame]
    steps.push({ kind: 'catch', title: text(`catch${at ? ` in ${nameOf(at)}` : ''}`, MAX_TITLE_CHARS),
      detail: placeText(caughtAt.file, caughtAt.line, caughtAt.column), ...at && { frame: at.index } })
  }
  const last = signal === undefined ? undefined : endStep(signal, crash)
  if (last === undefined) return { steps }
  steps.at(-1)!.next = 'ends'
  return { steps: [...steps, last] }
}

function callSteps (entries: Exclude<OutlineEntry, { kind: 'await' }>[]): PathStep[] {
  const left = entries.length - MAX_OUTER - MAX_INNER
  if (left <= 1) return entries.map(entryStep)
  const count = entries.slice(MAX_OUTER, MAX_OUTER + left)
    .reduce((sum, entry) => sum + (entry.kind === 'run' ? entry.frames.length : 1), 0)
  return [
    ...entries.slice(0, MAX_OUTER).map(entryStep),
    { kind: 'omitted', title: `${countText(count)} more frames`, detail: 'the stack lists them', next: 'calls' },
    ...entries.slice(-MAX_INNER).map(entryStep),
  ]
}

function entryStep (entry: Exclude<OutlineEntry, { kind: 'await' }>): PathStep {
  if (entry.kind === 'run') {
    const outermost = entry.frames.at(-1)!
    const isAsync = entry.frames[0]!.kind === 'async'
    return { kind: 'run', title: text(runText(entry.frames), MAX_TITLE_CHARS), detail: text(nameOf(outermost), MAX_DETAIL_CHARS),
      frame: outermost.index, ...isAsync && { isAsync }, next: isAsync ? 'awaits' : 'calls' }
  }
  const { frame } = entry
  const { file, line, column } = framePlace(frame)
  const isAsync = frame.kind === 'async'
  const { length = 1, repetitions = 0 } = frame.folded ?? {}
  const again = repetitions === 0 ? ''
    : ` · ↻ ${length > 1 ? `${countText(length)} frames ` : ''}${countText(repetitions)} more times`
  return { kind: 'frame', title: text(nameOf(frame), MAX_TITLE_CHARS), detail: placeText(file, line, column) + again,
    frame: frame.index, ...isAsync && { isAsync }, next: isAsync ? 'awaits' : 'calls' }
}

function throwStep ({ type, message }: ExceptionRecord, frame: FrameRecord | undefined): PathStep {
  return { kind: 'throw', title: text(`throws ${type || 'a value'}`, MAX_TITLE_CHARS), detail: text(message, MAX_DETAIL_CHARS),
    ...frame && { frame: frame.index } }
}

function endStep (signal: Signal, { exit }: CrashDocument): PathStep {
  const title = Object.hasOwn(SIGNALS, signal) ? SIGNALS[signal] : text(String(signal), MAX_TITLE_CHARS)
  return { kind: 'signal', title, detail: exit ? `exit code ${Number(exit.exitCode)}` : '' }
}

const nameOf = (frame: FrameRecord): string => framePlace(frame).function || '(anonymous)'

function placeText (file: string, line: number, column: number): string {
  const place = line > 0 ? `:${line}${column > 0 ? `:${column}` : ''}` : ''
  return text(`${basename(file.slice(-2_000)) || 'unknown place'}${place}`, MAX_DETAIL_CHARS)
}

const text = (raw: string, maxChars: number): string => printable(raw.slice(0, maxChars * 4).replace(/\s+/g, ' ').trim(), maxChars)
