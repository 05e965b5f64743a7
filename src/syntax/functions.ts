import { childrenOf } from './syntax-tree'
import type { SyntaxNode } from './syntax-tree'

const FUNCTION = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/

export const isFunction = (node: SyntaxNode | undefined): boolean => node !== undefined && FUNCTION.test(node.type)

/** Is this node the root of code with a stack frame of its own: a function, a static block, a class field's initialiser? */
function isBoundary (node: SyntaxNode): boolean {
  if (isFunction(node) || node.type === 'Program' || node.type === 'StaticBlock') return true
  return node.parent?.type === 'PropertyDefinition' && node.parent.value === node
}

/** The function, field initialiser, static block or program whose code `node` is: V8 gives each a frame of its own. */
export function ownerOf (node: SyntaxNode): SyntaxNode {
  let at = node
  while (!isBoundary(at)) at = at.parent!
  return at
}

/** `node`, then the nodes around it, up to the program. */
export function * ancestorsOf (node: SyntaxNode): Generator<SyntaxNode> {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) yield at
}

/** `root` and the nodes in it, in source order, without those of functions that are declared in it. */
export function * ownNodes (root: SyntaxNode): Generator<SyntaxNode> {
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node
    const children = childrenOf(node)
    for (let index = children.length - 1; index >= 0; index--) {
      if (!isBoundary(children[index]!)) open.push(children[index]!)
    }
  }
}

/** `root` and all nodes in it, those of nested functions included. */
export function * allNodes (root: SyntaxNode): Generator<SyntaxNode> {
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node
    const children = childrenOf(node)
    for (let index = children.length - 1; index >= 0; index--) open.push(children[index]!)
  }
}

/** Does `outer` hold `inner`'s place? */
export const holds = (outer: SyntaxNode | null | undefined, inner: SyntaxNode | number): boolean => {
  if (outer === null || outer === undefined) return false
  return typeof inner === 'number'
    ? outer.start <= inner && inner < outer.end
    : outer.start <= inner.start && inner.end <= outer.end
}

/** The name of an identifier, of a member's own property, or of a property key; undefined for computed ones. */
export function nameOf (node: SyntaxNode | null | undefined): string | undefined {
  if (node === null || node === undefined) return undefined
  if (node.type === 'Identifier') return node.name as string
  if (node.type === 'PrivateIdentifier') return `#${node.name as string}`
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'ChainExpression') return nameOf(node.expression)
  if (node.type !== 'MemberExpression') return undefined
  return node.computed && node.property.type !== 'Literal' ? undefined : nameOf(node.property)
}

/** The name a function has in its source: declared, or that of the variable, property or method it is given to. */
export function functionName (node: SyntaxNode): string | undefined {
  if (node.id) return nameOf(node.id)
  const { parent } = node
  if (parent === undefined) return undefined
  if (parent.type === 'VariableDeclarator') return nameOf(parent.id)
  if (parent.type === 'AssignmentExpression' || parent.type === 'AssignmentPattern') return nameOf(parent.left)
  const isProperty = /^(?:Property|MethodDefinition|PropertyDefinition)$/.test(parent.type)
  return isProperty && !parent.computed ? nameOf(parent.key) : undefined
}

/** What a call really calls: `(0, a.b)()` and `a?.b()` call `a.b`. */
export function calleeOf (call: SyntaxNode): SyntaxNode {
  let callee: SyntaxNode = call.callee ?? call.tag
  for (;;) {
    if (callee.type === 'SequenceExpression') callee = callee.expressions.at(-1)
    else if (callee.type === 'ChainExpression') callee = callee.expression
    else return callee
  }
}
