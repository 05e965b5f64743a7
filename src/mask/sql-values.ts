import type { GradeOf } from './named-values'
import { isSecretText } from './secret-values'
import type { Spans } from './spans'

const INSERT = /\b(?:insert|replace)\s{1,9}(?:(?:ignore|or\s{1,9}\w{1,9})\s{1,9})?into\s{1,9}[\w."`[\]]{1,120}\s{0,9}\(([^()]{1,2000})\)\s{0,40}values\s{0,40}(?=\()/gi
const MAX_CHARS = 20_000

/** Adds the literals that an `INSERT` puts into columns with secret names. */
export function findInsertedValues (text: string, gradeOf: GradeOf, spans: Spans): void {
  INSERT.lastIndex = 0
  for (let match = INSERT.exec(text); match !== null; match = INSERT.exec(text)) {
    const grades = match[1]!.split(',').map(name => gradeOf(name.replace(/[\s"'`[\]\\]/g, '')))
    if (grades.every(grade => grade < 2)) continue
    INSERT.lastIndex = findInRows(text, INSERT.lastIndex, grades, spans)
  }
}

/** Where the rows end that begin at `at`. */
function findInRows (text: string, at: number, grades: readonly ReturnType<GradeOf>[], spans: Spans): number {
  const limit = Math.min(text.length, at + MAX_CHARS)
  let depth = 0
  let column = 0
  for (let index = at; index < limit; index++) {
    const char = text[index]
    if (char === '(') {
      if (++depth === 1) column = 0
    } else if (char === ')') depth--
    else if (char === ',') {
      if (depth === 1) column++
    } else if (char === "'") {
      const end = endOfLiteral(text, index + 1, limit)
      const grade = grades[column] ?? 0
      // `\'`: the statement is itself within a literal.
      const value = text.slice(index + 1, text[end - 1] === '\\' ? end - 1 : end)
      if (depth > 0 && grade > 1 && isSecretText(grade, value)) spans.push(index + 1, index + 1 + value.length)
      index = end
    } else if (depth === 0 && !/\s/.test(char!)) return index
  }
  return limit
}

/** SQL doubles a quote within a literal. */
function endOfLiteral (text: string, at: number, limit: number): number {
  for (let index = at; index < limit; index++) {
    if (text[index] !== "'") continue
    if (text[index + 1] !== "'") return index
    index++
  }
  return limit
}
