import { calleeOf, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { nodeOf } from '../values/node-of'
import { calledClass, extended, notConstructor, notFunction, refusedCallback } from './callable-errors'
import { bigintConverted, mixed, operand, symbolConverted } from './conversion-errors'
import { evaluate, isNullish, isUndefined } from './evaluate'
import { has, kindOf, nullish, shown, type Finding } from './finding'
import { deleted, frozen } from './frozen-errors'
import { notIterable } from './iteration-errors'
import { notDefined, reassigned, uninitialized } from './name-errors'
import type { Place } from './place'
import { argumentsOf, assignedMemberAt, callAt, dottedName, membersAt, nearest, patternPropertyAt } from './sites'

type Rule = readonly [message: RegExp, find: (place: Place, match: RegExpExecArray) => Finding | undefined]

/**
 * Errors that V8 throws itself, at the place itself: message templates of V8's src/common/message-template.h, alike on Node 20 to
 * 26. Message and position together prove which expression is meant; a recorded value that says otherwise ends the search.
 */
const RULES: readonly Rule[] = [
  [/^Cannot (?:read|set) propert(?:y|ies) of (undefined|null) \((?:reading|setting) '([^]*)'\)$/, (place, [, word, key]) =>
    readOf(place, word!, key!)],
  [/^Cannot destructure (?:property '([^]*?)' of )?'[^]*' as it is (undefined|null)\.$/, (place, [, key, word]) =>
    destructured(place, word!, key)],
  [/^Cannot convert undefined or null to object$/, converted],
  [/^Class extends value ([^]*) is not a constructor or null$/, extended],
  [/^Promise resolver [^]+ is not a function$|^The comparison function must be either a function or undefined/, refusedCallback],
  [/^([^]+) is not a constructor$/, notConstructor],
  [/ is not iterable| is not async iterable|^Spread syntax requires |is not a function or its return value is not (?:async )?iterable$/, notIterable],
  [/^([^]+) is not a function$/, notFunction],
  [/^([^]+) is not defined$/, notDefined],
  [/^Cannot access '([^]+)' before initialization$/, uninitialized],
  [/^Assignment to constant variable\.$/, reassigned],
  [/^Cannot assign to read only property '([^]*)' of object '/, (place, [, key]) => frozen(place, `has a read-only property ${key}`)],
  [/^Cannot add property ([^]*), object is not extensible$/, (place, [, key]) => frozen(place, `cannot get a new property ${key}`)],
  [/^Cannot set property ([^]*) of [^]* which has only a getter$/, (place, [, key]) => frozen(place, `has only a getter for ${key}`)],
  [/^Cannot delete property '([^]*)' of /, deleted],
  [/^Right-hand side of 'instanceof' is not (?:callable|an object)$/, place => operand(place, 'is no class')],
  [/^Cannot use 'in' operator to search for /, place => operand(place)],
  [/^Cannot mix BigInt and other types, use explicit conversions$/, mixed],
  [/^Cannot convert a BigInt value to a number$/, bigintConverted],
  [/^Cannot convert a Symbol value to a (?:string|number)$/, symbolConverted],
  [/^Invalid array length$/, arrayLength],
  [/^Reduce of empty array with no initial value$/, place => receiver(place, 'is empty')],
  [/^Class constructor \S+ cannot be invoked without 'new'$/, calledClass],
  [/^Cannot read private member (#\S+) from an object whose class did not declare it$/, (place, [, name]) => privateMember(place, name!)],
  [/^Cannot write private member (#\S+) to an object whose class did not declare it$/, (place, [, name]) => privateMember(place, name!)],
  [/^Receiver must be (?:an instance of )?class (.+)$/, (place, [, name]) => privateMethod(place, name!)],
  [/^Cannot define property ([^]*), object is not extensible$/, (place, [, key]) => frozen(place, `cannot get a new property ${key}`)],
  [/^Cannot redefine property: ([^]*)$/, (place, [, key]) => frozen(place, `does not let its property ${key} be defined anew`)],
  [/^Invalid value used (?:as weak map key|in weak set)$/, place => withClaim(argument(place, 0), ', no object')],
  [/^Object prototype may only be an Object or null: /, place =>
    withClaim(argument(place, dottedName(callAt(place) ?? place.node) === 'Object.create' ? 0 : 1), ', no prototype')],
  [/^\S+ called on non-object$/, place => withClaim(argument(place, 0), ', no object')],
  [/^Property description must be an object: /, place => withClaim(argument(place, 2), ', no property descriptor')],
  [/^Division by zero$/, place => dividedBy(place)],
  [/^Iterator value ([^]+) is not an entry object$/, (place, [, value]) => withHint(argument(place, 0), `holds ${value}, which is no pair of key and value`)],
]

/** What V8's own error is about; undefined if it is none of them, or unknown. */
export function engineError (place: Place, message: string): Finding | undefined {
  // An error that the program made itself may have V8's words.
  if (nearest(place, 'ThrowStatement')?.start === place.offset) return undefined
  for (const [pattern, find] of RULES) {
    const match = pattern.exec(message)
    if (match !== null) return find(place, match)
  }
  return undefined
}

function readOf (place: Place, word: string, key: string): Finding | undefined {
  const members = membersAt(place, key)
  const property = patternPropertyAt(place, key)
  if (members.length === 1) return nullish(place, members[0]!.object, word)
  if (members.length === 0 && property !== undefined) return patternValue(place, property, word)
  return undefined
}

function destructured (place: Place, word: string, key: string | undefined): Finding | undefined {
  const property = key === undefined ? undefined : patternPropertyAt(place, key)
  if (property !== undefined) return patternValue(place, property, word)
  const declarator = nearest(place, 'VariableDeclarator')
  return declarator?.init && /Pattern$/.test(declarator.id.type) ? nullish(place, declarator.init, word) : undefined
}

/** The value that the pattern around a property takes apart. */
function patternValue (place: Place, property: SyntaxNode, word: string): Finding | undefined {
  const pattern = property.parent!
  let holder = pattern.parent!
  if (holder.type === 'AssignmentPattern') holder = holder.parent!
  if (holder.type === 'VariableDeclarator' && holder.init) return nullish(place, holder.init, word)
  if (holder.type === 'AssignmentExpression' && holder.left === pattern) return nullish(place, holder.right, word)
  if (holder.type === 'Property') {
    const name = nameOf(holder.key)
    return name === undefined ? undefined : { place, subject: name, claim: `is ${word}`, value: word, node: holder }
  }
  const isParameter = holder.params?.includes(pattern) || holder.params?.includes(pattern.parent)
  if (isParameter) {
    const index = holder.params.findIndex((param: SyntaxNode) => param === pattern || param === pattern.parent)
    return { place, subject: `argument ${index + 1}`, claim: `is ${word}`, value: word, node: pattern }
  }
  return undefined
}

function converted (place: Place): Finding | undefined {
  const unary = nearest(place, 'UnaryExpression')
  if (unary?.operator === 'delete' && unary.argument.type === 'MemberExpression') {
    const object = unary.argument.object as SyntaxNode
    const value = evaluate(place, object)?.value
    return value !== undefined && isNullish(value) ? nullish(place, object, shown(place, value)) : undefined
  }
  const call = callAt(place)
  const first = call?.arguments?.[0] as SyntaxNode | undefined
  if (first === undefined || first.type === 'SpreadElement') return undefined
  return has(place, first) !== undefined && isNullish(evaluate(place, first)!.value) ? has(place, first) : undefined
}

function arrayLength (place: Place): Finding | undefined {
  const call = callAt(place)
  const length = call?.arguments?.[0] as SyntaxNode | undefined
  const assignment = nearest(place, 'AssignmentExpression')
  const found = length !== undefined ? has(place, length) : assignment && has(place, assignment.right)
  return found && { ...found, claim: `${found.claim}, no length for an array` }
}

function argument (place: Place, index: number): Finding | undefined {
  const node = argumentsOf(callAt(place))[index]
  return node === undefined || node.type === 'SpreadElement' ? undefined : has(place, node)
}

function receiver (place: Place, claim: string): Finding | undefined {
  const call = callAt(place)
  const object = call && calleeOf(call).object as SyntaxNode | undefined
  if (object === undefined) return undefined
  const known = evaluate(place, object)
  const size = known && nodeOf(place.crash, known.value)?.size
  return size !== undefined && size > 0 ? undefined : { place, node: object, claim, value: known ? shown(place, known.value) : '[]' }
}

function privateMember (place: Place, name: string): Finding | undefined {
  const members = membersAt(place, name)
  const member = members.length === 1 ? members[0]! : assignedMemberAt(place)
  if (member === undefined) return undefined
  const known = evaluate(place, member.object)
  const what = known === undefined ? '' : isUndefined(known.value) ? ' (undefined)' : ` (${kindOf(place, known.value)})`
  return { place, node: member.object, claim: `has no ${name}${what}`, value: known ? shown(place, known.value) : 'another class' }
}

/** A private method of another class, at the call. */
function privateMethod (place: Place, name: string): Finding | undefined {
  const callee = calleeOf(callAt(place) ?? place.node.parent ?? place.node) as SyntaxNode | undefined
  if (callee?.type !== 'MemberExpression' || callee.property.type !== 'PrivateIdentifier') return undefined
  return has(place, callee.object, value => `is ${kindOf(place, value)}, no ${name}`)
}

function dividedBy (place: Place): Finding | undefined {
  const node = nearest(place, 'BinaryExpression', 'AssignmentExpression')
  return node !== undefined && /^[/%]=?$/.test(node.operator) ? has(place, node.right) : undefined
}

const withClaim = (finding: Finding | undefined, more: string): Finding | undefined => finding && { ...finding, claim: finding.claim + more }

const withHint = (finding: Finding | undefined, claim: string): Finding | undefined => finding && { ...finding, claim }
