import { closestName } from '../config/closest-name'
import { basename } from '../program/base-name'
import { namesIn } from '../syntax/bindings'
import { allNodes, holds, isFunction, nameOf, ownNodes } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { frameVariables } from '../values/frame-variables'
import { declaringScope } from './binding'
import { evaluate } from './evaluate'
import { shown, type Finding } from './finding'
import type { Place } from './place'
import { nearest } from './sites'

/** A name that nothing has. */
export function notDefined (place: Place, [, name]: RegExpExecArray): Finding | undefined {
  if (!isNamedHere(place, name!)) return undefined
  const known = [...new Set(frameVariables(place.frame).map(variable => variable.name))]
  if (known.includes(name!)) return undefined
  const closest = closestName(name!, known)
  return { place, subject: name!, claim: 'is not defined', value: 'not defined', ...closest !== undefined && { hint: `${closest} is` } }
}

/** V8 puts some of these errors at the begin of the statement, not at the name. */
function isNamedHere (place: Place, name: string): boolean {
  if (place.node.type === 'Identifier' && nameOf(place.node) === name) return true
  let statement = place.node
  const isWhole = (node: SyntaxNode): boolean => /Statement$|Declaration$/.test(node.type) || isFunction(node.parent)
  while (statement.parent !== undefined && !isWhole(statement)) statement = statement.parent
  for (const node of ownNodes(statement)) if (node.type === 'Identifier' && nameOf(node) === name) return true
  return false
}

/** A name in its temporal dead zone. */
export function uninitialized (place: Place, [, name]: RegExpExecArray): Finding | undefined {
  if (!isNamedHere(place, name!)) return undefined
  const found = { place, subject: name!, value: 'uninitialized' }
  const declaration = declarationOf(place.node, name!)
  if (declaration === undefined) return { ...found, claim: 'has no value yet' }
  const { file, line } = place.locate(declaration)
  const where = `${basename(file)}:${line}`
  const claim = declaration.type.startsWith('Import') ? 'is used before the module that it is imported from has come to it,'
    : holds(declaration, place.offset) ? 'is used before its own declaration is done,' : 'is used before its declaration'
  return { ...found, claim: `${claim} at ${where}` }
}

/** Where the variable is declared that a name means here: its declarator, class, import or parameter. */
function declarationOf (from: SyntaxNode, name: string): SyntaxNode | undefined {
  const scope = declaringScope(from, name)
  if (scope === undefined) return undefined
  for (const node of allNodes(scope)) {
    const declares = node.type === 'ClassDeclaration' || node.type === 'ClassExpression' ? nameOf(node.id) === name
      : node.type === 'VariableDeclarator' ? [...namesIn(node.id)].some(id => nameOf(id) === name)
        : /^Import.*Specifier$/.test(node.type) && nameOf(node.local) === name
    if (declares && (node === scope || declaringScope(node.parent!, name) === scope)) return node
  }
  return isFunction(scope) ? (scope.params as SyntaxNode[]).find(param => [...namesIn(param)].some(id => nameOf(id) === name)) : undefined
}

/** A constant that is assigned again. */
export function reassigned (place: Place): Finding | undefined {
  const node = nearest(place, 'AssignmentExpression', 'UpdateExpression')
  const target = (node?.left ?? node?.argument) as SyntaxNode | undefined
  const name = target?.type === 'Identifier' ? nameOf(target) : place.node.type === 'Identifier' && isTargetIn(place.node, target) ? nameOf(place.node) : undefined
  if (name === undefined) return undefined
  const known = evaluate(place, target!.type === 'Identifier' ? target! : place.node)
  return { place, subject: name, claim: 'is a constant', value: known === undefined ? 'constant' : shown(place, known.value), hint: 'assigned a second time' }
}

/** `[a, b] = …`: V8 means the name at which it stands. */
function isTargetIn (node: SyntaxNode, pattern: SyntaxNode | undefined): boolean {
  return pattern !== undefined && /Pattern$/.test(pattern.type) && [...namesIn(pattern)].includes(node)
}
