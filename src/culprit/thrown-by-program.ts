import { calleeOf, isFunction, nameOf, ownNodes } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { bindingOf, declaringScope, isConstant } from './binding'
import { has, subjectOf, type Finding } from './finding'
import type { Place } from './place'
import { nearest } from './sites'
import { subjectOfTest, testedValue } from './tested-value'

/** Names of functions that are called to make or to report an error. */
const MAKES_ERRORS = /err|exception|fail|fatal|reject|abort|throw|raise|panic|invariant|assert|expect|ensure|check|must|bail|die|warning/i

/**
 * An error that the program made itself: the value that the condition around the `throw` tested, else the only value that the
 * message was made of. What may have changed between the test and the throw, and conditions of several unproven parts, are unknown.
 */
export function thrownByProgram (place: Place): Finding | undefined {
  const thrown = nearest(place, 'ThrowStatement') ?? nearest(place, 'NewExpression', 'CallExpression')
  // What a call of anything else fails with (a database's own error), no test before it has brought about.
  if (thrown === undefined || (thrown.type === 'CallExpression' && !MAKES_ERRORS.test(nameOf(calleeOf(thrown)) ?? ''))) return undefined
  if (thrown.type === 'ThrowStatement' && isHandedOn(thrown.argument)) return undefined
  const guarded = guardOf(place, thrown)
  // `if (error) throw error`: that there was one says nothing.
  const isRethrown = guarded?.node !== undefined && thrown.argument != null && subjectOf(place, guarded.node) === subjectOf(place, thrown.argument)
  if (isRethrown || guarded === null) return undefined
  return guarded ?? (thrown.type === 'ThrowStatement' || thrown.type === 'NewExpression' ? inMessage(place, thrown) : undefined)
}

/**
 * `(error, returnType) => { if (isNonNull(returnType)) throw error }`: somebody else's error. The test chose what becomes of it; it has not
 * brought it about.
 */
function isHandedOn (thrown: SyntaxNode | null): boolean {
  if (thrown?.type !== 'Identifier') return false
  return bindingOf(thrown)?.kind === 'parameter' || isCaught(thrown)
}

function isCaught (identifier: SyntaxNode): boolean {
  const scope = declaringScope(identifier, nameOf(identifier)!)
  return scope?.type === 'CatchClause'
}

/** Null if a test was found whose value may have changed since: then the message's values say nothing either. */
function guardOf (place: Place, thrown: SyntaxNode): Finding | null | undefined {
  const between: SyntaxNode[] = [thrown]
  const steady = (finding: Finding | undefined): Finding | null | undefined =>
    finding?.node === undefined || isSteady(finding.node, between) ? finding : null
  let inner = thrown
  for (let outer = thrown.parent; outer !== undefined && !isFunction(inner); outer = outer.parent) {
    if (outer.type === 'IfStatement' && inner === outer.alternate && !reportsAlso(outer.consequent, thrown)) return steady(ofElse(place, outer))
    if (outer.type === 'IfStatement' && inner === outer.consequent) return steady(testedValue(place, outer.test, true))
    if (outer.type === 'ConditionalExpression' && inner !== outer.test) return steady(testedValue(place, outer.test, inner === outer.consequent))
    if (outer.type === 'LogicalExpression' && inner === outer.right) {
      return steady(outer.operator === '??' ? has(place, outer.left) : testedValue(place, outer.left, outer.operator === '&&'))
    }
    if (outer.type === 'SwitchCase') return steady(switched(place, outer))
    if (outer.type === 'CatchClause' || /^(?:For|While|DoWhile)/.test(outer.type)) return undefined
    if (outer.type === 'BlockStatement' || outer.type === 'Program') {
      const before = (outer.body as SyntaxNode[]).slice(0, outer.body.indexOf(inner))
      const left = lastBranches(before)
      between.push(...before.slice(before.lastIndexOf(left.at(-1)!) + 1))
      if (left.length > 0) return steady(afterReturns(place, left))
      if (!before.every(isHarmless)) return undefined
    }
    inner = outer
  }
  return undefined
}

/** `if (mode === 'log') log(message) else throw new Error(message)`: how it is reported is not why. */
function reportsAlso (branch: SyntaxNode, thrown: SyntaxNode): boolean {
  const names = new Set([...ownNodes(thrown)].filter(({ type, parent }) => type === 'Identifier' && /^(?:New|Call)Expression|ThrowStatement$/.test(parent!.type))
    .filter(node => node.parent!.callee !== node).map(nameOf))
  for (const node of ownNodes(branch)) if (node.type === 'Identifier' && names.has(nameOf(node))) return true
  return false
}

/** All tests of an `else if` chain failed: told only if they are about the same value. */
function ofElse (place: Place, last: SyntaxNode): Finding | undefined {
  const chain = [last]
  for (let node = last; node.parent?.type === 'IfStatement' && node.parent.alternate === node; node = node.parent) chain.push(node.parent)
  return sameInAll(place, chain.map(({ test }) => test as SyntaxNode))
}

/** `if (kind === 'a') return 1; if (kind === 'b') return 2; throw …`: the statements right before that leave in one case. */
function lastBranches (before: readonly SyntaxNode[]): SyntaxNode[] {
  const isLeft = (node: SyntaxNode): boolean => node.type === 'IfStatement' && node.alternate === null && leaves(node.consequent)
  const last = before.findLastIndex(isLeft)
  if (last < 0 || !before.slice(last + 1).every(isHarmless)) return []
  const first = before.slice(0, last).findLastIndex(node => !isLeft(node)) + 1
  return before.slice(first, last + 1)
}

