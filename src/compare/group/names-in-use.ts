import { allNodes, ancestorsOf, nameOf } from '../../syntax/functions'
import type { SyntaxNode, SyntaxTree } from '../../syntax/syntax-tree'

/** How a source uses names of variables and properties, whatever object they belong to. */
export interface NamesInUse {
  read: ReadonlySet<string>
  /** Read in a condition, a comparison or a `switch`: they decide which way the program goes. */
  tested: ReadonlySet<string>
  /** Texts and numbers that a name is compared with, as JSON. */
  compared: ReadonlyMap<string, ReadonlySet<string>>
}

const kept = new WeakMap<SyntaxTree, NamesInUse>()

/** The names that a source reads, tests and compares. */
export function namesInUse (tree: SyntaxTree): NamesInUse {
  const known = kept.get(tree)
  if (known !== undefined) return known
  const read = new Set<string>()
  const tested = new Set<string>()
  const compared = new Map<string, Set<string>>()
  for (const node of allNodes(tree.program)) {
    const name = nameRead(node)
    if (name === undefined) continue
    read.add(name)
    if (isTested(node)) tested.add(name)
    const literal = comparedWith(node)
    if (literal !== undefined) compared.set(name, (compared.get(name) ?? new Set()).add(JSON.stringify(literal)))
  }
  const names = { read, tested, compared }
  kept.set(tree, names)
  return names
}

function nameRead (node: SyntaxNode): string | undefined {
  if (node.type === 'MemberExpression') return nameOf(node)
  if (node.type === 'Identifier' && node.parent?.type !== 'MemberExpression' &&
    node.parent?.type !== 'Property') return nameOf(node)
  // `const { country } = order`, `({ country }) => …`
  return node.type === 'Property' && node.parent?.type === 'ObjectPattern' && !node.computed ? nameOf(node.key) : undefined
}

/** Up to the condition, as far as only negations, comparisons and logic lie between. */
function isTested (node: SyntaxNode): boolean {
  for (const at of ancestorsOf(node)) {
    const { parent } = at
    if (parent === undefined) return false
    if (parent.test === at || parent.discriminant === at) return true
    if (parent.type === 'LogicalExpression' && parent.left === at) return true
    if (parent.type === 'BinaryExpression' && /^(?:[=!]==?|[<>]=?|in|instanceof)$/.test(parent.operator)) return true
    if (!/^(?:Unary|Logical|Binary|Chain)Expression$/.test(parent.type)) return false
  }
  return false
}

function comparedWith (node: SyntaxNode): string | number | undefined {
  const { parent } = node
  if (parent?.type !== 'BinaryExpression' || !/^[=!]==?$/.test(parent.operator)) return undefined
  const other = parent.left === node ? parent.right : parent.left
  return other.type === 'Literal' && (typeof other.value === 'string' || typeof other.value === 'number') ? other.value
    : undefined
}
