import { calleeOf, isFunction, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import type { Value } from '../model'
import { nodeOf } from '../values/node-of'
import { evaluate, isNullish, isSame } from './evaluate'
import { has, shown, subjectOf, type Finding } from './finding'
import type { Place } from './place'
import { nearest } from './sites'

/**
 * An error that the program made itself: the value that the condition around the `throw` tested, else the only value that the
 * message was made of. What was assigned between the test and the throw, and conditions of several unproven parts, are unknown.
 */
export function thrownByProgram (place: Place): Finding | undefined {
  const thrown = nearest(place, 'ThrowStatement') ?? nearest(place, 'NewExpression', 'CallExpression')
  if (thrown === undefined) return undefined
  return guardOf(place, thrown) ?? (thrown.type === 'ThrowStatement' || thrown.type === 'NewExpression' ? inMessage(place, thrown) : undefined)
}

function guardOf (place: Place, thrown: SyntaxNode): Finding | undefined {
  let inner = thrown
  for (let outer = thrown.parent; outer !== undefined && !isFunction(inner); outer = outer.parent) {
    if (outer.type === 'IfStatement' && inner !== outer.test) return testedValue(place, outer.test, inner === outer.consequent)
    if (outer.type === 'ConditionalExpression' && inner !== outer.test) return testedValue(place, outer.test, inner === outer.consequent)
    if (outer.type === 'LogicalExpression' && inner === outer.right) {
      if (outer.operator === '??') return has(place, outer.left)
      return testedValue(place, outer.left, outer.operator === '&&')
    }
    if (outer.type === 'SwitchCase') return switched(place, outer)
    if (outer.type === 'CatchClause' || /^(?:For|While|DoWhile)/.test(outer.type)) return undefined
    if (outer.type === 'BlockStatement' && isFollowing(outer, inner)) return undefined
    inner = outer
  }
  return undefined
}

/** Code between the test and the throw may have changed what was tested. Declarations and plain calls of the error's own may not. */
function isFollowing (block: SyntaxNode, statement: SyntaxNode): boolean {
  const before = (block.body as SyntaxNode[]).slice(0, block.body.indexOf(statement))
  return before.some(each => each.type !== 'VariableDeclaration' && each.type !== 'EmptyStatement' && !isPlainCall(each))
}

const isPlainCall = (statement: SyntaxNode): boolean =>
  statement.type === 'ExpressionStatement' && statement.expression.type === 'CallExpression'

/** The value that a condition tested. `outcome`: what the condition was. */
export function testedValue (place: Place, condition: SyntaxNode, outcome: boolean): Finding | undefined {
  const tested = testedIn(place, condition, outcome)
  if (tested === undefined) return undefined
  const known = evaluate(place, tested.node)
  if (known === undefined) return tested.claim === undefined ? undefined : { place, node: tested.node, claim: tested.claim, value: tested.value ?? 'unknown' }
  // A recorded value that does not fit the test was changed since, or is not the one that was tested.
  if (tested.fits !== undefined && !tested.fits(known.value)) return undefined
  const value = shown(place, known.value)
  return { place, node: tested.node, claim: tested.text?.(value) ?? `is ${value}`, value, ...tested.hint !== undefined && { hint: tested.hint } }
}

interface Tested { node: SyntaxNode, claim?: string, value?: string, fits?: (value: Value) => boolean, text?: (value: string) => string, hint?: string }

function testedIn (place: Place, condition: SyntaxNode, outcome: boolean): Tested | undefined {
  switch (condition.type) {
    case 'UnaryExpression':
      return condition.operator === '!' ? testedIn(place, condition.argument, !outcome) : undefined
    case 'LogicalExpression': return ofLogical(place, condition, outcome)
    case 'BinaryExpression': return ofComparison(place, condition, outcome)
    case 'CallExpression': return ofCall(condition)
    case 'ChainExpression': return testedIn(place, condition.expression, outcome)
    case 'Identifier': case 'MemberExpression': case 'ThisExpression':
      return { node: condition, fits: value => truth(value) !== !outcome }
    case 'AssignmentExpression': return { node: condition.left }
  }
  return undefined
}

/** Of parts that all had to hold, the first that can be told; of parts any of which sufficed, the one that provably did. */
function ofLogical (place: Place, { operator, left, right }: SyntaxNode, outcome: boolean): Tested | undefined {
  if (operator === '??') return undefined
  const allHeld = (operator === '&&') === outcome
  const parts = [left as SyntaxNode, right as SyntaxNode].map(part => ({ part, tested: testedIn(place, part, outcome) }))
  if (allHeld) {
    const told = parts.filter(({ tested }) => tested !== undefined && evaluate(place, tested.node) !== undefined)
    // `typeof x === 'string' && x.length > 9`: what comes last decides.
    return told.at(-1)?.tested
  }
  const held = parts.filter(({ part }) => conditionValue(place, part) === outcome)
  if (held.length > 0) return held[0]!.tested
  const open = parts.filter(({ part }) => conditionValue(place, part) === undefined)
  return open.length === 1 ? open[0]!.tested : sameSubject(place, parts.map(({ tested }) => tested))
}

/** Both parts test the same thing: `n < 0 || n > 9`. */
function sameSubject (place: Place, tests: (Tested | undefined)[]): Tested | undefined {
  const [first, ...others] = tests
  if (first === undefined) return undefined
  const text = subjectOf(place, first.node)
  return others.every(each => each !== undefined && subjectOf(place, each.node) === text) ? { node: first.node } : undefined
}

function ofComparison (place: Place, node: SyntaxNode, outcome: boolean): Tested | undefined {
  const { operator } = node
  const isLiteral = (side: SyntaxNode): boolean => side.type === 'Literal' || (side.type === 'TemplateLiteral' && side.expressions.length === 0) ||
    (side.type === 'Identifier' && side.name === 'undefined') || side.type === 'UnaryExpression'
  const [left, right] = [node.left as SyntaxNode, node.right as SyntaxNode]
  const subject = isLiteral(left) ? right : left
  const other = subject === left ? right : left
  if (isLiteral(subject)) {
    const typed = left.type === 'UnaryExpression' && left.operator === 'typeof' ? left.argument as SyntaxNode
      : right.type === 'UnaryExpression' && right.operator === 'typeof' ? right.argument as SyntaxNode : undefined
    return typed === undefined ? undefined : { node: typed }
  }
  if (subject.type === 'UnaryExpression' && subject.operator === 'typeof') return { node: subject.argument }
  const limit = evaluate(place, other)?.value
  if (/^[!=]==?$/.test(operator)) {
    const isEqual = (operator[0] === '=') === outcome
    const fits = (value: Value): boolean => {
      if (limit === undefined) return true
      const same = operator.length === 2 && isNullish(limit) ? isNullish(value) : isSame(value, limit)
      return same === undefined || same === isEqual || (operator.length === 2 && !isNullish(limit))
    }
    const isNamed = !isLiteral(other) && limit !== undefined
    return { node: subject, fits, ...isNamed && { hint: `${subjectOf(place, other)} is ${shown(place, limit)}` } }
  }
  if (operator === 'in') return { node: left }
  if (!/^[<>]=?$/.test(operator)) return undefined
  const isNamed = other.type !== 'Literal' && limit !== undefined
  return { node: subject, ...isNamed && { hint: `${subjectOf(place, other)} is ${shown(place, limit)}` } }
}

const CHECKS = /^(?:is[A-Z]\w*|includes|has|startsWith|endsWith|test|exists|existsSync|some|every)$/

/** `Number.isFinite(x)`, `allowed.includes(x)`, `PATTERN.test(x)`: the argument. */
function ofCall (call: SyntaxNode): Tested | undefined {
  const callee = calleeOf(call)
  const argument = call.arguments[0] as SyntaxNode | undefined
  if (!CHECKS.test(nameOf(callee) ?? '') || argument === undefined || call.arguments.length !== 1) return undefined
  if (isFunction(argument) || argument.type === 'SpreadElement') return undefined
  // `text.startsWith('x')` is about the text, `list.includes(text)` about the text, too.
  return argument.type === 'Literal' && callee.type === 'MemberExpression' ? { node: callee.object } : { node: argument }
}

function switched (place: Place, oneCase: SyntaxNode): Finding | undefined {
  const subject = oneCase.parent!.discriminant as SyntaxNode
  const found = has(place, subject)
  if (found === undefined) return undefined
  return { ...found, hint: oneCase.test === null ? 'no case is for it' : '' }
}

/** What a condition was, when recorded values tell. */
function conditionValue (place: Place, node: SyntaxNode): boolean | undefined {
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    const inner = conditionValue(place, node.argument)
    return inner === undefined ? undefined : !inner
  }
  if (node.type === 'BinaryExpression') return comparison(place, node)
  if (node.type === 'CallExpression') return undefined
  if (node.type === 'LogicalExpression') {
    const [left, right] = [conditionValue(place, node.left), conditionValue(place, node.right)]
    if (node.operator === '&&') return left === false || right === false ? false : left === true && right === true ? true : undefined
    if (node.operator === '||') return left === true || right === true ? true : left === false && right === false ? false : undefined
    return undefined
  }
  const known = evaluate(place, node)
  return known === undefined ? undefined : truth(known.value)
}

