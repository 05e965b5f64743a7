import { closestName } from '../config/closest-name'
import { namesIn } from '../syntax/bindings'
import { nameOf, ownNodes } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { frameVariables } from '../values/frame-variables'
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
  let statement = place.node
  while (statement.parent !== undefined && !/Statement$|Declaration$/.test(statement.type)) statement = statement.parent
  for (const node of ownNodes(statement)) if (node.type === 'Identifier' && nameOf(node) === name) return true
  return false
}

/** A name in its temporal dead zone. */
export function uninitialized (place: Place, [, name]: RegExpExecArray): Finding | undefined {
  if (!isNamedHere(place, name!)) return undefined
  const line = declarationLine(place, name!)
  return {
    place, subject: name!, claim: 'has no value yet', value: 'uninitialized',
    ...line !== undefined && { hint: `it is declared further down, at line ${line}` },
  }
}

function declarationLine (place: Place, name: string): number | undefined {
  for (let scope = place.node.parent; scope !== undefined; scope = scope.parent) {
    const body: unknown = Array.isArray(scope.body) ? scope.body : undefined
    for (const statement of (body ?? []) as SyntaxNode[]) {
      const declaration = /^Export/.test(statement.type) ? statement.declaration as SyntaxNode | null : statement
      const declares = declaration?.type === 'ClassDeclaration' ? nameOf(declaration.id) === name
        : declaration?.type === 'VariableDeclaration' && declaration.declarations.some(({ id }: SyntaxNode) => nameOf(id) === name)
      if (declares && statement.start > place.offset) {
        return place.lineOf(statement.start)
      }
    }
  }
  return undefined
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
