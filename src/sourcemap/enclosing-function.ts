import { readHeader } from './function-header'

/** Characters before the place that are walked over, once per frame: measured at 15 ns each warm and 90 ns cold. */
export const MAX_SCANNED_CHARS = 250_000

interface OpenBlock { header: string, parens: number }

/**
 * The name of the function whose body holds this place of an original source, as far as its text tells: a constructor gives
 * its class's name. Undefined when the innermost function has no name, or could be an arrow function without braces, or the
 * place is in no function, or further in than {@link MAX_SCANNED_CHARS}.
 *
 * It walks over strings, templates, comments and regular expressions and notes the blocks that are open, without parsing:
 * TypeScript, JSX and what comes after them have no parser that is small enough to take along. The caller checks the answer.
 */
export function enclosingFunctionName (text: string, offset: number): string | undefined {
  if (offset > MAX_SCANNED_CHARS) return undefined
  const { blocks, isInArrow } = openBlocks(text, offset)
  if (isInArrow) return undefined
  for (let at = blocks.length - 1; at >= 0; at--) {
    const header = readHeader(blocks[at]!.header)
    if (header?.kind !== 'function') continue
    if (header.name !== 'constructor') return header.name === '' ? undefined : header.name
    const outer = at > 0 ? readHeader(blocks[at - 1]!.header) : undefined
    return outer?.kind === 'class' && outer.name !== '' ? outer.name : undefined
  }
  return undefined
}

/** One alternative per thing that is skipped as a whole, then the characters that matter. */
const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|=>|[{}()[\];,`/]/g
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y

function openBlocks (text: string, offset: number): { blocks: OpenBlock[], isInArrow: boolean } {
  const blocks: OpenBlock[] = []
  /** Template literals that are open around us: the number of blocks when their `${` began. */
  const templates: number[] = []
  let parens = 0
  let arrow = -1
  let header = ''
  let last = 0
  const base = (): number => blocks.at(-1)?.parens ?? 0
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match !== null && match.index < offset; match = TOKEN.exec(text)) {
    const token = match[0]
    header += text.slice(last, match.index)
    last = TOKEN.lastIndex
    if (token[0] === '"' || token[0] === "'") {
      header += "''"
    } else if (token === '/') {
      // After a value this divides; after an operator, a keyword or nothing it begins a regular expression.
      REGEX.lastIndex = match.index
      if (/(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of))\s*$/.test(header.slice(-20)) && REGEX.test(text)) {
        last = TOKEN.lastIndex = REGEX.lastIndex
      }
    } else if (token === '`' || (token === '}' && templates.at(-1) === blocks.length)) {
      if (token === '}') { templates.pop(); parens-- }
      const end = templateEnd(text, last)
      last = TOKEN.lastIndex = end.at
      if (end.at > offset) break
      header += "''"
      if (end.isHole) { templates.push(blocks.length); parens++ }
    } else if (token === '(' || token === '[') {
      parens++
      header += token === '(' ? token : ''
    } else if (token === ')' || token === ']') {
      parens--
      header += token === ')' ? token : ''
      if (parens < arrow) arrow = -1
    } else if (token === '{') {
      blocks.push({ header, parens })
      header = ''
      arrow = -1
    } else if (token === '}') {
      const closed = blocks.pop()
      parens = closed?.parens ?? 0
      // Inside parentheses or a type the braces were a parameter's, an argument's or a type's, and the header goes on.
      header = parens > base() || /^\s*[>|&\]]/.test(text.slice(last, last + 40)) ? `${closed?.header ?? ''} ` : ''
      arrow = -1
    } else if (token === '=>') {
      header += token
      if (!/^\s*\{/.test(text.slice(last, last + 80))) arrow = parens
    } else if (token === ';' || token === ',') {
      // A comma may also be one of type parameters, so it ends an arrow's expression but not a header.
      header = token === ';' && parens <= base() ? '' : `${header}${token}`
      if (parens <= arrow) arrow = -1
    }
  }
  return { blocks, isInArrow: arrow >= 0 }
}

/** From inside a template literal: just behind its end, or behind the `${` that comes first. */
function templateEnd (text: string, from: number): { at: number, isHole: boolean } {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '`') return { at: at + 1, isHole: false }
    else if (text[at] === '$' && text[at + 1] === '{') return { at: at + 2, isHole: true }
  }
  return { at: text.length, isHole: false }
}
