import { namesIn } from './bindings'
import { isFunction, nameOf, ownNodes } from './functions'
import type { SyntaxNode } from './syntax-tree'

const kept = new WeakMap<SyntaxNode, ReadonlyMap<string, readonly SyntaxNode[]>>()

/** The identifiers that declare the names of a scope node itself, by name: more than one of a `var` that is declared again. */
export function declarationsIn (scope: SyntaxNode): ReadonlyMap<string, readonly SyntaxNode[]> {
  let found = kept.get(scope)
  if (found === undefined) kept.set(scope, found = collect(scope))
  return found
}

function collect (scope: SyntaxNode): Map<string, SyntaxNode[]> {
  const found = new Map<string, SyntaxNode[]>()
  const add = (pattern: SyntaxNode | null | undefined): void => {
    for (const id of pattern ? namesIn(pattern) : []) found.set(nameOf(id)!, [...found.get(nameOf(id)!) ?? [], id])
  }
  const addVariables = (node: SyntaxNode | null): void => {
    if (node?.type === 'VariableDeclaration') for (const { id } of node.declarations) add(id)
  }
  const addStatements = (statements: readonly SyntaxNode[]): void => {
    for (const statement of statements) {
      const node = /^Export(?:Named|Default)Declaration$/.test(statement.type) ? statement.declaration as SyntaxNode | null : statement
      if (node?.type === 'VariableDeclaration' && node.kind !== 'var') addVariables(node)
      if (node?.type === 'FunctionDeclaration' || node?.type === 'ClassDeclaration') add(node.id)
    }
  }
  if (isFunction(scope)) for (const param of scope.params) add(param)
  if (isFunction(scope) || scope.type === 'Program' || scope.type === 'StaticBlock') {
    for (const node of ownNodes(scope)) {
      if (node.type === 'VariableDeclaration' && node.kind === 'var') addVariables(node)
      else if (/^Import.*Specifier$/.test(node.type)) add(node.local)
    }
  }
  switch (scope.type) {
    case 'ForStatement': if (scope.init?.kind !== 'var') addVariables(scope.init); break
    case 'ForInStatement': case 'ForOfStatement': if (scope.left.kind !== 'var') addVariables(scope.left); break
    case 'SwitchStatement': for (const { consequent } of scope.cases) addStatements(consequent); break
    case 'CatchClause': add(scope.param); break
    case 'ClassDeclaration': case 'ClassExpression': add(scope.id); break
    default: {
      const body: unknown = isFunction(scope) ? scope.body.body : scope.body
      if (Array.isArray(body)) addStatements(body)
    }
  }
  // A parameter or variable of that name hides the function's own.
  if (scope.type === 'FunctionExpression' && scope.id && !found.has(nameOf(scope.id)!)) add(scope.id)
  return found
}
