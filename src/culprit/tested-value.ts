import type { Value } from '../model'
import { calleeOf, isFunction, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { nodeOf } from '../values/node-of'
import { conditionValue, order, truth, typeofValue } from './condition-value'
import { evaluate, isMasked, isNullish, isSame, propertyOf } from './evaluate'
import { kindOf, shown, subjectOf, type Finding } from './finding'
import type { Place } from './place'

/**
 * What a part of a condition is about. `fits`: could it have had this value, given what the condition was? `claim` is used as long
 * as the value is not recorded. `isFlag`: nothing is known of it but that it is true, or false.
 */
interface Tested { node: SyntaxNode, claim?: string, value?: string, fits?: (value: Value) => boolean, text?: (value: Value) => string, hint?: string, isFlag?: true }

/** The value that a condition tested. `outcome`: what the condition was. */
export function testedValue (place: Place, condition: SyntaxNode, outcome: boolean): Finding | undefined {
  const tested = testedIn(place, condition, outcome)
  if (tested === undefined) return undefined
  const { node, claim, fits, text, hint } = tested
  const known = evaluate(place, node)
  if (known === undefined) return claim === undefined ? undefined : { place, node, claim, value: tested.value ?? 'unknown' }
  // A recorded value that does not fit the test was changed since, or is not the one that was tested.
  if (fits !== undefined && !fits(known.value)) return undefined
  const value = shown(place, known.value)
  return { place, node, claim: text?.(known.value) ?? `is ${value}`, value, ...hint !== undefined && { hint } }
}

/** The expression that a condition is about, as text; undefined if it is about several or none. */
export function subjectOfTest (place: Place, condition: SyntaxNode, outcome: boolean): string | undefined {
  const tested = testedIn(place, condition, outcome)
  return tested && subjectOf(place, tested.node)
}

function testedIn (place: Place, condition: SyntaxNode, outcome: boolean): Tested | undefined {
  switch (condition.type) {
    case 'UnaryExpression':
      return condition.operator === '!' ? testedIn(place, condition.argument, !outcome) : undefined
    case 'LogicalExpression': return ofLogical(place, condition, outcome)
    case 'BinaryExpression': return ofComparison(place, condition, outcome)
    case 'CallExpression': return ofCall(place, condition)
    case 'ChainExpression': return testedIn(place, condition.expression, outcome)
    case 'Identifier': case 'MemberExpression': case 'ThisExpression':
      return { node: condition, fits: value => truth(value) !== !outcome, isFlag: true }
    case 'AssignmentExpression': return { node: condition.left, fits: value => truth(value) !== !outcome }
  }
  return undefined
}

/** Of parts that all had to hold, the one that can be told; of parts any of which sufficed, the one that provably did. */
function ofLogical (place: Place, { operator, left, right }: SyntaxNode, outcome: boolean): Tested | undefined {
  if (operator === '??') return undefined
  const parts = [left as SyntaxNode, right as SyntaxNode].map(part => ({ part, tested: testedIn(place, part, outcome) }))
  if ((operator === '&&') === outcome) return ofAll(place, parts.map(({ tested }) => tested))
  const held = parts.filter(({ part }) => conditionValue(place, part) === outcome)
  if (held.length > 0) return held[0]!.tested
  const open = parts.filter(({ part }) => conditionValue(place, part) === undefined)
  return open.length === 1 ? open[0]!.tested : sameSubject(place, parts.map(({ tested }) => tested))
}

/**
 * Parts that all held. `x && !x.ok`, about one object: what comes last decides. Else the first is named and the others are beside
 * it; a mere flag (`strict && …`) is not what is wrong.
 */
function ofAll (place: Place, tests: (Tested | undefined)[]): Tested | undefined {
  const told = tests.filter(tested => tested !== undefined && evaluate(place, tested.node) !== undefined) as Tested[]
  const roots = new Set(told.map(({ node }) => rootText(place, node)))
  if (roots.size === 1 && told.length === tests.length) return told.at(-1)
  const isFlag = ({ node, isFlag }: Tested): boolean => isFlag === true && typeof evaluate(place, node)?.value === 'boolean' && node.type === 'Identifier'
  const named = told.find(each => !isFlag(each)) ?? (told.length === tests.length && told.length === 1 ? told[0] : undefined)
  if (named === undefined) return undefined
  const others = told.filter(each => each !== named).map(({ node }) => `${subjectOf(place, node)} is ${shown(place, evaluate(place, node)!.value)}`)
  const hint = [named.hint, ...others].filter(Boolean).join(', ')
  return hint === '' ? named : { ...named, hint }
}

function rootText (place: Place, node: SyntaxNode): string {
  let root = node
  while (root.type === 'MemberExpression' || root.type === 'ChainExpression') root = root.object ?? root.expression
  return subjectOf(place, root)
}

/** Both parts test the same thing: `n < 0 || n > 9`. */
function sameSubject (place: Place, tests: (Tested | undefined)[]): Tested | undefined {
  const [first, ...others] = tests
  if (first === undefined) return undefined
  const text = subjectOf(place, first.node)
  return others.every(each => each !== undefined && subjectOf(place, each.node) === text) ? { node: first.node } : undefined
}

const isLiteral = (side: SyntaxNode): boolean => side.type === 'Literal' || side.type === 'UnaryExpression' ||
  (side.type === 'TemplateLiteral' && side.expressions.length === 0) || (side.type === 'Identifier' && side.name === 'undefined')

const typeofOperand = (side: SyntaxNode): SyntaxNode | undefined =>
  side.type === 'UnaryExpression' && side.operator === 'typeof' ? side.argument as SyntaxNode : undefined

function ofComparison (place: Place, node: SyntaxNode, outcome: boolean): Tested | undefined {
  const { operator } = node
  const [left, right] = [node.left as SyntaxNode, node.right as SyntaxNode]
  if (operator === 'in') return ofIn(place, left, right, outcome)
  if (operator === 'instanceof') return ofInstanceof(place, left, right, outcome)
  const typed = typeofOperand(left) ?? typeofOperand(right)
  if (typed !== undefined) return ofTypeof(place, node, typed, outcome)
  const subject = isLiteral(left) ? right : left
  const other = subject === left ? right : left
  // What is compared with a secret is meant to be one.
  if (isLiteral(subject) || isMasked(place, other)) return undefined
  const limit = evaluate(place, other)?.value
  const isNamed = !isLiteral(other) && limit !== undefined
  const hint = isNamed ? { hint: `${subjectOf(place, other)} is ${shown(place, limit)}` } : {}
  if (/^[!=]==?$/.test(operator)) {
    const isEqual = (operator[0] === '=') === outcome
    const fits = (value: Value): boolean => {
      if (limit === undefined) return true
      const same = operator.length === 2 && isNullish(limit) ? isNullish(value) : isSame(value, limit)
      return same === undefined || same === isEqual || (operator.length === 2 && !isNullish(limit))
    }
    return { node: subject, fits, ...hint }
  }
  if (!/^[<>]=?$/.test(operator)) return undefined
  const fits = (value: Value): boolean => limit === undefined ||
    (subject === left ? order(operator, value, limit) : order(operator, limit, value)) !== !outcome
  return { node: subject, fits, ...hint }
}

function ofTypeof (place: Place, { operator, left, right }: SyntaxNode, typed: SyntaxNode, outcome: boolean): Tested | undefined {
  const other = typeofOperand(left) === typed ? right : left
  const isEqual = (operator[0] === '=') === outcome
  return { node: typed, fits: value => {
    const type = typeofValue(place, value)
    return type === undefined || typeof other.value !== 'string' || (type === other.value) === isEqual
  } }
}

/** `'id' in order` is about the order, `code in NAMES` about the code. */
function ofIn (place: Place, left: SyntaxNode, right: SyntaxNode, outcome: boolean): Tested | undefined {
  if (left.type !== 'Literal') return { node: left }
  if (outcome) return undefined
  const key = String(left.value)
  const fits = (value: Value): boolean => {
    const own = propertyOf(place.crash, value, key)
    return own === undefined || isNullish(own)
  }
  return { node: right, fits, text: value => `is ${shown(place, value)}, without ${key}` }
}

function ofInstanceof (place: Place, left: SyntaxNode, right: SyntaxNode, outcome: boolean): Tested | undefined {
  const name = nameOf(right)
  if (outcome || name === undefined) return undefined
  return { node: left, text: value => `is ${kindOf(place, value)}, no ${name}` }
}

const CHECKS = /^(?:is[A-Z]\w*|includes|has|startsWith|endsWith|test|exists|existsSync)$/

/** `Number.isFinite(x)`, `allowed.includes(x)`, `PATTERN.test(x)`: the argument. `text.startsWith(x)`: the text. */
function ofCall (place: Place, call: SyntaxNode): Tested | undefined {
  const callee = calleeOf(call)
  const name = nameOf(callee) ?? ''
  const argument = call.arguments[0] as SyntaxNode | undefined
  if (!CHECKS.test(name) || argument === undefined || call.arguments.length !== 1) return undefined
  if (isFunction(argument) || argument.type === 'SpreadElement') return undefined
  const object = callee.type === 'MemberExpression' ? callee.object as SyntaxNode : undefined
  if (name === 'startsWith' || name === 'endsWith') return object && { node: object, ...hintOf(place, argument) }
  const holder = object && evaluate(place, object)?.value
  // Of a text in a text, either may be wrong: the other one is said, too.
  if (name === 'includes' && typeof holder === 'string' && argument.type !== 'Literal') return { node: argument, ...hintOf(place, object!) }
  const node = argument.type === 'Literal' && object !== undefined ? object : argument
  return { node, fits: value => nodeOf(place.crash, value)?.type !== 'function' || /^is/.test(name) }
}

function hintOf (place: Place, node: SyntaxNode): { hint?: string } {
  const known = node.type === 'Literal' ? undefined : evaluate(place, node)
  return known === undefined ? {} : { hint: `${subjectOf(place, node)} is ${shown(place, known.value)}` }
}
