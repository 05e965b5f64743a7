import { declaredNames, isScope, namesIn } from '../../syntax/bindings'
import { allNodes, ancestorsOf, isFunction, nameOf } from '../../syntax/functions'
import { nodeAt, type SyntaxNode, type SyntaxTree } from '../../syntax/syntax-tree'

/**
 * Whether a name, as the code at `offset` sees it, holds the same in every run because the source says so: imports, `require`,
 * functions, classes, and variables without assignments whose initialiser reads nothing (`const TAX = 0.2`,
 * `const RATES = { DE: 19 }`). Parameters do not; `{}`, `[]` and `new Map()` are filled later.
 */
export function isFixedName (tree: SyntaxTree, offset: number, name: string): boolean {
  const scope = scopeOf(nodeAt(tree, offset), name)
  return scope !== undefined && fixedNamesOf(scope).has(name)
}

/** A bundle's outermost scope has thousands of names, which are asked for one after the other. */
const kept = new WeakMap<SyntaxNode, ReadonlySet<string>>()

function fixedNamesOf (scope: SyntaxNode): ReadonlySet<string> {
  const known = kept.get(scope)
  if (known !== undefined) return known
  const declared = declaredNames(scope)
  const fixed = new Set<string>()
  const other = new Set<string>()
  for (const node of allNodes(scope)) {
    const bound = boundBy(node)
    if (bound === undefined) continue
    for (const identifier of namesIn(bound.pattern)) {
      const name = nameOf(identifier)!
      if (declared.has(name) && scopeOf(bound.from ?? identifier, name) === scope) (bound.isFixed ? fixed : other).add(name)
    }
  }
  for (const name of other) fixed.delete(name)
  kept.set(scope, fixed)
  return fixed
}

/** The scope that declares a name, from `node` outward. */
function scopeOf (node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const at of ancestorsOf(node)) if (isScope(at) && declaredNames(at).has(name)) return at
  return undefined
}

/** What a node gives a value to, and whether the value is the same in every run. `from`: where its scope is looked for. */
function boundBy (node: SyntaxNode): { pattern: SyntaxNode, isFixed: boolean, from?: SyntaxNode } | undefined {
  if (/^Import.*Specifier$/.test(node.type)) return { pattern: node.local, isFixed: true }
  if (node.type === 'VariableDeclarator') return { pattern: node.id, isFixed: Boolean(node.init) && isFixedExpression(node.init) }
  // A class has a scope with its own name in it.
  if (/^(?:Function|Class)Declaration$/.test(node.type) && node.id) return { pattern: node.id, isFixed: true, from: node.parent! }
  if (node.type === 'AssignmentExpression') return { pattern: node.left, isFixed: false }
  if (node.type === 'UpdateExpression') return { pattern: node.argument, isFixed: false }
  // Parameters, and the names of loops and `catch`, which have a declarator without a value or none.
  if (isFunction(node.parent) && node.parent!.params.includes(node)) return { pattern: node, isFixed: false }
  return undefined
}

function isFixedExpression (init: SyntaxNode): boolean {
  const isFilledLater = (init.type === 'ObjectExpression' && init.properties.length === 0) ||
    (init.type === 'ArrayExpression' && init.elements.length === 0)
  if (isFilledLater) return false
  if (/^(?:Function|ArrowFunction|Class)Expression$/.test(init.type) || isRequire(init)) return true
  for (const node of allNodes(init)) {
    if (/^(?:Call|New|Await|Yield|TaggedTemplate|This|Assignment|Update)Expression$/.test(node.type) &&
      !isFixedCall(node)) return false
    if (node.type === 'Identifier' && isVariable(node)) return false
  }
  return true
}

/** `Object.freeze({…})`, `new Map([…])`, `Symbol('x')`: as fixed as what they are given. */
function isFixedCall (node: SyntaxNode): boolean {
  const name = node.callee === undefined ? '' : nameOf(node.callee) ?? ''
  if (node.type === 'NewExpression') return /^(?:Map|Set|URL|RegExp)$/.test(name) && node.arguments.length > 0
  return node.type === 'CallExpression' && /^(?:freeze|Symbol|BigInt|Number|fromEntries)$/.test(name)
}

function isRequire (node: SyntaxNode): boolean {
  if (node.type === 'MemberExpression') return isRequire(node.object)
  return node.type === 'CallExpression' && nameOf(node.callee) === 'require'
}

const GLOBALS = /^(?:undefined|NaN|Infinity|Object|Map|Set|URL|RegExp|Symbol|BigInt|Number|Math|String|Boolean|Array)$/

function isVariable (identifier: SyntaxNode): boolean {
  const { parent } = identifier
  if (GLOBALS.test(identifier.name as string)) return false
  if (parent?.type === 'MemberExpression') return parent.object === identifier || parent.computed
  return parent?.type !== 'Property' || parent.value === identifier || parent.computed
}
