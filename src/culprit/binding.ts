import { declaredNames, isScope, namesIn } from '../syntax/bindings'
import { allNodes, isFunction, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'

/** How a name got its value. `keys`: the properties that a pattern takes on the way, outermost first. */
export type Binding =
  | { kind: 'parameter', owner: SyntaxNode, index: number, keys: string[], isRest: boolean }
  | { kind: 'declared', declarator: SyntaxNode, init: SyntaxNode, keys: string[] }
  | { kind: 'element', loop: SyntaxNode, of: SyntaxNode, keys: string[] }
  | { kind: 'import', declaration: SyntaxNode }

/**
 * Where the variable that an identifier refers to got its value, if it got one only once: undefined for a variable that is assigned
 * again anywhere, and for patterns with defaults or computed keys on the way, whose outcome the source does not tell.
 */
export function bindingOf (identifier: SyntaxNode): Binding | undefined {
  const name = nameOf(identifier)!
  const scope = declaringScope(identifier, name)
  if (scope === undefined || isAssignedAgain(scope, name)) return undefined
  if (isFunction(scope)) {
    for (const [index, param] of (scope.params as SyntaxNode[]).entries()) {
      const isRest = param.type === 'RestElement'
      const keys = keysTo(isRest ? param.argument : param, name)
      if (keys !== undefined) return { kind: 'parameter', owner: scope, index, keys, isRest }
    }
  }
  for (const node of allNodes(scope)) {
    if (node.type === 'VariableDeclarator') {
      if (![...namesIn(node.id)].some(id => nameOf(id) === name) || declaringScope(node, name) !== scope) continue
      const keys = keysTo(node.id, name)
      if (keys === undefined) return undefined
      const loop = node.parent!.parent!
      if (loop.type === 'ForOfStatement' && loop.left === node.parent) return { kind: 'element', loop, of: loop.right, keys }
      return node.init ? { kind: 'declared', declarator: node, init: node.init, keys } : undefined
    }
    if (/^Import.*Specifier$/.test(node.type) && nameOf(node.local) === name) return { kind: 'import', declaration: node.parent! }
  }
  return undefined
}

function declaringScope (from: SyntaxNode, name: string): SyntaxNode | undefined {
  for (let scope: SyntaxNode | undefined = from; scope !== undefined; scope = scope.parent) {
    if (isScope(scope) && declaredNames(scope).has(name)) return scope
  }
  return undefined
}

function isAssignedAgain (scope: SyntaxNode, name: string): boolean {
  let declarations = 0
  for (const node of allNodes(scope)) {
    if (node.type === 'AssignmentExpression' && [...targets(node.left)].includes(name)) return true
    if (node.type === 'UpdateExpression' && nameOf(node.argument) === name && node.argument.type === 'Identifier') return true
    if (/^For(?:In|Of)Statement$/.test(node.type) && node.left.type !== 'VariableDeclaration' && [...targets(node.left)].includes(name)) return true
    if (node.type === 'VariableDeclarator' && declaringScope(node, name) === scope) {
      for (const id of namesIn(node.id)) if (nameOf(id) === name) declarations++
    }
  }
  return declarations > 1
}

function * targets (pattern: SyntaxNode): Generator<string> {
  if (pattern.type === 'MemberExpression') return
  for (const id of namesIn(pattern)) yield nameOf(id)!
}

/** The property names from a pattern to a name in it; empty for the name itself; undefined if it is not there, or not surely. */
function keysTo (pattern: SyntaxNode, name: string): string[] | undefined {
  switch (pattern.type) {
    case 'Identifier': return nameOf(pattern) === name ? [] : undefined
    case 'ObjectPattern':
      for (const property of pattern.properties as SyntaxNode[]) {
        if (property.type !== 'Property' || property.computed) continue
        const rest = keysTo(property.value, name)
        if (rest !== undefined) return [nameOf(property.key) ?? String(property.key.value), ...rest]
      }
      return undefined
    case 'ArrayPattern':
      for (const [index, element] of (pattern.elements as (SyntaxNode | null)[]).entries()) {
        const rest = element === null ? undefined : keysTo(element, name)
        if (rest !== undefined) return [String(index), ...rest]
      }
      return undefined
    case 'AssignmentPattern':
      // A default replaces undefined only: any other value came from outside, which the caller of this cannot know.
      return keysTo(pattern.left, name)
  }
  return undefined
}
