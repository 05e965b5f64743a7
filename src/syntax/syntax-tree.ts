import { Parser } from 'acorn'

/** An ESTree node with its parent; https://github.com/estree/estree names the other fields. Offsets are UTF-16 code units. */
export interface SyntaxNode {
  type: string
  start: number
  end: number
  parent?: SyntaxNode
  // Every question in this folder asks for a node's fields after its type; a union of all ESTree types would say no more.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [field: string]: any
}

export interface SyntaxTree { program: SyntaxNode, text: string, lineStarts: readonly number[] }

/**
 * Without the checks for names that are declared twice or exported without being declared: V8 has run the text, and in a scope of
 * 40,000 names they take acorn seconds, as it looks for each name in a list of all. The two methods are acorn's own, in
 * https://github.com/acornjs/acorn/blob/master/acorn/src/scope.js, though its types do not name them.
 */
const SourceParser = Parser.extend(Base => class extends Base {
  declareName (): void {}
  checkLocalExport (): void {}
})

/** Characters of source text above which it is not parsed. */
export const MAX_SOURCE_CHARS = 2_000_000

/**
 * The syntax tree of a script as V8 ran it: a script, a CommonJS module or an ES module, whichever it can be read as.
 * Undefined for text that cannot be parsed or that is larger than `maxChars`. Never throws.
 */
export function parseSource (source: string, maxChars = MAX_SOURCE_CHARS): SyntaxTree | undefined {
  // Node removes a byte order mark before V8 sees the text, so V8's columns do not count it.
  const text = source.charCodeAt(0) === 0xFEFF ? source.slice(1) : source
  if (text.length > maxChars) return undefined
  // As a script first: it fails at the first `import` or `export`, while a module would read some old scripts differently.
  for (const sourceType of ['script', 'module'] as const) {
    try {
      const program = SourceParser.parse(text, {
        ecmaVersion: 'latest',
        sourceType,
        allowHashBang: true,
        allowReturnOutsideFunction: true,
        allowSuperOutsideMethod: true,
        allowAwaitOutsideFunction: sourceType === 'module',
        allowReserved: true,
        checkPrivateFields: false,
      }) as unknown as SyntaxNode
      linkParents(program)
      return { program, text, lineStarts: findLineStarts(text) }
    } catch {
      // The other type may do; a text nested too deeply for the parser's recursion ends here too.
    }
  }
  return undefined
}

/** Child nodes in source order as the parser lists them, holes of arrays left out. */
export function childrenOf (node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (const field in node) {
    if (field === 'parent') continue
    const value: unknown = node[field]
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) children.push(item)
    } else if (isNode(value)) {
      children.push(value)
    }
  }
  return children
}

/** The innermost node that holds `offset` (its end excluded); the program itself between statements and behind the last. */
export function nodeAt (tree: SyntaxTree, offset: number): SyntaxNode {
  let node = tree.program
  for (;;) {
    const inner = childrenOf(node).find(child => child.start <= offset && offset < child.end)
    if (inner === undefined) return node
    node = inner
  }
}

/** Offset of a zero-based V8 position, undefined when the text has no such place. */
export function offsetOf (tree: SyntaxTree, lineNumber0: number, columnNumber0: number): number | undefined {
  const start = tree.lineStarts[lineNumber0]
  if (start === undefined || columnNumber0 < 0) return undefined
  const end = tree.lineStarts[lineNumber0 + 1] ?? tree.text.length + 1
  return start + columnNumber0 < end ? start + columnNumber0 : undefined
}

/** One-based line of an offset. */
export function line1Of (tree: SyntaxTree, offset: number): number {
  let low = 0
  let high = tree.lineStarts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (tree.lineStarts[middle]! <= offset) low = middle
    else high = middle
  }
  return low + 1
}

/** V8 counts the four line terminators of ECMAScript, CRLF once: `String::CalculateLineEnds` in src/objects/string.cc. */
export function findLineStarts (text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length)
  return starts
}

function isNode (value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string'
    && typeof (value as SyntaxNode).start === 'number'
}

function linkParents (program: SyntaxNode): void {
  const open = [program]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of childrenOf(node)) {
      child.parent = node
      open.push(child)
    }
  }
}