function comparison (place: Place, { operator, left, right }: SyntaxNode): boolean | undefined {
  const typed = left.type === 'UnaryExpression' && left.operator === 'typeof' && right.type === 'Literal'
  if (typed) {
    const value = evaluate(place, left.argument)?.value
    if (value === undefined) return undefined
    const type = typeofValue(place, value)
    return type === undefined ? undefined : (type === right.value) === (operator[0] === '=')
  }
  const [a, b] = [evaluate(place, left)?.value, evaluate(place, right)?.value]
  if (a === undefined || b === undefined) return undefined
  if (/^[!=]==$/.test(operator)) {
    const same = isSame(a, b)
    return same === undefined ? undefined : same === (operator[0] === '=')
  }
  if (/^[!=]=$/.test(operator) && (isNullish(a) || isNullish(b))) return (isNullish(a) && isNullish(b)) === (operator[0] === '=')
  if (typeof a === 'number' && typeof b === 'number') {
    if (operator === '<') return a < b
    if (operator === '<=') return a <= b
    if (operator === '>') return a > b
    if (operator === '>=') return a >= b
  }
  return undefined
}

function typeofValue (place: Place, value: Value): string | undefined {
  if (value === null) return 'object'
  if (typeof value !== 'object') return typeof value
  if ('missing' in value) return undefined
  return 'ref' in value ? nodeOf(place.crash, value)?.type : value.type
}

