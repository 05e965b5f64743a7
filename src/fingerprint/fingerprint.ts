import { createHash } from 'node:crypto'
import { asThrown, type CrashDocument, type ExceptionRecord, type FrameRecord, type ProcessRecord } from '../model'
import { isInApp } from '../stack/in-app'
import { stackFramesOf } from '../stack/merge-async-frames'
import { isCountedFrame, nameOfFrame } from './counted-frame'
import { isAnchored } from './name-nameless'
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
 * A frame counts as its function's name and normalised file, original where a source map gave it, without line. Instead of a name,
 * a function of the program that has none counts by what stands around it: the calls that it is an argument of with their literals, up to
 * the next function with a name (see name-nameless.ts). If it is the innermost one of the program, the text of the failing line counts, too,
 * as does that of code in no function; the message, where no text is known. Frames of Node, V8 and WebAssembly do not count: they differ
 * by version and by the way the crash was recorded. A function that is on the stack again counts once, so the depth of a recursion makes
 * no difference; of a stack overflow only the cycle counts, in an order that does not depend on where it broke. Suspended async callers
 * count. Inside a dependency that the program called, only the innermost frame counts: its inner ways are its own. The program's
 * frames count however many are of dependencies; without any, the code does, and the errors within that have some.
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
export function fingerprintLines (written: CrashDocument, process: ProcessRecord): string[] {
  const crash = asThrown(written)
  const root = projectRoot(process)
  const { type, message, stack } = crash.exception
  const isOverflow = isStackOverflow(crash)
  const frames = countedFrames(crash.frames, isOverflow, root)
  if (frames.length === 0) return [`type ${type}`, ...withoutFrames(crash, root), ...includedLines(crash.exception, root)]
  const thrown = stack === '' ? [`message ${normaliseMessage(message)}`] : []
  const further = isOverflow ? [] : crash.frames.some(isOfProgram) ? namelessLines(crash) : libraryLines(crash, root)
  return [...new Set([`type ${type}`, ...thrown, ...frames, ...further])]
}

function isStackOverflow (crash: CrashDocument): boolean {
  return crash.exception.type === 'RangeError' && crash.exception.message.startsWith('Maximum call stack size exceeded')
}

const isOfProgram = (frame: FrameRecord): boolean => frame.inApp && isCountedFrame(frame)

/** One function has many bugs, and one without a name more than others: what it does where it fails, else what is said of it. */
function namelessLines ({ frames, exception }: CrashDocument): string[] {
  const frame = frames.find(isOfProgram)!
  if (nameOfFrame(frame) !== '') return []
  const { nameless } = frame
  if (nameless === undefined) return [`message ${normaliseMessage(exception.message)}`]
  return nameless.line === undefined || isLoose(nameless) ? [] : [`line ${nameless.line}`]
}

/** A library fails in many ways at one place: the frames of the program that its errors include, and the code, tell them apart. */
function libraryLines ({ exception }: CrashDocument, root: string): string[] {
  const code = exception.code === undefined ? [] : [`code ${exception.code}`]
  return [...code, ...includedLines(exception, root, true)]
}

interface FrameKey { text: string, dependency: string, isOfProgram: boolean }

function countedFrames (frames: FrameRecord[], isOverflow: boolean, root: string): string[] {
  const keys = frames.map(frame => isCountedFrame(frame) ? keyOf(frame, root, isOverflow) : undefined)
  const cycle = isOverflow ? recursionOf(keys.map(key => key?.text), frames) : []
  if (cycle.length > 0) return cycle
  const counted = keys.filter(key => key !== undefined)
  const hasProgram = counted.some(key => key.isOfProgram)
  const kept = counted.filter(({ dependency }, at) => !hasProgram || at === 0 || dependency === '' || dependency !== counted[at - 1]!.dependency)
  return innermost(kept, hasProgram)
}

/** Where libraries pass an error to each other, the program's frames may come after all that count. */
function innermost (kept: FrameKey[], hasProgram: boolean): string[] {
  const first = distinct(kept).slice(0, MAX_FINGERPRINT_FRAMES)
  if (!hasProgram || kept.some(key => key.isOfProgram && first.includes(key.text))) return first
  const half = MAX_FINGERPRINT_FRAMES / 2
  return [...first.slice(0, half), ...distinct(kept.filter(key => key.isOfProgram)).slice(0, half)]
}

const distinct = (keys: FrameKey[]): string[] => [...new Set(keys.map(({ text }) => text))]

function keyOf (frame: FrameRecord, root: string, isOverflow: boolean): FrameKey {
  const path = normalisePath(frame.original?.file ?? frame.file, root)
  const name = nameOfFrame(frame) || placeOf(frame, isOverflow)
  return { text: `frame ${name} ${path}`, dependency: dependencyOf(path), isOfProgram: frame.inApp }
}

/** Instead of a name. Where in a recursion the stack broke is chance, hence no line of it. */
function placeOf ({ nameless }: FrameRecord, isOverflow: boolean): string {
  if (nameless === undefined) return ''
  return isOverflow || !isLoose(nameless) ? nameless.inside : `${nameless.inside} at ${nameless.line!}`.trimStart()
}

/** A function that nothing around it tells from others counts by its line. */
const isLoose = ({ inside, line }: NonNullable<FrameRecord['nameless']>): boolean => line !== undefined && inside !== '' && !isAnchored(inside)

/** The package that a path is of, empty for the program's own. */
function dependencyOf (path: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? ''
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
 * it has none. Each once and in no order: how many promises were rejected, and which first, is chance. `isOfProgramOnly`: only those
 * that have a frame of the program.
 */
function includedLines (exception: ExceptionRecord, root: string, isOfProgramOnly = false): string[] {
  const lines = new Set<string>()
  const add = ({ errors = [], cause }: ExceptionRecord, depth: number): void => {
    for (const each of [...errors, ...cause === undefined ? [] : [cause]]) {
      if (lines.size >= MAX_INCLUDED) return
      const stack = stackFramesOf(each.stack, { firstIndex: 0, isInApp, message: each.message })
      const frames = isOfProgramOnly && !stack.some(isOfProgram) ? [] : countedFrames(stack, false, root)
      const told = frames.length > 0 ? frames.join(', ') : each.code === undefined ? `message ${normaliseMessage(each.message)}` : `code ${each.code}`
      if (frames.length > 0 || !isOfProgramOnly) lines.add(`includes ${each.type}, ${told}`)
      if (frames.length === 0 && depth < MAX_INCLUDED_DEPTH) add(each, depth + 1)
    }
  }
  add(exception, 1)
  return [...lines].sort()
}
