import { closestName } from '../config/closest-name'
import { calleeOf, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { nodeOf } from '../values/node-of'
import { isWritten } from './callee'
import { evaluate, isNullish } from './evaluate'
import { has, isLiteral, kindOf, shown, subjectOf, type Finding } from './finding'
import type { Place } from './place'
import { callAt, dottedName, nearest } from './sites'

/** `new x()` of what cannot be called so. */
export function notConstructor (place: Place): Finding | undefined {
  const call = callAt(place)
  return call?.type === 'NewExpression' ? notCallable(place, call.callee, 'is not a constructor') : undefined
}

/** A call of what is no function, or a callback that a built-in refused. */
export function notFunction (place: Place): Finding | undefined {
  const call = callAt(place)
  if (call === undefined) return undefined
  const { callee } = call
  // A callback that a built-in refused: `[1].map(undefined)` says "undefined is not a function".
  const direct = notCallable(place, calleeOf(call), 'is not a function')
  if (direct !== undefined && isCalleeNamed(place, calleeOf(call))) return direct
  if (callee?.type !== 'MemberExpression' && callee?.type !== 'Identifier') return direct
  const at = dottedName(call) === 'Array.from' ? 1 : 0
  const refused = call.arguments[at] as SyntaxNode | undefined
  if (refused === undefined || !isBuiltInCall(place, calleeOf(call))) return undefined
  return refusedFunction(place, refused)
}

/** `[1].sort('name')`, `new Promise(undefined)`: built-ins whose message names the callback that they refused. */
export function refusedCallback (place: Place): Finding | undefined {
  const first = callAt(place)?.arguments?.[0] as SyntaxNode | undefined
  return first && refusedFunction(place, first)
}

function refusedFunction (place: Place, node: SyntaxNode): Finding | undefined {
  const known = node.type === 'SpreadElement' ? undefined : evaluate(place, node)
  if (known === undefined || nodeOf(place.crash, known.value)?.type === 'function') return undefined
  return has(place, node, value => `is ${shown(place, value)}, not a function`)
}

/** `Class extends value … is not a constructor or null`. */
export function extended (place: Place, [, said]: RegExpExecArray): Finding | undefined {
  const declared = nearest(place, 'ClassDeclaration', 'ClassExpression')
  if (!declared?.superClass) return undefined
  const superClass = declared.superClass as SyntaxNode
  const known = evaluate(place, superClass)
  if (known !== undefined && isNullish(known.value) !== (said === 'undefined')) return undefined
  const claim = said === 'undefined' ? 'is undefined' : known === undefined ? 'is no class' : `is ${kindOf(place, known.value)}`
  return { place, node: superClass, claim: `${claim}, nothing that a class can extend`, value: known ? shown(place, known.value) : said! }
}

/** `Base()` and, as compilers for old targets write it, `Base.call(this)`. */
export function calledClass (place: Place): Finding | undefined {
  const call = callAt(place)
  if (call === undefined) return undefined
  const callee = calleeOf(call)
  const isHandedOn = callee.type === 'MemberExpression' && /^(?:call|apply)$/.test(nameOf(callee) ?? '')
  return { place, node: isHandedOn ? callee.object : callee, claim: 'is a class, called without new', value: 'class' }
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
  return node === undefined ? callee.type === 'MemberExpression' || callee.name === 'queueMicrotask' : node.location === undefined && !isWritten(node)
}

function notCallable (place: Place, callee: SyntaxNode, claim: string): Finding | undefined {
  // What a method is called on that it has not says more than that it has none.
  const owner = unawaited(place, callee)
  const known = owner.hint === undefined ? evaluate(place, callee) : undefined
  if (known === undefined) return { place, node: callee, claim, value: 'not callable', ...hintFor(place, callee), ...owner }
  const node = nodeOf(place.crash, known.value)
  if (node?.type === 'function' && claim !== 'is not a constructor') return undefined
  const what = node?.type === 'function' ? FUNCTIONS[node.functionKind ?? ''] ?? 'a function' : kindOf(place, known.value)
  return { place, node: callee, claim: `is ${what}, ${claim.replace(/^is /, '')}`, value: shown(place, known.value), ...hintFor(place, callee) }
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  'arrow': 'an arrow function', 'async': 'an async function', 'generator': 'a generator', 'async generator': 'an async generator',
}

/** A method that a number does not have, or a Promise, and what that stands for may. */
function unawaited (place: Place, node: SyntaxNode): { hint?: string } {
  const object = node.type === 'MemberExpression' ? evaluate(place, node.object) : undefined
  if (object !== undefined && (typeof object.value !== 'object' || object.value === null) && !isLiteral(node.object)) {
    return { hint: `${subjectOf(place, node.object)} is ${shown(place, object.value)}` }
  }
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
