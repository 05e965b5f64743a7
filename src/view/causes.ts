import type { ExceptionRecord } from '../model'
import { isInApp } from '../stack/in-app'
import { parseStackText, type ParsedFrame } from '../stack/parse-stack'
import { oneLine, safeText } from '../terminal/safe-text'
import { causesOf, type Cause } from '../values/causes'
import type { OpenedCrash } from './opened-crash'
import { shortPath } from './paths'

/** A cause with the frames of its stack text, innermost first: nothing else is known of them. */
export interface TracedCause extends Cause { frames: ParsedFrame[] }

const MAX_INDENT = 6

/** The exceptions behind one, in the order in which a reader wants them. */
export function tracedCausesOf (exception: ExceptionRecord): TracedCause[] {
  return causesOf(exception).causes.map(cause => ({ ...cause, frames: parseStackText(cause.exception.stack, cause.exception.message) }))
}

/** Two spaces for each level. */
export const causeIndent = ({ depth }: Cause): string => '  '.repeat(Math.min(depth, MAX_INDENT))

/** `caused by RangeError: no price`, safe to print, on one line. */
export function causeText ({ relation, exception: { type, message } }: Cause): string {
  const text = oneLine(message, 500)
  return `${relation} ${safeText(type, 200)}${text === '' ? '' : `: ${text}`}`
}

/** Where a cause was made: the innermost frame of the program itself, safe to print. Empty if its stack names none. */
export function causePlaceText (capsule: OpenedCrash, { frames }: TracedCause): string {
  const frame = frames.find(each => !each.isNative && each.file !== '' && isInApp(each.file))
  return frame === undefined ? '' : textFramePlace(capsule, frame)
}

/** `src/cart.ts:4:9` of a frame of a stack's text, safe to print. */
export function textFramePlace (capsule: OpenedCrash, { file, line1, column1, isNative }: ParsedFrame): string {
  if (isNative) return 'native'
  return shortPath(capsule, file) + (line1 === undefined ? '' : `:${line1}${column1 === undefined ? '' : `:${column1}`}`)
}
