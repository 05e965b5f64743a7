import type { GradeOf } from './named-values'
import { isSecretText } from './secret-values'
import type { Spans } from './spans'
import { findContainerValues } from './container-values'
import { findInsertedValues } from './sql-values'
import { findTableCells } from './text-tables'
import { findHeredocs } from './values-below'

/** Of a table without quotes and blanks in its names. */
const CSV_HEADER = /^["']?[\w-]{1,40}["']?(?:([,;\t|])["']?[\w-]{1,40}["']?){1,40}$/
const MAX_ROWS = 1_000

/** Part of a form; line breaks may be escaped. */
const MULTIPART = /name="([^"\n\\]{1,80})"[^\n\\]{0,200}(?:\r?\n|\\r\\n|\\n)(?:[A-Za-z-]{1,40}:[^\n\\]{0,200}(?:\r?\n|\\r\\n|\\n)){0,5}(?:\r?\n|\\r\\n|\\n)([^\r\n\\]{1,1000})/dg

/** PHP's `serialize`. */
const SERIALIZED = /"([\w.-]{1,80})";s:\d{1,6}:"([^"\n]{1,1000})"/dg

/** LDIF: base64. */
const LDIF = /(?:^|\n)([\w-]{1,80})(?:;[\w-]{1,40})?:: ([A-Za-z0-9+/]{4,2000}={0,2})/dg

const SET_VARIABLE = /\bsetx\s{1,9}(?:\/[mM]\s{1,9})?([A-Za-z_]\w{0,80})\s{1,9}["']?([^\s"']{1,1000})/dg

/** host:port:database:user:password */
const PGPASS = /(?:^|\n)(?:[\w.-]*[A-Za-z][\w.-]*|\*):(?:\d{4,5}|\*):(?:[\w-]*[A-Za-z][\w-]*|\*):(?:[\w.@-]*[A-Za-z][\w.@-]*|\*):((?:[^\s:\\]|\\[:\\]){6,200})(?=\r?\n|$)/dg

/** Adds secrets that have their names in the same place as the names of all fields: a form's part, a table's column, a manifest. */
export function findFieldValues (text: string, gradeOf: GradeOf, isText: boolean, spans: Spans): void {
  if (text.includes('name="')) findPairs(text, MULTIPART, gradeOf, spans)
  if (text.includes('";s:')) findPairs(text, SERIALIZED, gradeOf, spans)
  if (text.includes(':: ')) findPairs(text, LDIF, gradeOf, spans)
  if (text.includes('setx ')) findPairs(text, SET_VARIABLE, gradeOf, spans)
  if (text.includes('VALUES') || text.includes('values')) findInsertedValues(text, gradeOf, spans)
  if (text.includes('kind') && text.includes('Secret')) findManifestValues(text, gradeOf, spans)
  if (text.includes('<<')) findHeredocs(text, gradeOf, spans)
  if (!isText) return
  if (/:(?:\d{4,5}|\*):/.test(text)) findPasswordLines(text, spans)
  if (text.includes('\n')) findColumns(text, gradeOf, spans)
  if (text.includes('|') && text.includes('--')) findTableCells(text, gradeOf, spans)
}

function findPasswordLines (text: string, spans: Spans): void {
  for (const match of text.matchAll(PGPASS)) {
    if (/[^\d]/.test(match[1]!) && /\d/.test(match[1]!)) spans.push(...match.indices![1]!)
  }
}

function findPairs (text: string, shape: RegExp, gradeOf: GradeOf, spans: Spans): void {
  for (const match of text.matchAll(shape)) {
    const grade = gradeOf(match[1]!)
    if (grade > 1 && isSecretText(grade, match[2]!)) spans.push(...match.indices![2]!)
  }
}

function findColumns (text: string, gradeOf: GradeOf, spans: Spans): void {
  const header = text.slice(0, Math.min(text.indexOf('\n'), 1_000)).replace(/\r$/, '')
  const separator = CSV_HEADER.exec(header)?.[1]
  if (separator === undefined) return
  const names = header.split(separator)
  const grades = names.map(name => gradeOf(name.replace(/["']/g, '')))
  if (!grades.some(grade => grade > 1)) return
  let start = header.length + (text[header.length] === '\r' ? 2 : 1)
  for (let row = 0; row < MAX_ROWS && start < text.length; row++) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const cells = text.slice(start, Math.min(end, start + 10_000)).split(separator)
    let at = start
    for (const [column, cell] of cells.entries()) {
      const grade = grades[column] ?? 0
      const value = cell.trim()
      const isCell = cells.length === names.length && value.length >= 4 && !/\s/.test(value)
      if (isCell && grade > 1 && isSecretText(grade, value)) spans.push(at, at + cell.length)
      at += cell.length + 1
    }
    start = end + 1
  }
}

/** Kubernetes: of a Secret all data are secrets. */
function findManifestValues (text: string, gradeOf: GradeOf, spans: Spans): void {
  if (/["']?kind["']?\s{0,4}:\s{0,4}["']Secret["']/.test(text)) {
    for (const match of text.matchAll(/["']?\b(?:data|stringData)["']?\s{0,4}:\s{0,4}(?=\{)/g)) {
      findContainerValues(text, match.index + match[0].length, 'secrets', gradeOf, spans)
    }
  }
  if (!/(?:^|\n)\s{0,20}kind:\s{0,4}Secret\s*(?:\n|$)/.test(text)) return
  for (const block of text.matchAll(/(?:^|\n)([ ]{0,20})(?:data|stringData):[ ]{0,9}\r?\n((?:\1 +[^\n]{1,4000}(?:\n|$)){1,100})/g)) {
    const from = block.index + block[0].length - block[2]!.length
    for (const line of block[2]!.matchAll(/^ +[\w.-]{1,120}:[ ]{1,4}["']?([^\s"'{|>][^\n"']{3,4000}?)["']?\r?$/dgm)) {
      const [start, end] = line.indices![1]!
      if (isSecretText(3, line[1]!)) spans.push(from + start, from + end)
    }
  }
}
