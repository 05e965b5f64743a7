import type { Value } from '../model'
import { closestName } from '../config/closest-name'
import { calleeOf, nameOf, ownNodes } from '../syntax/functions'
import { line1Of, type SyntaxNode } from '../syntax/syntax-tree'
import { frameVariables } from '../values/frame-variables'
import { nodeOf } from '../values/node-of'
import { evaluate, isNullish, isUndefined } from './evaluate'
import { has, kindOf, nullish, shown, subjectOf, type Finding } from './finding'
import type { Place } from './place'
import { assignedMemberAt, callAt, membersAt, nearest, patternPropertyAt } from './sites'

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
  [/^([^]+) is not a constructor$/, notConstructor],
  [/ is not iterable| is not async iterable|^Spread syntax requires |is not a function or its return value is not (?:async )?iterable$/, notIterable],
  [/^([^]+) is not a function$/, notFunction],
  [/^([^]+) is not defined$/, notDefined],
  [/^Cannot access '([^]+)' before initialization$/, uninitialized],
  [/^Assignment to constant variable\.$/, place => assignment(place, 'is a constant', 'assigned a second time')],
  [/^Cannot assign to read only property '([^]*)' of object '/, (place, [, key]) => frozen(place, `has a read-only property ${key}`)],
  [/^Cannot add property ([^]*), object is not extensible$/, (place, [, key]) => frozen(place, `cannot get a new property ${key}`)],
  [/^Cannot set property ([^]*) of [^]* which has only a getter$/, (place, [, key]) => frozen(place, `has only a getter for ${key}`)],
  [/^Cannot delete property '([^]*)' of /, deleted],
  [/^Right-hand side of 'instanceof' is not (?:callable|an object)$/, place => operand(place, 'is no class')],
  [/^Cannot use 'in' operator to search for /, place => operand(place)],
  [/^Cannot mix BigInt and other types, use explicit conversions$/, mixed],
  [/^Cannot convert a BigInt value to a number$/, place => argument(place, 0)],
  [/^Cannot convert a Symbol value to a (?:string|number)$/, symbolConverted],
  [/^Invalid array length$/, arrayLength],
  [/^Reduce of empty array with no initial value$/, place => receiver(place, 'is empty')],
  [/^Class constructor \S+ cannot be invoked without 'new'$/, place => callee(place, 'is a class, called without new')],
  [/^Cannot read private member (#\S+) from an object whose class did not declare it$/, (place, [, name]) => privateMember(place, name!)],
  [/^Cannot write private member (#\S+) to an object whose class did not declare it$/, (place, [, name]) => privateMember(place, name!)],
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
    return name === undefined ? undefined : { place, subject: name, claim: `is ${word}`, value: word, node: holder.key }
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

function notConstructor (place: Place): Finding | undefined {
  const call = callAt(place)
  return call?.type === 'NewExpression' ? notCallable(place, call.callee, 'is not a constructor') : undefined
}

function notFunction (place: Place): Finding | undefined {
  const call = callAt(place)
  if (call === undefined) return undefined
  const { callee } = call
  // A callback that a built-in refused: `[1].map(undefined)` says "undefined is not a function".
  const direct = notCallable(place, calleeOf(call), 'is not a function')
  if (direct !== undefined && isCalleeNamed(place, calleeOf(call))) return direct
  if (callee?.type !== 'MemberExpression' && callee?.type !== 'Identifier') return direct
  const refused = (call.arguments as SyntaxNode[]).filter(each => {
    const known = each.type === 'SpreadElement' ? undefined : evaluate(place, each)
    return known !== undefined && nodeOf(place.crash, known.value)?.type !== 'function'
  })
  const first = call.arguments[0] as SyntaxNode | undefined
  if (first === undefined || !refused.includes(first) || !isBuiltInCall(place, calleeOf(call))) return undefined
  return has(place, first, value => `is ${shown(place, value)}, not a function`)
}

/** V8's text of what was called, from the message, is the callee's. Whitespace and optional chains are written otherwise. */
function isCalleeNamed (place: Place, callee: SyntaxNode): boolean {
  const message = place.crash.exception.message.replace(/ is not a function$/, '')
  const plain = (text: string): string => text.replace(/[\s?()]|\.\.\./g, '').replace(/^0,/, '')
  const text = plain(place.tree.text.slice(callee.start, callee.end))
  const said = plain(message).replace(/intermediatevalue/g, '')
  if (callee.type === 'MemberExpression') {
    const last = nameOf(callee)
    return last === undefined || said.endsWith(`.${last}`) || said === text
  }
  return callee.type !== 'Identifier' || said === text
}

const isBuiltInCall = (place: Place, callee: SyntaxNode): boolean => {
  const known = evaluate(place, callee)
  const node = known && nodeOf(place.crash, known.value)
  return node === undefined ? callee.type === 'MemberExpression' || callee.name === 'queueMicrotask' : node.location === undefined
}

function notCallable (place: Place, callee: SyntaxNode, claim: string): Finding | undefined {
  const known = evaluate(place, callee)
  if (known === undefined) return { place, node: callee, claim, value: 'not callable', ...hintFor(place, callee), ...unawaited(place, callee) }
  const node = nodeOf(place.crash, known.value)
  if (node?.type === 'function' && claim !== 'is not a constructor') return undefined
  const what = kindOf(place, known.value)
  return { place, node: callee, claim: `is ${what}, ${claim.replace(/^is /, '')}`, value: shown(place, known.value), ...hintFor(place, callee) }
}

/** A method that a Promise does not have, and what it stands for may. */
function unawaited (place: Place, node: SyntaxNode): { hint?: string } {
  const object = node.type === 'MemberExpression' ? evaluate(place, node.object) : undefined
  const isPromise = object !== undefined && nodeOf(place.crash, object.value)?.subtype === 'promise'
  return isPromise ? { hint: `${subjectOf(place, node.object)} is a Promise, was it awaited?` } : {}
}

/** A property of nearly the same name, on an object that is recorded. */
function hintFor (place: Place, node: SyntaxNode): { hint?: string } {
  const name = nameOf(node)
  if (node.type !== 'MemberExpression' || node.computed || name === undefined) return {}
  const object = evaluate(place, node.object)
  const properties = object && nodeOf(place.crash, object.value)?.properties?.map(property => property.name)
  if (properties === undefined || properties.includes(name)) return {}
  const closest = closestName(name, properties)
  return closest === undefined ? {} : { hint: `it has ${closest}` }
}

function notIterable (place: Place): Finding | undefined {
  const { offset } = place
  const spread = nearest(place, 'SpreadElement')
  const declarator = nearest(place, 'VariableDeclarator')
  const loop = nearest(place, 'ForOfStatement')
  const assignment = nearest(place, 'AssignmentExpression')
  const call = callAt(place)
  const within = (node: SyntaxNode | null | undefined): boolean => node !== null && node !== undefined && node.start <= offset && offset < node.end
  if (call === undefined || !within(call)) {
    if (within(spread?.argument)) return iterated(place, spread!.argument)
    if (declarator?.id.type === 'ArrayPattern' && within(declarator.init)) return iterated(place, declarator.init)
    if (within(loop?.right)) return iterated(place, loop!.right)
    if (assignment?.left.type === 'ArrayPattern' && within(assignment.right)) return iterated(place, assignment.right)
    return undefined
  }
  const args = call.arguments as SyntaxNode[]
  const spreads = args.filter(each => each.type === 'SpreadElement')
  if (spreads.length === 1) return iterated(place, spreads[0]!.argument)
  return spreads.length === 0 && args[0] !== undefined ? iterated(place, args[0]) : undefined
}

function iterated (place: Place, node: SyntaxNode): Finding | undefined {
  const known = evaluate(place, node)
  const { message } = place.crash.exception
  if (known === undefined) {
    const word = /^(undefined|null) is not iterable/.exec(message)?.[1]
    return { place, node, claim: word === undefined ? 'is not iterable' : `is ${word}, not iterable`, value: word ?? 'not iterable' }
  }
  const iterable = nodeOf(place.crash, known.value)?.subtype
  if (typeof known.value === 'string' || ['array', 'map', 'set', 'typedarray', 'arguments', 'generator', 'iterator'].includes(iterable ?? '')) return undefined
  return { place, node, claim: `is ${kindOf(place, known.value)}, not iterable`, value: shown(place, known.value) }
}

function notDefined (place: Place, [, name]: RegExpExecArray): Finding | undefined {
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

function uninitialized (place: Place, [, name]: RegExpExecArray): Finding | undefined {
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
        return place.frame.original === undefined ? line1Of(place.tree, statement.start) : undefined
      }
    }
  }
  return undefined
}

function assignment (place: Place, claim: string, hint: string): Finding | undefined {
  const node = nearest(place, 'AssignmentExpression', 'UpdateExpression')
  const target = (node?.left ?? node?.argument) as SyntaxNode | undefined
  const name = nameOf(target)
  if (target?.type !== 'Identifier' || name === undefined) return undefined
  const known = evaluate(place, target)
  return { place, subject: name, claim, value: known === undefined ? 'constant' : shown(place, known.value), hint }
}

function frozen (place: Place, claim: string): Finding | undefined {
  const object = assignedMemberAt(place)?.object as SyntaxNode | undefined
  if (object === undefined) return undefined
  const known = evaluate(place, object)
  const node = known && nodeOf(place.crash, known.value)
  const state = node?.isFrozen ? 'is frozen' : node?.isSealed ? 'is sealed' : node?.isNonExtensible ? 'is not extensible' : undefined
  return { place, node: object, claim: state === undefined ? claim : `${state}, it ${claim}`, value: known ? shown(place, known.value) : 'read-only' }
}

function deleted (place: Place, [, key]: RegExpExecArray): Finding | undefined {
  const unary = nearest(place, 'UnaryExpression')
  if (unary?.operator !== 'delete' || unary.argument.type !== 'MemberExpression') return undefined
  return { place, node: unary.argument.object, claim: `does not let go of its property ${key}`, value: 'read-only' }
}

function operand (place: Place, claim?: string): Finding | undefined {
  const binary = nearest(place, 'BinaryExpression')
  if (binary === undefined || !['in', 'instanceof'].includes(binary.operator)) return undefined
  const found = has(place, binary.right)
  if (found === undefined) return claim === undefined ? undefined : { place, node: binary.right, claim, value: 'not callable' }
  return claim === undefined ? found : { ...found, claim: `${found.claim}, it ${claim}` }
}

function mixed (place: Place): Finding | undefined {
  const node = nearest(place, 'BinaryExpression', 'AssignmentExpression')
  if (node === undefined) return undefined
  const sides = [node.left as SyntaxNode, node.right as SyntaxNode]
  const values = sides.map(side => evaluate(place, side)?.value)
  const isBigint = (value: Value | undefined): boolean => typeof value === 'object' && value !== null && 'type' in value && value.type === 'bigint'
  const at = values.findIndex(value => value !== undefined && !isBigint(value))
  if (at < 0) return undefined
  const other = values[1 - at]
  if (other !== undefined && !isBigint(other)) return undefined
  return {
    place, node: sides[at]!, claim: `is ${kindOf(place, values[at]!)}`, value: shown(place, values[at]!),
    hint: `${subjectOf(place, sides[1 - at]!)} is a bigint`,
  }
}

function symbolConverted (place: Place): Finding | undefined {
  const candidates = place.node.type === 'TemplateLiteral' ? place.node.expressions as SyntaxNode[]
    : ((): SyntaxNode[] => {
        const node = nearest(place, 'BinaryExpression', 'TemplateLiteral', 'CallExpression')
        return node?.type === 'BinaryExpression' ? [node.left, node.right] : node?.expressions ?? node?.arguments ?? []
      })()
  const symbols = candidates.filter(node => {
    const value = evaluate(place, node)?.value
    return typeof value === 'object' && value !== null && 'type' in value && value.type === 'symbol'
  })
  return symbols.length === 1 ? has(place, symbols[0]!, () => 'is a symbol') : undefined
}

function arrayLength (place: Place): Finding | undefined {
  const call = callAt(place)
  const length = call?.arguments?.[0] as SyntaxNode | undefined
  const assignment = nearest(place, 'AssignmentExpression')
  const found = length !== undefined ? has(place, length) : assignment && has(place, assignment.right)
  return found && { ...found, claim: `${found.claim}, no length for an array` }
}

function argument (place: Place, index: number): Finding | undefined {
  const node = callAt(place)?.arguments?.[index] as SyntaxNode | undefined
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

function callee (place: Place, claim: string): Finding | undefined {
  const call = callAt(place)
  return call && { place, node: calleeOf(call), claim, value: 'class' }
}

function privateMember (place: Place, name: string): Finding | undefined {
  const members = membersAt(place, name)
  const member = members.length === 1 ? members[0]! : assignedMemberAt(place)
  if (member === undefined) return undefined
  const known = evaluate(place, member.object)
  const what = known === undefined ? '' : isUndefined(known.value) ? ' (undefined)' : ` (${kindOf(place, known.value)})`
  return { place, node: member.object, claim: `has no ${name}${what}`, value: known ? shown(place, known.value) : 'another class' }
}

const withHint = (finding: Finding | undefined, claim: string): Finding | undefined => finding && { ...finding, claim }
