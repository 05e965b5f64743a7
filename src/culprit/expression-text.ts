import type { SyntaxNode } from '../syntax/syntax-tree'
import type { Place } from './place'

const MAX_CHARS = 80

/** An expression as the source has it, on one line, cut in the middle if it is long. */
export function textOf (place: Place, node: SyntaxNode, maxChars = MAX_CHARS): string {
  // What `(0, a.b)()` calls is a.b: compilers write it so to keep `this` out.
  const shown = node.type === 'SequenceExpression' ? node.expressions.at(-1) as SyntaxNode : node
  const text = place.tree.text.slice(shown.start, shown.end).replace(/\s+/g, ' ')
  if (text.length <= maxChars) return text
  const half = Math.floor((maxChars - 3) / 2)
  return `${text.slice(0, half).trimEnd()} … ${text.slice(-half).trimStart()}`
}

const MAX_LOOKED_AT = 20_000

/**
 * A minified source's names say nothing to people: a long line, most of whose names have one or two characters. (Compilers that take
 * out the spaces only, as tsx does, keep the names.)
 */
export function isMinified (place: Place): boolean {
  const { text, lineStarts } = place.tree
  const { lineNumber0 } = place.frame
  const line = text.slice(lineStarts[lineNumber0], lineStarts[lineNumber0 + 1] ?? text.length)
  if (line.length < 400) return false
  const near = Math.max(0, place.offset - (lineStarts[lineNumber0] ?? 0) - MAX_LOOKED_AT / 2)
  const names = new Set(line.slice(near, near + MAX_LOOKED_AT).match(/(?<![.\w$'"])[A-Za-z_$][\w$]*/g))
  const short = [...names].filter(name => name.length <= 2).length
  return short > names.size / 3
}
