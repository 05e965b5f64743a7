import type { ExceptionRecord } from '../model'
import { isInApp } from '../stack/in-app'
import { parseStackText, type ParsedFrame } from '../stack/parse-stack'
import { safeText } from '../terminal/safe-text'
import type { OpenedCrash } from './opened-crash'
import { shortPath } from './paths'

/**
 * An exception behind the one that was thrown. `frames` are those of its stack text, innermost first: nothing else is known of
 * them.
 */
export interface Cause { relation: 'caused by' | 'includes', exception: ExceptionRecord, frames: ParsedFrame[] }

const MAX_CAUSES = 50

/** The exceptions behind one, in the order in which a reader wants them: the chain of causes, then the errors of aggregates. */
export function causesOf (exception: ExceptionRecord): Cause[] {
  const causes: Cause[] = []
  const add = (relation: Cause['relation'], record: ExceptionRecord): void => {
    if (causes.length >= MAX_CAUSES) return
    causes.push({ relation, exception: record, frames: parseStackText(record.stack, record.message) })
    follow(record)
  }
  const follow = ({ cause, errors }: ExceptionRecord): void => {
    if (cause) add('caused by', cause)
    for (const each of errors ?? []) add('includes', each)
  }
  follow(exception)
  return causes
}

/** `caused by RangeError: no price`, safe to print, on one line. */
export function causeText ({ relation, exception: { type, message } }: Cause): string {
  const text = safeText(message.split(/\r?\n/, 1)[0]!, 500)
  return `${relation} ${safeText(type, 200)}${text === '' ? '' : `: ${text}`}`
}

/** Where a cause was made: the innermost frame of the program itself, safe to print. Empty if its stack names none. */
export function causePlaceText (capsule: OpenedCrash, { frames }: Cause): string {
  const frame = frames.find(each => !each.isNative && each.file !== '' && isInApp(each.file))
  return frame === undefined ? '' : textFramePlace(capsule, frame)
}

/** `src/cart.ts:4:9` of a frame of a stack's text, safe to print. */
export function textFramePlace (capsule: OpenedCrash, { file, line1, column1, isNative }: ParsedFrame): string {
  if (isNative) return 'native'
  return shortPath(capsule, file) + (line1 === undefined ? '' : `:${line1}${column1 === undefined ? '' : `:${column1}`}`)
}
