import type { ExceptionRecord } from '../model'
import { isInApp } from '../stack/in-app'
import { parseStackText, type ParsedFrame } from '../stack/parse-stack'
import { safeText } from '../terminal/safe-text'
import type { OpenedCrash } from './opened-crash'
import { shortPath } from './paths'

/**
 * An exception behind the one that was thrown. `frames` are those of its stack text, innermost first: nothing else is known of
 * them. `depth`: 0, more for what is behind an error that another one includes.
 */
export interface Cause { relation: 'caused by' | 'includes' | 'suppressed', exception: ExceptionRecord, frames: ParsedFrame[], depth: number }

const MAX_CAUSES = 50
const MAX_INDENT = 6

/** The exceptions behind one, in the order in which a reader wants them: the chain of causes, then the errors of aggregates. */
export function causesOf (exception: ExceptionRecord): Cause[] {
  const causes: Cause[] = []
  const add = (relation: Cause['relation'], record: ExceptionRecord, depth: number): void => {
    if (causes.length >= MAX_CAUSES) return
    causes.push({ relation, exception: record, frames: parseStackText(record.stack, record.message), depth })
    // A chain of causes reads downwards; what an included error has behind it is not the next one that is included.
    follow(record, relation === 'caused by' ? depth : depth + 1, depth + 1)
  }
  const follow = ({ cause, errors }: ExceptionRecord, causeDepth: number, depth: number): void => {
    if (cause) add('caused by', cause, causeDepth)
    for (const each of errors ?? []) add(each.isSuppressed === true ? 'suppressed' : 'includes', each, depth)
  }
  follow(exception, 0, 0)
  return causes
}

/** Two spaces for each level. */
export const causeIndent = ({ depth }: Cause): string => '  '.repeat(Math.min(depth, MAX_INDENT))

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