const leaves = (node: SyntaxNode): boolean =>
  /^(?:Return|Throw|Continue|Break)Statement$/.test(node.type) || (node.type === 'BlockStatement' && node.body.length > 0 && leaves(node.body.at(-1)))

const afterReturns = (place: Place, branches: SyntaxNode[]): Finding | undefined => sameInAll(place, branches.map(({ test }) => test as SyntaxNode))

function sameInAll (place: Place, tests: SyntaxNode[]): Finding | undefined {
  const [first, ...others] = tests.map(test => subjectOfTest(place, test, false))
  return first !== undefined && others.every(text => text === first) ? testedValue(place, tests.at(-1)!, false) : undefined
}

/** Statements between a test and a throw that prepare the error: declarations, calls, and fields of what was declared there. */
function isHarmless (statement: SyntaxNode, _index: number, all: readonly SyntaxNode[]): boolean {
  if (statement.type === 'VariableDeclaration' || statement.type === 'EmptyStatement') return true
  if (statement.type !== 'ExpressionStatement') return false
  const { expression } = statement
  if (expression.type === 'AssignmentExpression' && expression.left.type === 'MemberExpression') {
    const owner = nameOf(expression.left.object)
    return all.some(each => each.type === 'VariableDeclaration' && each.declarations.some(({ id }: SyntaxNode) => nameOf(id) === owner))
  }
  return expression.type === 'CallExpression'
}

const LOGS = /^(?:console|log|logger|\w*[lL]og(?:ger)?|debug)$|^(?:log|info|warn|error|debug|trace|assert)$/
const MUTATES = /^(?:pop|shift|unshift|push|splice|sort|reverse|fill|next|return|delete|clear|set|add|append|remove\w*|read|take\w*)$/

/**
 * Can what was tested not have changed up to the throw? A variable that is bound once keeps its value; of all else, calls in between
 * may change it. Not those that log, nor those in the error's own making, unless their names say that they take something away.
 */
function isSteady (tested: SyntaxNode, between: readonly SyntaxNode[]): boolean {
  if (tested.type === 'ThisExpression' || (tested.type === 'Identifier' && bindingOf(tested) !== undefined)) return true
  for (const statement of between) {
    const isError = statement === between[0]
    for (const node of ownNodes(statement)) {
      if (/^(?:Await|Yield)Expression$/.test(node.type)) return false
      if (node.type === 'UpdateExpression' || (node.type === 'UnaryExpression' && node.operator === 'delete')) return false
      if (node.type === 'CallExpression' && (isError ? MUTATES.test(nameOf(calleeOf(node)) ?? '') : !isLogging(node))) return false
    }
  }
  return true
}

function isLogging (call: SyntaxNode): boolean {
  const callee = calleeOf(call)
  return LOGS.test(nameOf(callee) ?? '') || (callee.type === 'MemberExpression' && LOGS.test(nameOf(callee.object) ?? ''))
}

function switched (place: Place, oneCase: SyntaxNode): Finding | undefined {
  const subject = oneCase.parent!.discriminant as SyntaxNode
  const found = has(place, subject)
  if (found === undefined) return undefined
  return { ...found, hint: oneCase.test === null ? 'no case is for it' : '' }
}

const LIMIT_BEFORE = /(?:after|within|timeout(?: of)?|limit(?: of)?|max\w*|exceed\w*|than|at least|at most)\s*[=:]?\s*$/i
const UNIT_AFTER = /^\s*(?:ms|s|sec\w*|millis\w*|minutes?|attempts?|tries|retries|times)\b/i

/** The only recorded value in the message: `new Error(`No country ${code}`)`. Not a fixed prefix, a name of a class, or a limit. */
function inMessage (place: Place, thrown: SyntaxNode): Finding | undefined {
  const made = thrown.type === 'ThrowStatement' ? thrown.argument as SyntaxNode : thrown
  if (made?.type !== 'NewExpression' && made?.type !== 'CallExpression') return undefined
  const parts = partsOf(made.arguments[0])
  // Without a text of its own around it, it is the message itself.
  if (!parts.some(part => typeof part === 'string' && part.trim() !== '')) return undefined
  const told = parts.filter(part => typeof part !== 'string')
  const [only] = told
  if (only === undefined || told.length !== 1 || !/^(?:Identifier|MemberExpression)$/.test(only.type)) return undefined
  if (isConstant(only) || nameOf(only) === 'name' && /^(?:ThisExpression|MemberExpression)$/.test(only.object?.type)) return undefined
  const at = parts.indexOf(only)
  const [before, after] = [parts[at - 1] ?? '', parts[at + 1] ?? '']
  if (LIMIT_BEFORE.test(before as string) || UNIT_AFTER.test(after as string)) return undefined
  return has(place, only)
}

/** A text's parts in order: its fixed texts, and the expressions in it. */
function partsOf (text: SyntaxNode | undefined): (string | SyntaxNode)[] {
  if (text?.type === 'TemplateLiteral') {
    return (text.quasis as SyntaxNode[]).flatMap((quasi, index) => [quasi.value.cooked as string, ...index < text.expressions.length ? [text.expressions[index] as SyntaxNode] : []])
  }
  if (text?.type === 'BinaryExpression' && text.operator === '+') return [...partsOf(text.left), ...partsOf(text.right)]
  if (text?.type === 'Literal') return [String(text.value)]
  return text === undefined ? [] : [text]
}
