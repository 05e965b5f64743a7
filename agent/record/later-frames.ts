import { types } from 'node:util'
import { MAX_STACK_CHARS } from '../../src/limits'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { bareFunctionName } from '../../src/stack/function-name'
import { parseStackText, type ParsedFrame } from '../../src/stack/parse-stack'
import { isPrepared } from '../snapshot/cause-stacks'
import type { Recorder } from '../snapshot/recorder'
import type { Snapshot } from '../snapshot/snapshot'

/** The part of a {@link Recorder} that is needed. */
type LaterStack = Pick<Recorder, 'isOwnScript'> & { values: Pick<Recorder['values'], 'stackNow'> }

const MADE_ELSEWHERE = 'The error was thrown by a package while no function of the program ran: the frames of the program are from where it was made.'

/** Frames that are added, at most. */
const MAX_ADDED = 50

/**
 * Libraries pass an error on with more stack than it was thrown with: axios appends its caller's, pg takes a new one where the program
 * waits. The program's frames that only the stack of now has, and who waited for them, are added to the snapshot, below its own.
 */
export function noteLaterFrames (snapshot: Snapshot, thrown: unknown, recorder: LaterStack): void {
  if (typeof thrown !== 'object' || thrown === null || types.isProxy(thrown) || snapshot.frames.length === 0) return
  const text = recorder.values.stackNow(thrown)
  if (text === undefined || text === '') return
  const { message } = snapshot.exception
  // Made in one place and thrown in another, where nothing of the program runs: all that its stack has is news.
  const whole = parseStackText(snapshot.stackText, message).filter(({ file }) => !recorder.isOwnScript(file))
  const isMadeElsewhere = !snapshot.frames.some(({ url }) => isInApp(fileOfUrl(url))) &&
    whole.some(frame => !frame.isAsync && isOfProgram(frame) && !isPaused(snapshot, frame))
  const before = isMadeElsewhere ? [] : whole
  const isUnformatted = text.startsWith('\n')
  const now = parseStackText(text, isUnformatted ? undefined : message).filter(({ file }) => !recorder.isOwnScript(file))
  const isLonger = now.length >= before.length && before.every((frame, index) => isSame(frame, now[index]!))
  // Places of two systems are not to be mixed: Node has translated those of a text, or the program did, in a way that nobody knows.
  const isTranslated = !isUnformatted && (isPrepared() || isMapping()) && !(isLonger && before.every((frame, index) => isAt(frame, now[index]!)))
  if (isTranslated && isPrepared()) return
  const isKnown = (frame: ParsedFrame): boolean => before.some(known => isAt(known, frame)) || isPaused(snapshot, frame) ||
    (isTranslated && !isLonger && isNamedIn(before, frame))
  const added = (isLonger ? now.slice(before.length) : now).filter(frame => !isKnown(frame) && (frame.isAsync || isOfProgram(frame)))
  if (!added.some(isOfProgram)) return
  // What was suspended is told alike in both: by the text that has more.
  const suspended = (isLonger ? now.slice(0, before.length) : isTranslated ? now.filter(frame => !added.includes(frame)) : before)
    .filter(({ isAsync }) => isAsync)
  snapshot.textFrames = [...suspended, ...added.slice(0, MAX_ADDED)]
  if (isMadeElsewhere) {
    snapshot.notes.push(MADE_ELSEWHERE)
    return
  }
  if (isUnformatted) snapshot.isTextMapped = false
  else if (isLonger || isTranslated) delete snapshot.isTextMapped
  const header = isUnformatted ? headerOf(snapshot.stackText) : ''
  snapshot.exception.stack = (header + text).slice(0, MAX_STACK_CHARS)
}

const isOfProgram = ({ file, isNative }: ParsedFrame): boolean => !isNative && isInApp(file)

/** The same line of two texts, of which one may have original positions. */
const isSame = (a: ParsedFrame, b: ParsedFrame): boolean =>
  isAt(a, b) || (a.isAsync === b.isAsync && bareFunctionName(a.function) === bareFunctionName(b.function))

const isAt = (a: ParsedFrame, b: ParsedFrame): boolean =>
  a.file === b.file && a.line1 === b.line1 && a.column1 === b.column1 && (a.line1 !== undefined || a.function === b.function)

const isMapping = (): boolean => (process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled === true

function isNamedIn (frames: readonly ParsedFrame[], frame: ParsedFrame): boolean {
  const name = bareFunctionName(frame.function)
  return name === '' || frames.some(each => bareFunctionName(each.function) === name)
}

function isPaused ({ frames }: Snapshot, { line1, column1, file }: ParsedFrame): boolean {
  return frames.some(frame => frame.lineNumber0 + 1 === line1 && frame.columnNumber0 + 1 === column1 && frame.url.endsWith(file))
}

function headerOf (stackText: string): string {
  const at = stackText.search(/\n\s+at /)
  return at < 0 ? stackText : stackText.slice(0, at)
}
