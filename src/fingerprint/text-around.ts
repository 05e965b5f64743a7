import { MAX_SCANNED_CHARS } from '../sourcemap/enclosing-function'
import { readHeader } from '../sourcemap/function-header'
import { openBlocks } from '../sourcemap/open-blocks'

/** Functions and calls around a place that are named, and characters of all of them. */
const MAX_STEPS = 4
const MAX_INSIDE_CHARS = 200
/** A line that is longer is a bundle's, and all that stands in it is of other functions. */
const MAX_LINE_CHARS = 200
const LONG_LINE_CHARS = 80
const MAX_LOOK_BACK_CHARS = 1_000
const MAX_CALLEE_CHARS = 200
const MAX_LITERALS_CHARS = 300

/**
 * What stands around a place, JavaScript or TypeScript. `inside`: the calls that the function there is an argument of, with the literals
 * in front of it, up to the next function that has a name, outermost first: `routes > app.get('/users/:id')`; the name of the function
 * alone if it has one; `()` if nothing is known of it, and empty for code in no function. `line`: the line's text.
 */
export interface TextAround { inside: string, line: string, isInFunction: boolean, isNamed: boolean }

/**
 * Reads what stands around a one-based place; undefined if the text has no such line. Quotes and white space are all alike. `masked`: the
 * same text without its secrets. What is not in it as it stands is a mark: what a literal is called may stand lines before it.
 */
export function textAround (text: string, masked: string, line1: number, column1: number): TextAround | undefined {
  const start = startOfLine(text, line1)
  if (start === undefined) return undefined
  const end = text.indexOf('\n', start)
  const offset = Math.min(start + column1 - 1, end < 0 ? text.length : end)
  const line = lineAt(text, madeAt(text, offset))
  const shown = (part: string): string => masked.includes(part.trim()) ? normalised(part) : '…'
  const around = offset > MAX_SCANNED_CHARS ? { steps: [], isInFunction: false, isNamed: false } : stepsAround(text, offset, shown)
  const { steps, isInFunction, isNamed } = around
  const inside = steps.reverse().join(' > ').slice(0, MAX_INSIDE_CHARS)
  return { inside: inside === '' && isInFunction ? '()' : inside, line: shown(line), isInFunction, isNamed }
}

function lineAt (text: string, offset: number): string {
  const end = text.indexOf('\n', offset)
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, end < 0 ? text.length : end)
  return line.length <= MAX_LINE_CHARS ? line : text.slice(offset, offset + LONG_LINE_CHARS).split('\n', 1)[0]!
}

/**
 * `throw error` is no line to know an error by: where the error was made is, if it was near. An error that V8 did not pause at has that
 * place anyway.
 */
function madeAt (text: string, offset: number): number {
  const thrown = /^throw ([\w$]+)$/.exec(normalised(lineAt(text, offset)))?.[1]
  if (thrown === undefined) return offset
  const from = Math.max(0, offset - MAX_LOOK_BACK_CHARS)
  const name = thrown.replaceAll('$', '\\$')
  const made = new RegExp(String.raw`(?<![\w$.])(?:(?:const|let|var)\s+(${name})(?:\s*:[^=\n]*)?\s*=[^=>]|catch\s*\(\s*${name}(?![\w$]))`, 'g')
  const last = [...text.slice(from, offset).matchAll(made)].at(-1)
  return last?.[1] === undefined ? offset : from + last.index
}

function startOfLine (text: string, line1: number): number | undefined {
  let start = 0
  for (let line = 1; line < line1; line++) {
    start = text.indexOf('\n', start) + 1
    if (start === 0) return undefined
  }
  return line1 < 1 ? undefined : start
}

function normalised (text: string): string {
  return text.replace(/(?:^|\s)\/\/.*$/, '').replace(/["`]/g, '\'').replace(/\s+/g, ' ').trim().replace(/[\s;,]+$/, '')
}

type Shown = (part: string) => string

/** From the inside out. `isNamed`: the innermost function has a name. */
function stepsAround (text: string, offset: number, shown: Shown): { steps: string[], isInFunction: boolean, isNamed: boolean } {
  const { blocks, open, arrow } = openBlocks(text, offset)
  const steps: string[] = []
  let isInFunction = false
  let top = open.length
  let arrowAt = arrow
  for (let level = blocks.length; ; level--) {
    // What is called with a value of the innermost function's own is no name of it.
    if (arrowAt >= 0 && !isInFunction) top = arrowAt
    isInFunction ||= arrowAt >= 0
    const base = blocks[level - 1]?.parens ?? 0
    for (let at = top - 1; isInFunction && at >= base && steps.length < MAX_STEPS; at--) {
      const call = callAt(text, open[at], shown)
      if (call !== undefined) steps.push(call)
    }
    const block = blocks[level - 1]
    if (block === undefined || steps.length >= MAX_STEPS) return { steps, isInFunction, isNamed: false }
    const header = readHeader(block.header)
    if (header?.kind === 'function' && header.name !== '') {
      return { steps: [...steps, header.name], isInFunction: true, isNamed: !isInFunction }
    }
    isInFunction ||= header?.kind === 'function'
    top = block.parens
    arrowAt = block.arrow
  }
}

/** Words in front of parentheses that are no call's. */
const NO_CALLEE = /^(?:if|for|while|switch|catch|with|return|await|yield|throw|typeof|void|in|of|case|new|async|function)$/
const STRING = String.raw`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|${'`'}(?:[^${'`'}\\]|\\.)*${'`'}`
const INNER_ARGUMENTS = String.raw`\((?:[^()'"${'`'}]|${STRING})*\)`
const ARGUMENTS = String.raw`(?:\((?:[^()'"${'`'}]|${STRING}|${INNER_ARGUMENTS})*\))?`
const CALLEE = new RegExp(String.raw`[\w$#]+${ARGUMENTS}(?:\s*[?!]?\.\s*[\w$#]+${ARGUMENTS})*$`)
const ALL_ARGUMENTS = new RegExp(ARGUMENTS, 'g')
const LITERALS = new RegExp(String.raw`^(?:\s*(?:${STRING})\s*,){1,3}`)

/** The call whose parenthesis stands here; undefined if it is another bracket, or one that calls nothing with a name. */
function callAt (text: string, at: number | undefined, shown: Shown): string | undefined {
  if (at === undefined || text[at] !== '(') return undefined
  const before = text.slice(Math.max(0, at - MAX_CALLEE_CHARS), at).trimEnd().replace(/<[^<>()]*>$/, '').replace(/\?\.$/, '')
  const callee = CALLEE.exec(before)?.[0]
  if (callee === undefined || NO_CALLEE.test(callee)) return undefined
  // Of calls in front only what tells them apart: the rest is other functions' text.
  const chain = callee.replace(ALL_ARGUMENTS, given => given === '' ? '' : `(${literalsIn(`${given.slice(1, -1)},`, shown)})`)
  return `${normalised(chain).replace(/\s*([?!]?\.)\s*/g, '$1')}(${literalsIn(text.slice(at + 1, at + 1 + MAX_LITERALS_CHARS), shown)})`
}

const literalsIn = (text: string, shown: Shown): string => {
  const literals = LITERALS.exec(text)?.[0].replace(/\s*,$/, '') ?? ''
  return literals === '' ? '' : shown(literals)
}
