import { allNodes, calleeOf, nameOf } from './functions'
import type { SyntaxNode } from './syntax-tree'

/** What is known of a value without running anything. Empty: nothing. `isFilled`: a collection with something in it. */
export interface Guess { isTruthy?: boolean, literal?: string | number | boolean | null, isFilled?: true }

/** Gives what is known of the values that the question is about, and undefined for all other nodes. */
export type Known = (node: SyntaxNode) => Guess | undefined

/** The value of an expression as far as `known` and literals tell. Minified forms (`!0`, `void 0`, `a && b`) included. */
export function guess (node: SyntaxNode, known: Known): Guess {
  const given = known(node)
  if (given !== undefined) return given
  switch (node.type) {
    case 'Literal': return typeof node.value === 'object' && node.value !== null ? { isTruthy: true } : literal(node.value)
    case 'Identifier': return node.name === 'undefined' ? { isTruthy: false } : node.name === 'NaN' ? { isTruthy: false } : {}
    case 'TemplateLiteral': return node.quasis.some((part: SyntaxNode) => part.value.raw !== '') ? { isTruthy: true } : {}
    case 'UnaryExpression': return guessUnary(node, known)
    case 'LogicalExpression': return guessLogical(node, known)
    case 'BinaryExpression': return guessComparison(node.operator, guess(node.left, known), guess(node.right, known))
    case 'ConditionalExpression': {
      const { isTruthy } = guess(node.test, known)
      if (isTruthy !== undefined) return guess(isTruthy ? node.consequent : node.alternate, known)
      const [left, right] = [guess(node.consequent, known), guess(node.alternate, known)]
      return left.isTruthy === right.isTruthy && left.isTruthy !== undefined ? { isTruthy: left.isTruthy } : {}
    }
    case 'SequenceExpression': return guess(node.expressions.at(-1), known)
    case 'AwaitExpression': return guess(node.argument, known)
    case 'ChainExpression': return guess(node.expression, known)
    case 'AssignmentExpression': return node.operator === '=' ? guess(node.right, known) : {}
    case 'MemberExpression': {
      const isCount = ['length', 'size'].includes(nameOf(node) ?? '')
      return isCount && guess(node.object, known).isFilled ? { isTruthy: true } : {}
    }
    case 'CallExpression': {
      const isConversion = ['Boolean', 'Number'].includes(nameOf(calleeOf(node)) ?? '') && node.arguments.length === 1
      return isConversion ? guess(node.arguments[0], known) : {}
    }
    default: return /^(?:Object|Array|New|ArrowFunction|Function|Class)Expression$/.test(node.type) ? { isTruthy: true } : {}
  }
}

/** Does an expression use one of the values that `known` knows? */
export function mentions (node: SyntaxNode | null | undefined, known: Known): boolean {
  if (node === null || node === undefined) return false
  for (const inner of allNodes(node)) if (known(inner) !== undefined) return true
  return false
}

const literal = (value: string | number | boolean | null | bigint): Guess =>
  typeof value === 'bigint' ? { isTruthy: value !== 0n } : { isTruthy: Boolean(value), literal: value }

function guessUnary (node: SyntaxNode, known: Known): Guess {
  const inner = guess(node.argument, known)
  if (node.operator === 'void') return { isTruthy: false }
  if (node.operator === '!') return inner.isTruthy === undefined ? {} : literal(!inner.isTruthy)
  if (node.operator === '+' || node.operator === '-') {
    const isNumeric = typeof inner.literal === 'number' || typeof inner.literal === 'boolean'
    return isNumeric ? literal(node.operator === '-' ? -inner.literal! : +inner.literal!) : inner
  }
  return {}
}

function guessLogical (node: SyntaxNode, known: Known): Guess {
  const left = guess(node.left, known)
  const right = guess(node.right, known)
  if (node.operator === '??') return left.isTruthy === true || left.literal != null ? left : right
  const deciding = node.operator === '||'
  if (left.isTruthy === deciding) return left
  if (left.isTruthy !== undefined) return right
  return right.isTruthy === deciding ? { isTruthy: deciding } : {}
}

function guessComparison (operator: string, left: Guess, right: Guess): Guess {
  const equals = /^([!=])==?$/.exec(operator)
  if (equals !== null) {
    let isEqual: boolean | undefined
    if (left.literal !== undefined && right.literal !== undefined) isEqual = left.literal === right.literal
    else if (left.isTruthy !== undefined && right.isTruthy !== undefined && left.isTruthy !== right.isTruthy) isEqual = false
    return isEqual === undefined ? {} : literal(isEqual === (equals[1] === '='))
  }
  if (typeof left.literal === 'number' && typeof right.literal === 'number') {
    if (operator === '>') return literal(left.literal > right.literal)
    if (operator === '<') return literal(left.literal < right.literal)
    if (operator === '>=') return literal(left.literal >= right.literal)
    if (operator === '<=') return literal(left.literal <= right.literal)
  }
  // A count that is not zero is above zero.
  if (operator === '>' && left.isTruthy === true && right.literal === 0) return { isTruthy: true }
  if (operator === '<' && right.isTruthy === true && left.literal === 0) return { isTruthy: true }
  return {}
}
