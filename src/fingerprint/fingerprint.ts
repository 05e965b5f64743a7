import { createHash } from 'node:crypto'
import type { CrashDocument, ExceptionRecord, FrameRecord, ProcessRecord } from '../model'
import { bareFunctionName } from '../stack/function-name'
import { isInApp } from '../stack/in-app'
import { stackFramesOf } from '../stack/merge-async-frames'
import { normaliseMessage } from './normalise-message'
import { normalisePath, projectRoot } from './normalise-path'
import { recursionOf } from './recursion'

/**
 * Distinct frames that count, innermost first. V8's stack text has ten unless told otherwise, some of them Node's own, so
 * eight is what every way of capturing the same crash sees; one frame would put all failures of a shared `assert` together,
 * and a whole stack would part the same bug by the route or command that led to it.
 */
export const MAX_FINGERPRINT_FRAMES = 8
/** Errors within one that count, and how deep: chains are as long as a stranger's file likes. */
const MAX_INCLUDED = 8
const MAX_INCLUDED_DEPTH = 4

/**
 * SHA-256 (64 hex digits) of what makes a crash the same bug: exception type and normalised stack. The same on every machine
 * and checkout and after edits that leave the functions in between alone; different for two callers of one failing helper.
 *
 * A frame counts as its function's name and normalised file, original where a source map gave it, without line. Anonymous
 * functions count by file. Frames of Node, V8 and WebAssembly do not count: they differ by version and by the way the crash
 * was recorded. A function that is on the stack again counts once, so the depth of a recursion makes no difference; of a
 * stack overflow only the cycle counts, in an order that does not depend on where it broke. Suspended async callers count.
 * Inside a dependency that the program called, only the innermost frame counts: its inner ways are its own.
 *
 * Without a frame that counts (thrown at load, no stack) the normalised message stands in; values without a stack text
 * (thrown strings) have it too, because whether there are frames depends on how they were recorded. An error without such a frame that
 * includes others counts by those ({@link includedLines}).
 */
export function fingerprintCrash (crash: CrashDocument, process: ProcessRecord): string {
  const lines = fingerprintLines(crash, process)
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex')
}

/** What {@link fingerprintCrash} hashes, for people who wonder why two crashes are one, or not: the type, then one line each. */
export function fingerprintLines (crash: CrashDocument, process: ProcessRecord): string[] {
  const root = projectRoot(process)
  const { type, message, stack } = crash.exception
  const frames = countedFrames(crash.frames, isStackOverflow(crash), root)
  if (frames.length === 0) return [`type ${type}`, ...withoutFrames(crash, root), ...includedLines(crash.exception, root)]
  return stack === '' ? [`type ${type}`, `message ${normaliseMessage(message)}`, ...frames] : [`type ${type}`, ...frames]
}

function isStackOverflow (crash: CrashDocument): boolean {
  return crash.exception.type === 'RangeError' && crash.exception.message.startsWith('Maximum call stack size exceeded')
}

function countedFrames (frames: FrameRecord[], isOverflow: boolean, root: string): string[] {
  const keys = frames.map(frame => isCounted(frame) ? keyOf(frame, root) : undefined)
  const cycle = isOverflow ? recursionOf(keys, frames) : []
  if (cycle.length > 0) return cycle
  const isOfProgram = frames.some((frame, at) => frame.inApp && keys[at] !== undefined)
  const counted = keys.filter(key => key !== undefined)
  const kept = counted.filter((key, at) => !isOfProgram || at === 0 || dependencyOf(key) === '' ||
    dependencyOf(key) !== dependencyOf(counted[at - 1]!))
  return [...new Set(kept)].slice(0, MAX_FINGERPRINT_FRAMES)
}

function keyOf (frame: FrameRecord, root: string): string {
  return `frame ${functionOf(frame)} ${normalisePath(frame.original?.file ?? frame.file, root)}`
}

function isCounted (frame: FrameRecord): boolean {
  // V8's builtins and `async Promise.all` have neither file nor position; unnamed eval has a position.
  if (frame.file === '' && frame.lineNumber0 < 0 && frame.original === undefined) return false
  return !/^(?:node:|wasm:|native$|\[eval\]-wrapper$)/.test(frame.file)
}

/** The name a minifier gave is not one: where the original is unknown, the function counts as anonymous. */
function functionOf (frame: FrameRecord): string {
  const name = frame.original === undefined ? frame.function : frame.original.function ?? ''
  return bareFunctionName(name)
}

/** The package in a frame's line, empty for the program's own. */
function dependencyOf (key: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(key)?.[1] ?? ''
}

function withoutFrames (crash: CrashDocument, root: string): string[] {
  const { code, message, stack } = crash.exception
  const lines = [`message ${normaliseMessage(message)}`]
  if (code !== undefined) lines.push(`code ${code}`)
  // The one quoted text that is the bug itself: which module is missing.
  const missing = code?.endsWith('MODULE_NOT_FOUND') ? /'([^']+)'/.exec(message)?.[1] : undefined
  if (missing !== undefined) lines.push(`module ${normalisePath(missing, root)}`)
  // Node puts the place of a syntax error above the stack text: `/app/server.js:12`.
  const place = /^(?!\w*Error\b)(\S.*?):\d+(?::\d+)?$/.exec(stack.split(/\r?\n/, 1)[0]!)?.[1]
  if (place !== undefined) lines.push(`at ${normalisePath(place.replace(/^file:\/\//, ''), root)}`)
  return lines
}

/**
 * What an error includes, and what caused it, each by its type and the frames of its stack text; by its code, else its message, where
 * it has none. Each once and in no order: how many promises were rejected, and which first, is chance.
 */
function includedLines (exception: ExceptionRecord, root: string): string[] {
  const lines = new Set<string>()
  const add = ({ errors = [], cause }: ExceptionRecord, depth: number): void => {
    for (const each of [...errors, ...cause === undefined ? [] : [cause]]) {
      if (lines.size >= MAX_INCLUDED) return
      const frames = countedFrames(stackFramesOf(each.stack, { firstIndex: 0, isInApp, message: each.message }), false, root)
      const told = frames.length > 0 ? frames.join(', ') : each.code === undefined ? `message ${normaliseMessage(each.message)}` : `code ${each.code}`
      lines.add(`includes ${each.type}, ${told}`)
      if (frames.length === 0 && depth < MAX_INCLUDED_DEPTH) add(each, depth + 1)
    }
  }
  add(exception, 1)
  return [...lines].sort()
}
