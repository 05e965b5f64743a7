import type { SyntaxNode } from '../syntax/syntax-tree'
import { nodeOf } from '../values/node-of'
import { evaluate } from './evaluate'
import { kindOf, shown, type Finding } from './finding'
import type { Place } from './place'
import { callAt, dottedName, nearest } from './sites'

/** What a loop, a spread, a pattern or a built-in could not iterate. */
export function notIterable (place: Place): Finding | undefined {
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
  // `[x] = make(n)`, `for (… of make(n))`: it is what the call returned.
  if (/ is not a function or its return value is not /.test(place.crash.exception.message)) return iterated(place, call)
  const args = call.arguments as SyntaxNode[]
  const spreads = args.filter(each => each.type === 'SpreadElement')
  if (spreads.length === 1) return iterated(place, spreads[0]!.argument)
  const isTaker = TAKES_ITERABLE.test(dottedName(call) ?? '')
  return spreads.length === 0 && isTaker && args[0] !== undefined ? iterated(place, args[0]) : undefined
}

const TAKES_ITERABLE = /^(?:Map|Set|WeakMap|WeakSet|Array\.from(?:Async)?|Object\.(?:fromEntries|groupBy)|Map\.groupBy|Promise\.\w+|\w+Array(?:\.from)?|URLSearchParams|Iterator\.from)$/

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
