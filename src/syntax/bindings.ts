import type { SyntaxNode } from './syntax-tree'
import { isFunction, nameOf, ownNodes } from './functions'

/**
 * A binding with a temporal dead zone. At the positions of its own function before `readyAt`, and within `lateRange` (the
 * initialiser of a destructuring declaration, which stands behind its names but runs before them), it has no value yet.
 */
export interface LexicalBinding { name: string, readyAt: number, lateRange?: { start: number, end: number } }

const SCOPE = /^(?:Program|(?:Block|Switch|For|ForIn|ForOf)Statement|StaticBlock|CatchClause|Class(?:Declaration|Expression))$/

/** Can names be declared in this node alone? A function's body is part of its function. */
export const isScope = (node: SyntaxNode): boolean =>
  isFunction(node) || (SCOPE.test(node.type) && !(node.type === 'BlockStatement' && isFunction(node.parent)))

/**
 * The `let`, `const`, `using` and class bindings of one scope node, and parameters whose list can run code (ECMAScript's
 * non-simple parameter lists initialise like `let`). `var`, functions, imports and simple parameters have no dead zone.
 */
export function lexicalBindings (scope: SyntaxNode): LexicalBinding[] {
  const found: LexicalBinding[] = []
  switch (scope.type) {
    case 'ForStatement':
      if (scope.init?.type === 'VariableDeclaration') addDeclaration(found, scope.init)
      break
    case 'ForInStatement':
    case 'ForOfStatement':
      if (scope.left.type !== 'VariableDeclaration' || scope.left.kind === 'var') break
      addPattern(found, scope.left.declarations[0].id, scope.right)
      break
    case 'SwitchStatement':
      for (const { consequent } of scope.cases) addStatements(found, consequent)
      break
    case 'CatchClause':
      if (scope.param !== null) addPattern(found, scope.param)
      break
    case 'ClassDeclaration':
    case 'ClassExpression':
      if (scope.id) found.push({ name: scope.id.name, readyAt: scope.end })
      break
    default:
      if (isFunction(scope)) {
        if (scope.params.some((param: SyntaxNode) => param.type !== 'Identifier')) {
          for (const param of scope.params) addPattern(found, param)
        }
        if (scope.body.type === 'BlockStatement') addStatements(found, scope.body.body)
      } else {
        addStatements(found, scope.body)
      }
  }
  return found
}

const keptBindings = new WeakMap<SyntaxNode, Map<string, LexicalBinding[]>>()

/** Those of {@link lexicalBindings} with a name. A bundle's outermost scope, with thousands of them, is asked for again and again. */
export function bindingsNamed (scope: SyntaxNode, name: string): readonly LexicalBinding[] {
  let kept = keptBindings.get(scope)
  if (kept === undefined) {
    kept = new Map()
    for (const binding of lexicalBindings(scope)) kept.set(binding.name, [...kept.get(binding.name) ?? [], binding])
    keptBindings.set(scope, kept)
  }
  return kept.get(name) ?? []
}

/** The same as for {@link bindingsNamed}. */
const keptNames = new WeakMap<SyntaxNode, ReadonlySet<string>>()

/** All names that a scope declares, hoisted ones included: enough to tell which declaration a name refers to. */
export function declaredNames (scope: SyntaxNode): ReadonlySet<string> {
  const kept = keptNames.get(scope)
  if (kept !== undefined) return kept
  const names = new Set(lexicalBindings(scope).map(({ name }) => name))
  if (isFunction(scope)) {
    for (const param of scope.params) for (const id of namesIn(param)) names.add(nameOf(id)!)
    if (scope.type === 'FunctionExpression' && scope.id) names.add(scope.id.name)
  }
  if (scope.type === 'Program' || scope.type === 'StaticBlock' || isFunction(scope)) {
    for (const node of ownNodes(scope)) {
      if (node.type === 'VariableDeclaration' && node.kind === 'var') {
        for (const { id } of node.declarations) for (const name of namesIn(id)) names.add(nameOf(name)!)
      } else if (/^Import.*Specifier$/.test(node.type)) {
        names.add(node.local.name)
      }
    }
  }
  const body: unknown = isFunction(scope) ? scope.body.body : scope.body
  for (const statement of Array.isArray(body) ? body as SyntaxNode[] : []) {
    const declaration = declarationOf(statement)
    if (declaration?.type === 'FunctionDeclaration' && declaration.id) names.add(declaration.id.name)
  }
  keptNames.set(scope, names)
  return names
}

/** The identifiers that a binding pattern declares, in the order in which they get their values. */
export function * namesIn (pattern: SyntaxNode | null): Generator<SyntaxNode> {
  switch (pattern?.type) {
    case 'Identifier': yield pattern; break
    case 'AssignmentPattern': yield * namesIn(pattern.left); break
    case 'RestElement': yield * namesIn(pattern.argument); break
    case 'Property': yield * namesIn(pattern.value); break
    case 'ObjectPattern': for (const property of pattern.properties) yield * namesIn(property); break
    case 'ArrayPattern': for (const element of pattern.elements) yield * namesIn(element); break
  }
}

const declarationOf = (statement: SyntaxNode): SyntaxNode | undefined =>
  /^Export(?:Named|Default)Declaration$/.test(statement.type) ? statement.declaration ?? undefined : statement

function addStatements (found: LexicalBinding[], statements: readonly SyntaxNode[]): void {
  for (const statement of statements) {
    const declaration = declarationOf(statement)
    if (declaration?.type === 'VariableDeclaration') addDeclaration(found, declaration)
    else if (declaration?.type === 'ClassDeclaration' && declaration.id) {
      found.push({ name: declaration.id.name, readyAt: declaration.end })
    }
  }
}

function addDeclaration (found: LexicalBinding[], declaration: SyntaxNode): void {
  if (declaration.kind === 'var') return
  for (const declarator of declaration.declarations) {
    if (declarator.id.type === 'Identifier') found.push({ name: declarator.id.name, readyAt: declarator.end })
    else addPattern(found, declarator.id, declarator.init)
  }
}

function addPattern (found: LexicalBinding[], pattern: SyntaxNode, late?: SyntaxNode | null): void {
  for (const id of namesIn(pattern)) {
    // `b = f()` is done behind its default value.
    const element = id.parent?.type === 'AssignmentPattern' && id.parent.left === id ? id.parent : id
    const binding: LexicalBinding = { name: nameOf(id)!, readyAt: element.end }
    if (late) binding.lateRange = { start: late.start, end: late.end }
    found.push(binding)
  }
}
