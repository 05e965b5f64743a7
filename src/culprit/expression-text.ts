import { allNodes } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import type { Place } from './place'

const MAX_CHARS = 80

/** An expression as the source has it, with the names of the original source, on one line, cut in the middle if it is long. */
export function textOf (place: Place, node: SyntaxNode, maxChars = MAX_CHARS): string {
  // What `(0, a.b)()` calls is a.b: compilers write it so to keep `this` out.
  const shown = node.type === 'SequenceExpression' ? node.expressions.at(-1) as SyntaxNode : node
  const ran = withOriginalNames(place, shown).replace(/\s+/g, ' ')
  // Blanks where types were.
  const text = isStripped(place) ? ran.replace(/([([]) | (?=[)\].,;])/g, '$1') : ran
  if (text.length <= maxChars) return text
  const half = Math.floor((maxChars - 3) / 2)
  return `${text.slice(0, half).trimEnd()} … ${text.slice(-half).trimStart()}`
}

const isStripped = ({ frame }: Place): boolean => frame.original === undefined && /\.[cm]?ts$/.test(frame.file)

function withOriginalNames (place: Place, node: SyntaxNode): string {
  const { text } = place.tree
  if (place.frame.original === undefined) return text.slice(node.start, node.end)
  let shown = ''
  let at = node.start
  for (const identifier of variablesIn(node)) {
    shown += text.slice(at, identifier.start) + (place.nameOf(identifier) ?? text.slice(identifier.start, identifier.end))
    at = identifier.end
  }
  return shown + text.slice(at, node.end)
}

/** Are all names in an expression known, as the original source has them? */
export const isNamed = (place: Place, node: SyntaxNode): boolean =>
  place.frame.original !== undefined && variablesIn(node).every(identifier => place.nameOf(identifier) !== undefined)

/** The identifiers of variables, in source order; properties keep their names. */
function variablesIn (node: SyntaxNode): SyntaxNode[] {
  return [...allNodes(node)].filter(({ type, parent, start }) => {
    if (type !== 'Identifier') return false
    if (parent?.type === 'MemberExpression' && parent.property.start === start && !parent.computed) return false
    return !(parent?.type === 'Property' && !parent.computed && (parent.key.start === start || parent.shorthand))
  }).sort((a, b) => a.start - b.start)
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
