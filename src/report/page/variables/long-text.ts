import { isMissing, type Value } from '../../../model'

/** Characters of a text that a row shows. What is longer has a row of its own, with all of it. */
export const MAX_ROW_CHARS = 120

/** A string that a row cannot show as it is: too long for it, or of several lines. Of one that was cut, what was kept counts. */
export function isLongText (value: Value | undefined): boolean {
  const text = typeof value === 'string' ? value : value !== undefined && isMissing(value) ? value.value : undefined
  return text !== undefined && (text.length > MAX_ROW_CHARS - 2 || text.includes('\n'))
}
