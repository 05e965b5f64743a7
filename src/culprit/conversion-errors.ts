import type { Value } from '../model'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { typeofValue } from './condition-value'
import { evaluate } from './evaluate'
import { has, kindOf, shown, subjectOf, type Finding } from './finding'
import type { Place } from './place'
import { callAt, nearest } from './sites'

/** The right side of `in` and `instanceof`. */
export function operand (place: Place, claim?: string): Finding | undefined {
  const binary = nearest(place, 'BinaryExpression')
  if (binary === undefined || !['in', 'instanceof'].includes(binary.operator)) return undefined
  const found = has(place, binary.right)
  if (found === undefined) return claim === undefined ? undefined : { place, node: binary.right, claim, value: 'not callable' }
  return claim === undefined ? found : { ...found, claim: `${found.claim}, it ${claim}` }
}

/** A bigint and a number in one operation. */
export function mixed (place: Place): Finding | undefined {
  const node = nearest(place, 'BinaryExpression', 'AssignmentExpression')
  if (node === undefined) return undefined
  const sides = [node.left as SyntaxNode, node.right as SyntaxNode]
  const values = sides.map(side => evaluate(place, side)?.value)
  const at = values.findIndex(value => value !== undefined && !isBigint(value))
  if (at < 0) return undefined
  const other = values[1 - at]
  if (other !== undefined && !isBigint(other)) return undefined
  return {
    place, node: sides[at]!, claim: `is ${kindOf(place, values[at]!)}`, value: shown(place, values[at]!),
    hint: `${subjectOf(place, sides[1 - at]!)} is a bigint`,
  }
}

/** The only symbol in a text, a sum or a call. */
export function symbolConverted (place: Place): Finding | undefined {
  const candidates = place.node.type === 'TemplateLiteral' ? place.node.expressions as SyntaxNode[]
    : ((): SyntaxNode[] => {
        const node = nearest(place, 'BinaryExpression', 'TemplateLiteral', 'CallExpression')
        return node?.type === 'BinaryExpression' ? [node.left, node.right] : node?.expressions ?? node?.arguments ?? []
      })()
  const symbols = candidates.filter(node => typeofKnown(place, node) === 'symbol')
  return symbols.length === 1 ? has(place, symbols[0]!, () => 'is a symbol') : undefined
}

/** `Math.max(3, total)`, `+total`: the only bigint that is converted. */
export function bigintConverted (place: Place): Finding | undefined {
  if (place.node.type === 'UnaryExpression' && place.node.operator === '+') return bigintIn(place, [place.node.argument])
  return bigintIn(place, (callAt(place)?.arguments ?? []) as SyntaxNode[])
}

function bigintIn (place: Place, nodes: SyntaxNode[]): Finding | undefined {
  const found = nodes.filter(node => typeofKnown(place, node) === 'bigint')
  return found.length === 1 ? has(place, found[0]!, value => `is ${shown(place, value)}, a bigint`) : undefined
}

const isBigint = (value: Value | undefined): boolean => typeof value === 'object' && value !== null && 'type' in value && value.type === 'bigint'

function typeofKnown (place: Place, node: SyntaxNode): string | undefined {
  const value = node.type === 'SpreadElement' ? undefined : evaluate(place, node)?.value
  return value === undefined ? undefined : typeofValue(place, value)
}
