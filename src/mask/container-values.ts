import type { GradeOf } from './named-values'
import { nameBefore } from './name-before'
import { readLiteral } from './quoted-text'
import type { Spans } from './spans'
import { containerWithin, gradeWithin } from './taint-leaves'
import { isTaint } from './taint-values'

const MAX_CHARS = 2_000
const MAX_DEPTH = 6

/** What a secret's container begins with, besides its own bracket: `new Map([`, `Object.freeze({`, `Map(1) {`. */
const HEAD = /(?:(?:new\s+)?(?:Map|Set)\s*(?:<[\w ,]{1,40}>)?\s*(?:\(\d*\)?)?\s*|Object\.freeze\(\s*)?(?=[[{])/y

/** Calls whose argument is the value itself. */
const TRANSPARENT = /(?:Map|Set|freeze|from|String)\s?$/

/**
 * Adds the literals of the object, list, Map or Set at `at` that is given to the secret name `name`: those that would be looked for
 * elsewhere if the container was seen in the program. A user's name in `credentials` stays.
 */
export function findContainerValues (text: string, at: number, name: string, gradeOf: GradeOf, spans: Spans): void {
  HEAD.lastIndex = at
  if (!HEAD.test(text)) return
  const limit = Math.min(text.length, at + MAX_CHARS)
  const containers: string[] = []
  let container = name
  let key = ''
  for (let index = HEAD.lastIndex; index < limit; index++) {
    const char = text[index]!
    if (char === '{' || char === '[') {
      if (containers.length >= MAX_DEPTH) return
      containers.push(container)
      container = key === '' ? container : containerWithin(key, container, gradeOf)
      key = ''
    } else if (char === '}' || char === ']') {
      container = containers.pop()!
      key = ''
      if (containers.length === 0) return
    } else if (char === ',' || char === ';') key = ''
    else if (char === ':' || (char === '=' && text[index + 1] === '>')) key = nameBefore(text, index)?.name ?? ''
    else if (char === '(' && !TRANSPARENT.test(text.slice(Math.max(0, index - 12), index))) index = closing(text, index, limit)
    else if (char === '/' && text[index + 1] === '/') index = endAt(text, '\n', index, limit)
    else if (char === '/' && text[index + 1] === '*') index = endAt(text, '*/', index + 2, limit)
    else if (char === '"' || char === "'" || char === '`' || char === '\\') {
      const literal = readLiteral(text, index)
      if (literal === undefined) continue
      const value = text.slice(literal.start, literal.end)
      index = literal.next - 1
      // A key in quotes.
      if (/^\s{0,9}(?::|=>)/.test(text.slice(literal.next, literal.next + 12))) continue
      if (value.includes('${')) continue
      const grade = gradeWithin(value.trim(), key, container, gradeOf)
      if (grade !== undefined && isTaint(value.trim(), grade)) spans.push(literal.start, literal.end)
    }
  }
}

/** Where the bracket at `at` is closed. */
function closing (text: string, at: number, limit: number): number {
  let depth = 0
  for (let index = at; index < limit; index++) {
    if (text[index] === '(') depth++
    else if (text[index] === ')' && --depth === 0) return index
  }
  return limit
}

function endAt (text: string, what: string, from: number, limit: number): number {
  const at = text.indexOf(what, from)
  return at === -1 ? limit : at + what.length - 1
}