function truth (value: Value): boolean | undefined {
  if (value === null) return false
  if (typeof value !== 'object') return Boolean(value)
  if ('missing' in value) return value.missing === 'string' ? true : undefined
  if ('ref' in value) return true
  if (value.type === 'undefined') return false
  if (value.type === 'number') return value.value.includes('Infinity')
  if (value.type === 'bigint') return value.value !== '0'
  return true
}

/** The only recorded value in the message: `new Error(`No country ${code}`)`. */
function inMessage (place: Place, thrown: SyntaxNode): Finding | undefined {
  const made = thrown.type === 'ThrowStatement' ? thrown.argument as SyntaxNode : thrown
  if (made?.type !== 'NewExpression' && made?.type !== 'CallExpression') return undefined
  const text = made.arguments[0] as SyntaxNode | undefined
  const parts = text?.type === 'TemplateLiteral' ? text.expressions as SyntaxNode[]
    : text?.type === 'BinaryExpression' && text.operator === '+' ? concatenated(text) : []
  const told = parts.filter(part => part.type === 'Identifier' || part.type === 'MemberExpression')
  return told.length === 1 && parts.length === 1 ? has(place, told[0]!) : undefined
}

function concatenated (node: SyntaxNode): SyntaxNode[] {
  const parts = node.type === 'BinaryExpression' && node.operator === '+' ? [...concatenated(node.left), ...concatenated(node.right)] : [node]
  return parts.filter(part => part.type !== 'Literal')
}
