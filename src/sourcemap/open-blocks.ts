/** `parens`: how many parentheses were open where it began. `arrow`: as {@link OpenAround} has it, there. */
export interface OpenBlock { header: string, parens: number, arrow: number }

/**
 * `open`: where each open parenthesis, bracket and hole of a template stands. `arrow`: how many of them were open where an arrow function
 * without braces began that is not at its end; -1 without one.
 */
export interface OpenAround { blocks: OpenBlock[], open: number[], arrow: number }

/** One alternative per thing that is skipped as a whole, then the characters that matter. */
const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|=>|[{}()[\];,`/]/g
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y

/**
 * What is open around a place of JavaScript or TypeScript, outermost first. It walks over strings, templates, comments and regular
 * expressions, without parsing.
 */
export function openBlocks (text: string, offset: number): OpenAround {
  const blocks: OpenBlock[] = []
  /** Template literals that are open around us: the number of blocks when their `${` began. */
  const templates: number[] = []
  /** Where the parentheses, brackets and holes of templates begin that are open. */
  const open: number[] = []
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
      if (token === '}') { templates.pop(); open.pop() }
      const end = templateEnd(text, last)
      last = TOKEN.lastIndex = end.at
      if (end.at > offset) break
      header += "''"
      if (end.isHole) { templates.push(blocks.length); open.push(end.at - 1) }
    } else if (token === '(' || token === '[') {
      open.push(match.index)
      header += token === '(' ? token : ''
    } else if (token === ')' || token === ']') {
      open.pop()
      header += token === ')' ? token : ''
      if (open.length < arrow) arrow = -1
    } else if (token === '{') {
      blocks.push({ header, parens: open.length, arrow })
      header = ''
      arrow = -1
    } else if (token === '}') {
      const closed = blocks.pop()
      open.length = closed?.parens ?? 0
      // Inside parentheses or a type the braces were a parameter's, an argument's or a type's, and the header goes on.
      header = open.length > base() || /^\s*[>|&\]]/.test(text.slice(last, last + 40)) ? `${closed?.header ?? ''} ` : ''
      arrow = -1
    } else if (token === '=>') {
      header += token
      if (!/^\s*\{/.test(text.slice(last, last + 80))) arrow = open.length
    } else if (token === ';' || token === ',') {
      // A comma may also be one of type parameters, so it ends an arrow's expression but not a header.
      header = token === ';' && open.length <= base() ? '' : `${header}${token}`
      if (open.length <= arrow) arrow = -1
    }
  }
  return { blocks, open, arrow }
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
