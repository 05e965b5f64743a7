import { declaredNames, isScope, namesIn } from '../syntax/bindings'
import { allNodes, isFunction, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'

/** How a name got its value. `keys`: the properties that a pattern takes on the way, outermost first. `isDefaulted`: a default in
 * the pattern may have given the value, if that is undefined. */
export type Binding =
  | { kind: 'parameter', owner: SyntaxNode, index: number, keys: string[], isRest: boolean, isDefaulted: boolean }
  | { kind: 'declared', declarator: SyntaxNode, init: SyntaxNode, keys: string[], isDefaulted: boolean }
  | { kind: 'element', loop: SyntaxNode, of: SyntaxNode, keys: string[], isDefaulted: boolean }
  | { kind: 'import', declaration: SyntaxNode }
  | { kind: 'function', declaration: SyntaxNode }

/**
 * Where the variable that an identifier refers to got its value, if it got one only once: undefined for a variable that is assigned
 * again anywhere, and for patterns with computed keys on the way.
 */
export function bindingOf (identifier: SyntaxNode): Binding | undefined {
  const name = nameOf(identifier)!
  const scope = declaringScope(identifier, name)
  if (scope === undefined || isAssignedAgain(scope, name)) return undefined
  if (isFunction(scope)) {
    for (const [index, param] of (scope.params as SyntaxNode[]).entries()) {
      const isRest = param.type === 'RestElement'
      const keys = keysTo(isRest ? param.argument : param, name)
      if (keys !== undefined) return { kind: 'parameter', owner: scope, index, keys, isRest, isDefaulted: hasDefault(param, name) }
    }
  }
  for (const node of allNodes(scope)) {
    if (node.type === 'VariableDeclarator') {
      if (![...namesIn(node.id)].some(id => nameOf(id) === name) || declaringScope(node, name) !== scope) continue
      const keys = keysTo(node.id, name)
      if (keys === undefined) return undefined
      const isDefaulted = hasDefault(node.id, name)
      const loop = node.parent!.parent!
      if (loop.type === 'ForOfStatement' && loop.left === node.parent) return { kind: 'element', loop, of: loop.right, keys, isDefaulted }
      return node.init ? { kind: 'declared', declarator: node, init: node.init, keys, isDefaulted } : undefined
    }
    if (isDeclaredAs(node, name) && declaringScope(node.parent!, name) === scope) return { kind: 'function', declaration: node }
    if (/^Import.*Specifier$/.test(node.type) && nameOf(node.local) === name) return { kind: 'import', declaration: node.parent! }
  }
  return undefined
}

/** Is it a name that never means another value: a `const` that is given a literal, or something imported? */
export function isConstant (node: SyntaxNode): boolean {
  if (node.type !== 'Identifier') return false
  const binding = bindingOf(node)
  if (binding?.kind === 'import') return true
  return binding?.kind === 'declared' && binding.keys.length === 0 && binding.init.type === 'Literal'
}

/** The scope node that declares what a name means at a node; undefined for globals and what was declared elsewhere. */
export function declaringScope (from: SyntaxNode, name: string): SyntaxNode | undefined {
  for (let scope: SyntaxNode | undefined = from; scope !== undefined; scope = scope.parent) {
    if (isScope(scope) && declaredNames(scope).has(name)) return scope
  }
  return undefined
}

function isAssignedAgain (scope: SyntaxNode, name: string): boolean {
  // A parameter that is declared again as a `var`, or written through `arguments`, has had two values.
  const isParameter = isFunction(scope) && scope.params.some((param: SyntaxNode) => [...namesIn(param)].some(id => nameOf(id) === name))
  let declarations = isParameter ? 1 : 0
  for (const node of allNodes(scope)) {
    if (node.type === 'AssignmentExpression' && [...targets(node.left)].includes(name)) return true
    if (isParameter && node.type === 'AssignmentExpression' && node.left.object?.name === 'arguments') return true
    if (node.type === 'UpdateExpression' && nameOf(node.argument) === name && node.argument.type === 'Identifier') return true
    if (/^For(?:In|Of)Statement$/.test(node.type) && node.left.type !== 'VariableDeclaration' && [...targets(node.left)].includes(name)) return true
    if (node.type === 'VariableDeclarator' && declaringScope(node, name) === scope) {
      for (const id of namesIn(node.id)) if (nameOf(id) === name) declarations++
    }
    if (isDeclaredAs(node, name) && declaringScope(node.parent!, name) === scope) declarations++
  }
  return declarations > 1
}

const isDeclaredAs = (node: SyntaxNode, name: string): boolean => node.type === 'FunctionDeclaration' && nameOf(node.id) === name

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
      return keysTo(pattern.left, name)
  }
  return undefined
}

/** Does the pattern have a default on the way to a name? It replaces undefined only: any other value came from outside. */
function hasDefault (pattern: SyntaxNode, name: string): boolean {
  const id = [...namesIn(pattern)].find(each => nameOf(each) === name)
  for (let node = id; node !== undefined && node !== pattern.parent; node = node.parent) if (node.type === 'AssignmentPattern') return true
  return false
}
