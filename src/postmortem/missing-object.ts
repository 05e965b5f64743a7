import { printable } from '../capsule/printable'
import type { Cut, MissingValue } from '../model'
import { countText, cutText, missingSize, missingWords } from '../values/missing-words'
import { typeOf } from '../values/type-of'

/**
 * What stands for a value that is not in the capsule, in pointed brackets: `<masked>`, `<cut: depth, was Array(300)>`. No value of a
 * program is described so, and every client shows a description as it is.
 */
export function missingDescription (value: MissingValue): string {
  const { missing, className, size, type } = value
  switch (missing) {
    case 'depth': case 'items': case 'string': case 'total': case 'time': {
      const what = className !== undefined ? typeOf({ nodes: [] }, value) : type
      const was = what ?? (missing === 'string' && size !== undefined ? `${countText(size)} characters` : undefined)
      return `<cut: ${missing}${was === undefined ? '' : `, was ${printable(was, 100)}`}>`
    }
    default: return `<${missingWords(missing).label}>`
  }
}

/** A string of which only the beginning was kept: it, and how much there was. */
export function cutString ({ value = '', size }: MissingValue): string {
  const of = size === undefined ? '' : ` of ${countText(size)}`
  return `${value}…<cut: string, ${countText(value.length)}${of} characters recorded>`
}

/** What was left out of an object or a scope, as {@link missingDescription}: `<cut: items, 4,950 more elements not recorded>`. */
export function cutDescription (cut: Cut): string {
  return `<${cut.reason === 'masked' || cut.reason === 'proxy' || cut.reason === 'getter' ? missingWords(cut.reason).label
    : `cut: ${printable(cut.reason, 60)}`}, ${cutText(cut).replace(/ \([^()]*\)$/, '')}>`
}

/** The name under which {@link cutDescription} stands among the properties: `[[NotRecordedElements]]`. */
export function cutName ({ what }: Cut): string {
  return `[[NotRecorded${/^[a-z]{1,20}$/.test(what) ? `${what[0]!.toUpperCase()}${what.slice(1)}` : ''}]]`
}

/** What a person reads when the missing value is opened: name and text, in this order. */
export function missingFacts (value: MissingValue): [name: string, text: string][] {
  const size = missingSize(value)
  return [
    ['missing', printable(value.missing, 60)],
    ['why', missingWords(value.missing).explanation],
    ...value.className === undefined ? [] : [['className', printable(value.className, 200)] as [string, string]],
    ...size === '' ? [] : [['size', size] as [string, string]],
  ]
}
