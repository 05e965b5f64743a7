import type { Value } from '../model'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { nodeOf } from '../values/node-of'
import { evaluate, isNullish, isSame } from './evaluate'
import type { Place } from './place'

const kept = new WeakMap<Place, Map<SyntaxNode, boolean | undefined>>()

/** What a condition was, when recorded values tell. A condition of thousands of parts is asked for with each of them. */
export function conditionValue (place: Place, node: SyntaxNode): boolean | undefined {
  let values = kept.get(place)
  if (values === undefined) kept.set(place, values = new Map())
  if (!values.has(node)) values.set(node, outcomeOf(place, node))
  return values.get(node)
}

function outcomeOf (place: Place, node: SyntaxNode): boolean | undefined {
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
  return order(operator, a, b)
}

/** The outcome of `<` and its kind, for two numbers. */
export function order (operator: string, a: Value, b: Value): boolean | undefined {
  if (typeof a !== 'number' || typeof b !== 'number') return undefined
  switch (operator) {
    case '<': return a < b
    case '<=': return a <= b
    case '>': return a > b
    case '>=': return a >= b
  }
  return undefined
}

/** What `typeof` gives for a recorded value. */
export function typeofValue (place: Place, value: Value): string | undefined {
  if (value === null) return 'object'
  if (typeof value !== 'object') return typeof value
  if ('missing' in value) return undefined
  return 'ref' in value ? nodeOf(place.crash, value)?.type : value.type
}

/** Is a recorded value truthy? */
export function truth (value: Value): boolean | undefined {
  if (value === null) return false
  if (typeof value !== 'object') return Boolean(value)
  if ('missing' in value) return value.missing === 'string' ? true : undefined
  if ('ref' in value) return true
  if (value.type === 'undefined') return false
  if (value.type === 'number') return value.value.includes('Infinity')
  if (value.type === 'bigint') return value.value !== '0'
  return true
}
