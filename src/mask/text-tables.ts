import type { GradeOf } from './named-values'
import { isSecretText } from './secret-values'
import type { Spans } from './spans'

/** Between a table's header and its rows: of Markdown, psql and mysql. */
const RULE = /^[ \t]{0,20}[|+]?[ \t]?:?-{2,}[-:|+ \t]*\r?$/

const MAX_CHARS = 64 * 1024

/** Captions and words of a documentation are no secrets. */
const WORDS = /^[\w$`*]?[A-Za-z_$. `*-]*$/

/** Adds the cells below a secret's name in tables of `|` with a rule below the header: Markdown's, and what database clients print. */
export function findTableCells (text: string, gradeOf: GradeOf, spans: Spans): void {
  const lines = text.slice(0, MAX_CHARS).split('\n')
  let start = 0
  let header = ''
  let grades: ReturnType<GradeOf>[] | undefined
  for (const line of lines) {
    if (RULE.test(line)) {
      if (header.includes('|')) grades = gradesOf(header, gradeOf)
    } else if (!line.includes('|')) grades = undefined
    else if (grades !== undefined) findCells(line, start, grades, spans)
    header = line
    start += line.length + 1
  }
}

function gradesOf (header: string, gradeOf: GradeOf): ReturnType<GradeOf>[] | undefined {
  if (header.length > 2_000) return undefined
  const grades = header.split('|').map(cell => gradeOf(cell.replace(/[`*]/g, '').trim()))
  return grades.some(grade => grade > 1) ? grades : undefined
}

function findCells (line: string, start: number, grades: readonly ReturnType<GradeOf>[], spans: Spans): void {
  if (line.length > 10_000) return
  const cells = line.split('|')
  if (cells.length !== grades.length) return
  let at = start
  for (const [column, cell] of cells.entries()) {
    const value = cell.trim()
    const isCell = value.length >= 4 && !/\s/.test(value) && !WORDS.test(value)
    const from = at + cell.indexOf(value)
    if (isCell && grades[column]! > 1 && isSecretText(grades[column]!, value)) spans.push(from, from + value.length)
    at += cell.length + 1
  }
}
