import type { CrashDocument, ExceptionRecord, Value } from '../model'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { calleeOf } from '../syntax/functions'
import { nodeOf } from '../values/node-of'
import { previewValue } from '../values/preview'
import { evaluate } from './evaluate'
import { subjectOf, type Finding } from './finding'
import { firstDifference } from './first-difference'
import type { Place } from './place'
import { callAt } from './sites'
import { testedValue } from './tested-value'

const MAX_SIDE_CHARS = 60

const WORDS: Readonly<Record<string, string>> = {
  strictEqual: 'expected', deepStrictEqual: 'expected', equal: 'expected', deepEqual: 'expected', '==': 'expected', '===': 'expected',
  notStrictEqual: 'expected anything but', notDeepStrictEqual: 'expected anything but', notEqual: 'expected anything but',
  notDeepEqual: 'expected anything but', '!=': 'expected anything but', '!==': 'expected anything but', match: 'expected a match of',
  doesNotMatch: 'expected no match of',
}

/** Comparisons in which what differs strictly may be alike, or must differ. */
const LOOSE_OR_NEGATED = /^(?:not|doesNot|!|deepEqual$|==$)/

/**
 * An assertion's two sides: own fields `actual`, `expected` and `operator`, as `node:assert`, Chai, Jest's and uvu's errors have.
 * `isOwnCall`: the place is the assertion's call itself, no code in between compared something else.
 */
export function assertionError (crash: CrashDocument, place: Place | undefined, { value, code, type }: ExceptionRecord, isOwnCall: boolean): Finding | undefined {
  if (code !== 'ERR_ASSERTION' && !/^Assert(?:ion)?(?:Error)?\b|^JestAssertionError$/.test(type)) return undefined
  const properties = nodeOf(crash, value)?.properties ?? []
  const own = (name: string): Value | undefined => properties.find(property => property.name === name && !property.symbol)?.value
  const preview = (side: Value | undefined): string | undefined => side === undefined ? undefined : previewValue(crash, side, MAX_SIDE_CHARS)
  const { actual: actualValue, expected: expectedValue, operator } = sidesOf(crash, own)
  const [actual, expected] = [preview(actualValue), preview(expectedValue)]
  if (actual === undefined || place === undefined) return undefined
  // Assertions about what a function does have no value to show.
  if (typeof operator === 'string' && /^(?:fail|throws|rejects|doesNotThrow|doesNotReject)$/.test(operator)) return undefined
  const argument = isOwnCall ? actualOf(callAt(place)) : undefined
  const known = argument && evaluate(place, argument)
  const isOther = known !== undefined && previewValue(crash, known.value, MAX_SIDE_CHARS) !== actual
  const isNamed = argument !== undefined && !isOther && !/^(?:SpreadElement|Literal)$|Function/.test(argument.type)
  // Any truthy value would have done: what the condition tested says more.
  if (operator === '==' && expected === 'true' && argument !== undefined) {
    const tested = /^(?:Binary|Logical|Unary|Call)Expression$/.test(argument.type) ? testedValue(place, argument, false) : undefined
    if (tested !== undefined) return tested
    if (isNamed) return { place, node: argument, claim: `is ${actual}`, value: actual }
  }
  // Of two objects, where they differ says more than their beginnings, which are often the same.
  const isNoEquality = typeof operator === 'string' && (LOOSE_OR_NEGATED.test(operator) || (expectedValue === undefined && WORDS[operator] === undefined))
  const difference = isNoEquality ? undefined : firstDifference(crash, actualValue!, expectedValue ?? { type: 'undefined' })
  if (difference !== undefined) {
    const root = isNamed ? subjectOf(place, argument) : 'the value'
    const subject = /[` ]/.test(root) ? `${root}: ${difference.path.replace(/^\./, '')}` : root + difference.path
    const value = preview(difference.actual)!
    return { place, ...isNamed && { node: argument }, subject, claim: `is ${value}, expected ${preview(difference.expected)}`, value }
  }
  const word = typeof operator === 'string' ? WORDS[operator] : expected === 'undefined' ? undefined : 'expected'
  const side = word === undefined || expected === undefined ? '' : `, ${word} ${expected}`
  return { place, ...isNamed ? { node: argument } : { subject: 'the value' }, claim: `is ${actual}${side}`, value: actual }
}

interface AssertionSides { actual?: Value | undefined, expected?: Value | undefined, operator?: Value | undefined }

/** Matchers of Jest whose two sides are to be the same. */
const EQUALITIES: Readonly<Record<string, string>> = { toBe: 'strictEqual', toEqual: 'deepStrictEqual', toStrictEqual: 'deepStrictEqual' }

/** The error's own; of Jest's matchers those in `matcherResult`, or what the matcher was called with. Others than equality say what they had. */
function sidesOf (crash: CrashDocument, own: (name: string) => Value | undefined): AssertionSides {
  const result = nodeOf(crash, own('matcherResult') ?? null)?.properties
  if (result === undefined || own('actual') !== undefined) return { actual: own('actual'), expected: own('expected'), operator: own('operator') }
  const of = (name: string): Value | undefined => result.find(property => property.name === name && !property.symbol)?.value
  const actual = of('actual') ?? crash.test?.actual
  const matcher = of('name')
  const operator = typeof matcher === 'string' && Object.hasOwn(EQUALITIES, matcher) && of('pass') === false ? EQUALITIES[matcher] : undefined
  // A mock's calls are no property of it.
  const isMock = nodeOf(crash, actual ?? null)?.type === 'function'
  return operator !== undefined ? { actual, expected: of('expected') ?? crash.test?.expected, operator }
    : { actual: isMock ? undefined : actual, operator: matcher ?? 'unknown' }
}

/** `expect(total).toBe(3)` and `assert.equal(total, 3)`: the expression that was looked at. */
function actualOf (call: SyntaxNode | undefined): SyntaxNode | undefined {
  let inner = call && calleeOf(call)
  while (inner?.type === 'MemberExpression') inner = inner.object
  return (inner?.type === 'CallExpression' ? inner.arguments[0] : call?.arguments?.[0]) as SyntaxNode | undefined
}
