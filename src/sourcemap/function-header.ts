/** A block's header that is longer than this is data, not a function's head. */
const MAX_HEADER_CHARS = 2000

/** Words that are followed by parentheses and a block without being a function. */
const CONTROL = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'return', 'await'])
const MODIFIER = 'export|default|const|let|var|public|private|protected|static|readonly|override|declare|abstract|accessor'
const ASSIGNMENT = new RegExp(String.raw`(?:^|[,;{\n])[ \t]*(?:(?:${MODIFIER})\s+)*` +
  String.raw`(?:[\w$]+\.)*(#?[\w$]+)\s*[?!]?(?:\s*:[^=\n]*?)?\s*=(?![=>])`, 'g')
const PROPERTY = /(?:^|[,{\n])\s*([\w$]+)\s*:\s*(?:async\b|function\b|\(|<|[\w$]+\s*=>)/g

/**
 * What the text in front of a `{` says about the block: a function with its name (empty when it has none), a class, or
 * neither. JavaScript and TypeScript, comments already removed; a reading by pattern, so its answer is to be checked against
 * something else. `constructor` is the name of a constructor.
 */
export function readHeader (header: string): { kind: 'function' | 'class', name: string } | undefined {
  const text = collapseParentheses(header.slice(-MAX_HEADER_CHARS)).trimEnd()
  if (text.endsWith('=>')) return { kind: 'function', name: assignedName(text) }
  const declared = /(?:^|[^\w$.])function\s*\*?\s*([\w$]*)\s*(?:<[^()]*>)?\s*\(\)[^()=]*$/.exec(text)
  if (declared !== null) return { kind: 'function', name: declared[1] === '' ? assignedName(text) : declared[1]! }
  const classHeader = /(?:^|[^\w$.])class\b\s*(?!extends\b)([\w$]*)[^;={}]*$/.exec(text)
  if (classHeader !== null) return { kind: 'class', name: classHeader[1] === '' ? assignedName(text) : classHeader[1]! }
  const method = /(#?[\w$]+)\s*(?:<[^()]*>)?\s*\(\)\s*(?::[^;]*)?$/.exec(text)
  if (method === null || CONTROL.has(method[1]!) || /\bnew\s+$/.test(text.slice(0, method.index))) return undefined
  return { kind: 'function', name: method[1]! }
}

/**
 * `a(b(c), d)` becomes `a()`, so that what is inside cannot be taken for the header's own. Of a parenthesis that is still open
 * only the inside is left: there the block is in an argument or a parameter.
 */
function collapseParentheses (header: string): string {
  const open: string[] = []
  let text = ''
  for (const char of header) {
    if (char === '(') {
      open.push(text)
      text = ''
    } else if (char === ')') {
      text = `${open.pop() ?? ''}()`
    } else {
      text += char
    }
  }
  return text
}

/** The last `name =` or `name:` in front of a function expression. */
function assignedName (text: string): string {
  const matches = [...text.matchAll(ASSIGNMENT), ...text.matchAll(PROPERTY)]
  return matches.sort((a, b) => a.index - b.index).at(-1)?.[1] ?? ''
}
