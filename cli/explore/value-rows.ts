import { isMissing, isRef, type CrashDocument, type Value } from '../../src/model'
import { safeText } from '../../src/terminal/safe-text'
import { hasMembers, membersOf } from '../../src/values/members'
import { previewValue } from '../../src/values/preview'
import { typeOf } from '../../src/values/type-of'
import type { Row, Segment } from './row'

/** What is known of a value that becomes a row: `id` among its neighbours, `path` as `get` reads it. */
export interface RowValue { id: string, label: string, path: string, value: Value }

/** More than any line shows. */
const MAX_PREVIEW_CHARS = 400
/** A string longer than this, or of several lines, can be opened to be read whole. */
const SHORT_STRING_CHARS = 60

/**
 * The row of a variable or of a member of one. `circular` is the path of the object around it that it is itself: it cannot be
 * opened once more.
 */
export function valueRow (crash: CrashDocument, parent: Row, { id, label, path, value }: RowValue, circular?: string): Row {
  const row: Row = {
    id: `${parent.id}/${id}`, parent: parent.id, level: parent.level + 1, kind: 'value', value, path,
    canOpen: circular === undefined && (hasMembers(crash, value) || longText(value) !== undefined),
    isOpenAtFirst: false,
    label: () => valueLabel(crash, label, value, circular),
    searched: () => `${label}\n${searchedValue(crash, value)}`,
  }
  return parent.frame ? { ...row, frame: parent.frame } : row
}

function valueLabel (crash: CrashDocument, label: string, value: Value, circular: string | undefined): Segment[] {
  const name = safeText(label, 120)
  const text = circular === undefined ? previewValue(crash, value, MAX_PREVIEW_CHARS) : `[Circular: ${circular}]`
  const isLost = isMissing(value) && value.missing !== 'string'
  return [
    { text: name, style: 'name' },
    { text: name.endsWith('=>') ? ' ' : ': ', style: 'dim' },
    { text: safeText(text, MAX_PREVIEW_CHARS + 20), style: isLost ? 'warning' : 'plain' },
  ]
}

/** Of an object its class: what is in it are rows of their own. */
function searchedValue (crash: CrashDocument, value: Value): string {
  if (typeof value === 'string') return value
  if (isMissing(value) && value.missing === 'string') return value.value ?? ''
  return isRef(value) ? typeOf(crash, value) : previewValue(crash, value, MAX_PREVIEW_CHARS)
}

/**
 * The rows below a value: its members, or the text of a long string. `around` are the values of its ancestors, outermost first.
 */
export function valueMembers (crash: CrashDocument, row: Row, around: readonly Row[]): Row[] {
  const text = longText(row.value!)
  if (text !== undefined) {
    return [{ id: `${row.id}/text`, parent: row.id, level: row.level + 1, kind: 'text', canOpen: false, isOpenAtFirst: false,
      label: () => [], text, frame: row.frame! }]
  }
  return membersOf(crash, row.value!).map((member, index) => {
    if (member.kind === 'note') {
      return { id: `${row.id}/${index}`, parent: row.id, level: row.level + 1, kind: 'note', canOpen: false, isOpenAtFirst: false,
        label: () => [{ text: safeText(member.label, MAX_PREVIEW_CHARS), style: 'dim' }], frame: row.frame! }
    }
    const { value } = member
    const same = isRef(value) ? [...around, row].find(each => each.value !== undefined && isRef(each.value) &&
      each.value.ref === value.ref) : undefined
    return valueRow(crash, row, { id: String(index), label: member.label, path: row.path + member.step, value }, same?.path)
  })
}

function longText (value: Value): string | undefined {
  const text = typeof value === 'string' ? value : isMissing(value) && value.missing === 'string' ? value.value : undefined
  return text !== undefined && (text.length > SHORT_STRING_CHARS || /[\r\n]/.test(text)) ? text : undefined
}
