import { allNodes, calleeOf, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { withoutNaming } from './compiled'
import { originalText } from './original-text'
import type { Place } from './place'

const MAX_CHARS = 80
const MAX_MASKED = 10_000
const MAX_ALIGNED = 5_000

/** An expression as people wrote it, on one line, cut in the middle if it is long: as the original source has it, where there is one. */
export function textOf (place: Place, node: SyntaxNode, maxChars = MAX_CHARS): string {
  let text = kept.get(node)
  // Masked before it is cut: half a secret looks like none.
  if (text === undefined) kept.set(node, text = place.mask(ends(lineOf(place, node))))
  if (text.length <= maxChars) return text
  const half = Math.floor((maxChars - 3) / 2)
  return `${text.slice(0, half).trimEnd()} … ${text.slice(-half).trimStart()}`
}

const kept = new WeakMap<SyntaxNode, string>()

/** A table of data is not worth the time that masking it takes. */
const ends = (text: string): string => text.length <= MAX_MASKED ? text : `${text.slice(0, MAX_MASKED / 2)} … ${text.slice(-MAX_MASKED / 2)}`

function lineOf (place: Place, node: SyntaxNode): string {
  // What `(0, a.b)()` calls is a.b: compilers write it so to keep `this` out.
  const shown = withoutNaming(node.type === 'SequenceExpression' ? node.expressions.at(-1) as SyntaxNode : node)
  const ran = (writtenText(place, shown) ?? withOriginalNames(place, shown)).replace(/\s+/g, ' ')
  // Blanks where types were.
  return isStripped(place) ? ran.replace(/([([]) | (?=[)\].,;])/g, '$1') : ran
}

/** The original text, if it is known: instead of a compiler's own words the expression's outline. */
function writtenText (place: Place, node: SyntaxNode): string | undefined {
  if (place.frame.original === undefined) return undefined
  const isLong = node.end - node.start > MAX_ALIGNED
  const text = isLong ? undefined : originalText(place.tree.text, node.start, node.end, place.originalAt)
  const isPath = pathOf(node)
  // `order!.customer!`: what is said of the value, the type says otherwise.
  if (text !== undefined) return isPath ? text.replace(/!(?=$|[.[?])/g, '') : text
  return isPath || !hasOriginal(place) ? undefined : outline(place, node)
}

const pathOf = (node: SyntaxNode): boolean => /^(?:Identifier|ThisExpression|Super|Literal)$/.test(node.type) ||
  (node.type === 'ChainExpression' && pathOf(node.expression)) || (node.type === 'MemberExpression' && pathOf(node.object) && (!node.computed || pathOf(node.property)))

/** Is the original text at hand? Else what V8 ran is all that can be shown. */
const hasOriginal = (place: Place): boolean => {
  for (let node: SyntaxNode | undefined = place.node; node !== undefined; node = node.parent) {
    if (place.originalAt(node.start) !== undefined) return true
  }
  return false
}

/** Of a call its callee, of an operation its kind: what stands for an expression that was compiled to another one. */
function outline (place: Place, node: SyntaxNode): string {
  const inner = (part: SyntaxNode): string => writtenText(place, part) ?? withOriginalNames(place, part)
  switch (node.type) {
    case 'CallExpression': return `${inner(calleeOf(node))}(…)`
    case 'NewExpression': return `new ${inner(node.callee)}(…)`
    case 'AwaitExpression': return `await ${inner(node.argument)}`
    case 'ChainExpression': return inner(node.expression)
    case 'MemberExpression': return node.computed ? `${inner(node.object)}[…]` : `${inner(node.object)}.${nameOf(node.property)}`
    case 'ObjectExpression': return '{ … }'
    case 'ArrayExpression': return '[ … ]'
    case 'BinaryExpression': case 'LogicalExpression': return `${inner(node.left)} ${node.operator as string} ${inner(node.right)}`
  }
  return '…'
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
