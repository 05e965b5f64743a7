import { calleeOf, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { nodeOf } from '../values/node-of'
import { evaluate } from './evaluate'
import { shown, type Finding } from './finding'
import type { Place } from './place'
import { assignedMemberAt, callAt, dottedName, nearest } from './sites'

const CHANGERS = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/

/** An object that does not take the change: of an assignment, of an array's own method, of `Object.assign` and its kind. */
export function frozen (place: Place, claim: string): Finding | undefined {
  const object = assignedMemberAt(place)?.object as SyntaxNode | undefined ?? changedByCall(place)
  if (object === undefined) return undefined
  const known = evaluate(place, object)
  const node = known && nodeOf(place.crash, known.value)
  const state = node?.isFrozen ? 'is frozen' : node?.isSealed ? 'is sealed' : node?.isNonExtensible ? 'is not extensible' : undefined
  return { place, node: object, claim: state === undefined ? claim : `${state}, it ${claim}`, value: known ? shown(place, known.value) : 'read-only' }
}

function changedByCall (place: Place): SyntaxNode | undefined {
  const call = callAt(place)
  if (call?.type !== 'CallExpression') return undefined
  const callee = calleeOf(call)
  if (/^(?:Object\.(?:assign|definePropert(?:y|ies)|setPrototypeOf)|Reflect\.set)$/.test(dottedName(call) ?? '')) {
    const [first] = call.arguments as SyntaxNode[]
    return first?.type === 'SpreadElement' ? undefined : first
  }
  return callee.type === 'MemberExpression' && CHANGERS.test(nameOf(callee) ?? '') ? callee.object as SyntaxNode : undefined
}

/** A property that cannot be deleted. */
export function deleted (place: Place, [, key]: RegExpExecArray): Finding | undefined {
  const unary = nearest(place, 'UnaryExpression')
  if (unary?.operator !== 'delete' || unary.argument.type !== 'MemberExpression') return undefined
  return { place, node: unary.argument.object, claim: `does not let go of its property ${key}`, value: 'read-only' }
}
