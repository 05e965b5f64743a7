import type { GradeOf } from './named-values'
import { boundNames } from './placeholders'
import { readLiteral } from './quoted-text'
import { isSecretText } from './secret-values'
import type { Spans } from './spans'

const LIST = /\b(?:params|parameters|bindings|values|replacements|args)\b["']?[ \t]{0,4}[:=]\s{0,40}(?:\[([^\]]{1,4000})|([^\s[{"'][^\n[{]{0,2000}))/dgi
const START = /\b(?:insert|update|select|delete|replace|merge|with|alter|create|exec)\s/i
const MAX_STATEMENT_CHARS = 5_000
const MAX_LISTS = 100

/**
 * Adds values of statements that a text shows with their statement: `Failed query: update users set password = $1\nparams: x`,
 * `-- PARAMETERS: ["x"]`, `{ sql: '… password = ?', values: [ 'x' ] }`.
 */
export function findBoundTexts (text: string, gradeOf: GradeOf, spans: Spans): void {
  let from = 0
  let lists = 0
  for (const match of text.matchAll(LIST)) {
    if (lists++ >= MAX_LISTS) return
    const before = text.slice(Math.max(from, match.index - MAX_STATEMENT_CHARS), match.index)
    const start = before.search(START)
    if (start === -1) continue
    const bound = boundNames(before.slice(start), name => gradeOf(name) > 1)
    from = match.index + match[0].length
    if (bound === undefined) continue
    const elements = elementsOf(text, ...match.indices![1] ?? match.indices![2]!)
    for (const { place, name } of bound.places) {
      const [at, end] = elements[place] ?? [0, 0]
      if (isSecretText(gradeOf(name), text.slice(at, end))) spans.push(at, end)
    }
  }
}

/** Where the elements of a list are, quoted or not. */
function elementsOf (text: string, start: number, end: number): [start: number, end: number][] {
  const elements: [number, number][] = []
  for (let at = start; at < end; at++) {
    while (at < end && /\s/.test(text[at]!)) at++
    const literal = readLiteral(text, at)
    const comma = text.indexOf(',', literal?.next ?? at)
    const next = comma === -1 || comma > end ? end : comma
    if (at < end) elements.push(literal === undefined ? [at, at + text.slice(at, next).trimEnd().length] : [literal.start, literal.end])
    at = next
  }
  return elements
}
