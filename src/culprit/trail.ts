import { basename } from '../program/base-name'
import type { CulpritStep, Value } from '../model'
import { calleeOf, nameOf, ownerOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { framePlace } from '../values/frame-place'
import { nodeOf } from '../values/node-of'
import { bindingOf, type Binding } from './binding'
import { isCallback, isCallOf, nameOfFunction, simpleName } from './callee'
import { awaitedIn } from './compiled'
import { evaluate, isNullish, isSame, isUndefined, keyOf, propertyOf } from './evaluate'
import { subjectOf } from './finding'
import { inputsOf } from './inputs'
import type { Place, Places } from './place'
import { argumentsOf, callAt, calledName } from './sites'

/** A step, and the expression in the program's own code that the value was handed on as, for the next one. */
export interface Step extends CulpritStep { from?: { place: Place, node: SyntaxNode } }

const MAX_STEPS = 5
const ITERATORS = /^(?:map|forEach|filter|find|findIndex|findLast|some|every|flatMap|reduce|sort)$/

/**
 * Where the value of an expression came from, nearest first: which argument was passed where, what a variable was assigned from,
 * whose element or property it is. Ends where the recorded values or the source no longer prove the next step.
 */
export function trailOf (places: Places, place: Place, node: SyntaxNode): Step[] {
  const steps: Step[] = []
  const seen = new Set<SyntaxNode>()
  let at: { place: Place, node: SyntaxNode } | undefined = { place, node }
  while (at !== undefined && steps.length < MAX_STEPS && !seen.has(at.node)) {
    seen.add(at.node)
    const next: { steps: Step[], from?: { place: Place, node: SyntaxNode } } | undefined = stepBack(places, at.place, at.node)
    if (next === undefined) break
    // A place that the step before names already.
    steps.push(...steps.length === 0 ? next.steps : next.steps.filter(({ text }) => !/^at \S+:\d+$/.test(text)))
    at = next.from
  }
  return steps.slice(0, MAX_STEPS)
}

type Back = { steps: Step[], from?: { place: Place, node: SyntaxNode } }

function stepBack (places: Places, place: Place, node: SyntaxNode): Back | undefined {
  switch (node.type) {
    case 'ChainExpression': return stepBack(places, place, node.expression)
    case 'AwaitExpression': case 'YieldExpression': return awaitedIn(node) && stepBack(places, place, awaitedIn(node)!)
    case 'MemberExpression': return ofMember(places, place, node)
    case 'Identifier': return ofIdentifier(places, place, node)
    // What the call is was said before: as what is wrong, or as what was passed.
    case 'CallExpression': case 'NewExpression': return { steps: [at(places, place, node, inputsOf(place, node))] }
    case 'BinaryExpression': case 'LogicalExpression': case 'ConditionalExpression': case 'TemplateLiteral': {
      const inputs = inputsOf(place, node)
      return inputs === '' ? undefined : { steps: [at(places, place, node, inputs)] }
    }
    case 'Property': case 'ObjectPattern': return ofPattern(places, place, node)
    case 'ThisExpression': return ofThis(places, place, node)
  }
  return undefined
}

/** A property that its object does not have is a fact of its own; then on with the object. */
function ofMember (places: Places, place: Place, node: SyntaxNode): Back | undefined {
  const object = evaluate(place, node.object)
  const key = keyOf(place, node)
  const steps: Step[] = []
  if (object !== undefined && key !== undefined) {
    const recorded = nodeOf(place.crash, object.value)
    const index = /^\d+$/.test(key) ? Number(key) : undefined
    if (recorded?.subtype === 'array' && index !== undefined && recorded.size !== undefined && index >= recorded.size) {
      const count = `${recorded.size} element${recorded.size === 1 ? '' : 's'}`
      const index0 = node.computed && node.property.type !== 'Literal' ? `, ${subjectOf(place, node.property)} is ${key}` : ''
      steps.push(at(places, place, node, `${subjectOf(place, node.object)} has ${count}${index0}`))
    } else {
      const lack = lackOf(place, object.value, key)
      if (lack !== undefined) steps.push(at(places, place, node, `${subjectOf(place, node.object)} ${lack}`))
    }
  }
  const root = rootOf(node)
  if (root === undefined) return steps.length > 0 ? { steps } : undefined
  const back = stepBack(places, place, root)
  if (back === undefined) return steps.length > 0 ? { steps } : undefined
  const rest = place.tree.text.slice(root.end, node.end)
  const from = back.from !== undefined && back.from.node.type !== 'CallExpression' ? back.from : undefined
  // From here on it is the object that is followed, not the value: say whose origin it is.
  const subject = subjectOf(place, root)
  const renamed = back.steps.map((step, index) => index === 0 && rest !== '' ? { ...step, text: `${subject} is ${/^argument/.test(step.text) ? 'the ' : ''}${step.text}` } : step)
  return { steps: [...steps, ...renamed], ...from && { from } }
}

/** `has adress, no address`: that a recorded object has no such property, and what it has. */
function lackOf (place: Place, object: Value, key: string): string | undefined {
  const recorded = nodeOf(place.crash, object)
  const value = propertyOf(place.crash, object, key)
  const isOwn = recorded?.properties?.some(property => property.name === key)
  if (recorded === undefined || /^(?:\d+$|#)/.test(key) || value === undefined || !isNullish(value) || isOwn === true) return undefined
  const names = (recorded.properties ?? []).filter(property => !property.symbol).map(property => property.name)
  return names.length === 0 ? 'is empty' : `has ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}, no ${key}`
}

/** The same for what a pattern takes from an expression: `order.customer has adress, no address`. */
function lackOfPattern (places: Places, place: Place, from: SyntaxNode, keys: readonly string[]): Step[] {
  const root = rootOf(from)
  // What it has is what it has now: a variable that is assigned again may have been another object.
  if (root === undefined || (root.type === 'Identifier' && bindingOf(root) === undefined)) return []
  let object = evaluate(place, from)?.value
  for (const key of keys.slice(0, -1)) object = object === undefined ? undefined : propertyOf(place.crash, object, key)
  const lack = object === undefined || keys.length === 0 ? undefined : lackOf(place, object, keys.at(-1)!)
  return lack === undefined ? [] : [at(places, place, from, `${[subjectOf(place, from), ...keys.slice(0, -1)].join('.')} ${lack}`)]
}

/** A pattern that took apart what is nothing, or the property that holds it: from what the whole was. */
function ofPattern (places: Places, place: Place, node: SyntaxNode): Back | undefined {
  const keys: string[] = []
  let at = node
  for (; /^(?:Property|ObjectPattern|AssignmentPattern)$/.test(at.type); at = at.parent!) {
    if (at.type !== 'Property') continue
    if (at.computed) return undefined
    keys.unshift(nameOf(at.key) ?? String(at.key.value))
  }
  if (at.type === 'VariableDeclarator' && at.init && at.parent!.parent!.type !== 'ForOfStatement') {
    return ofDeclared(places, place, node, { kind: 'declared', declarator: at, init: at.init, keys, isDefaulted: false })
  }
  const index = (at.params as SyntaxNode[] | undefined)?.findIndex(param => param.start <= node.start && node.end <= param.end) ?? -1
  if (index < 0 || (at.params[index] as SyntaxNode).type === 'RestElement') return undefined
  return ofParameter(places, place, node, { kind: 'parameter', owner: at, index, keys, isRest: false, isDefaulted: false })
}

/** The variable that a chain of properties begins with. */
function rootOf (node: SyntaxNode): SyntaxNode | undefined {
  let root = node
  while (root.type === 'MemberExpression' || root.type === 'ChainExpression') root = root.object ?? root.expression
  return root.type === 'Identifier' || root.type === 'ThisExpression' ? root : undefined
}

/** A method whose `this` is nothing was taken off its object, which its caller does not know any more. */
function ofThis (places: Places, place: Place, node: SyntaxNode): Back | undefined {
  const owner = ownerOf(place.node)
  if (place.frame.this === undefined || !isNullish(place.frame.this) || ownerOf(node) !== owner) return undefined
  const caller = places.of(places.callerOf(place.frame))
  const call = caller && callAt(caller)
  const name = simpleName(place.frame.function)
  const isCalled = call?.type === 'CallExpression' && calledName(call) === name && calleeOf(call).type === 'Identifier'
  const isMethod = owner.parent?.type === 'MethodDefinition' && !owner.parent.static && owner.parent.kind === 'method'
  if (!isCalled && !isMethod) return undefined
  const taker = call?.type === 'CallExpression' && calleeOf(call).type === 'MemberExpression' ? calledName(call) : undefined
  const text = `${nameOfFunction(place, owner)}() was called without its object${taker === undefined ? '' : `, by ${taker}()`}`
  return { steps: [call === undefined ? { text, frame: place.frame.index } : at(places, caller!, call, text)] }
}

function ofIdentifier (places: Places, place: Place, node: SyntaxNode): Back | undefined {
  const binding = bindingOf(node)
  switch (binding?.kind) {
    case 'parameter': return ofParameter(places, place, node, binding)
    case 'declared': return ofDeclared(places, place, node, binding)
    case 'element': return ofElement(places, place, node, binding)
    case 'import': return { steps: [at(places, place, binding.declaration, `imported from ${String(binding.declaration.source.value)}`)] }
  }
  return undefined
}

function ofDeclared (places: Places, place: Place, node: SyntaxNode, { declarator, init, keys, isDefaulted }: Extract<Binding, { kind: 'declared' }>): Back | undefined {
  const known = isDefaulted ? evaluate(place, node) : undefined
  if (isDefaulted && (known === undefined || isUndefined(known.value))) return undefined
  const promise = awaitedIn(init)
  const isAwait = promise !== undefined
  const value = promise ?? init
  const of = keys.length > 0 ? `property ${keys.join('.')} of ` : ''
  const text = `${of === '' ? `${isAwait ? 'awaited' : 'assigned'} from ` : of}${subjectOf(place, value)}`
  // Values of the initialiser's inputs are those of now: only what cannot have changed since may be told.
  const step = at(places, place, declarator, [text, inputsOf(place, value)].filter(Boolean).join(', '))
  const isPath = keys.length === 0 && ownerOf(declarator) === ownerOf(place.node) && rootOf(value) !== undefined && value.type !== 'ThisExpression'
  const lack = isAwait ? [] : lackOfPattern(places, place, value, keys)
  return { steps: lack.length > 0 ? lack : [step], ...isPath && { from: { place, node: value } } }
}

function ofParameter (places: Places, place: Place, node: SyntaxNode, binding: Extract<Binding, { kind: 'parameter' }>): Back | undefined {
  const { owner, index, keys, isRest, isDefaulted } = binding
  const name = nameOfFunction(place, owner)
  const callee = name === '' ? 'a function' : `${name}()`
  const of = keys.length > 0 ? `property ${keys.join('.')} of the argument` : 'argument'
  const unknownCaller: Back = { steps: [{ text: `${of} of ${callee}`, frame: place.frame.index }] }
  // A variable of an enclosing function: who called that one is not on the stack, or not surely the call that made it.
  if (ownerOf(place.node) !== owner || isRest) return unknownCaller
  const received = evaluate(place, node)
  if (isDefaulted && (received === undefined || isUndefined(received.value))) {
    return keys.length > 0 ? undefined : { steps: [{ text: `default of parameter ${nameOf(node)} of ${callee}`, frame: place.frame.index }] }
  }
  const caller = places.of(places.callerOf(place.frame))
  if (caller === undefined) return unknownCaller
  const call = callAt(caller)
  if (call === undefined) return unknownCaller
  if (!isCallOf(call, caller, place)) return elementOfIteration(places, place, node, caller, call, binding) ?? unknownCaller
  const args = argumentsOf(call)
  if (args.slice(0, index + 1).some(each => each === undefined ? index === 0 : each.type === 'SpreadElement')) return unknownCaller
  const where = placeText(places, caller, call)
  const argument = args[index]
  if (argument === undefined) {
    return { steps: [at(places, caller, call, `${of} of ${callee}, which got ${count(args.length)} at ${where}`)] }
  }
  const passed = evaluate(caller, argument)
  if (keys.length === 0 && passed !== undefined && received !== undefined && isSame(passed.value, received.value) === false) return unknownCaller
  const isNamed = nameOf(argument) === nameOf(node) && argument.type === 'Identifier'
  const text = `${of} of ${callee}, passed ${isNamed || argument.type === 'Literal' ? '' : `as ${subjectOf(caller, argument)} `}at ${where}`
  const step: Step = { ...at(places, caller, call, text), from: { place: caller, node: argument } }
  return { steps: [...lackOfPattern(places, caller, argument, keys), step], ...keys.length === 0 && { from: { place: caller, node: argument } } }
}

function elementOfIteration (
  places: Places, place: Place, node: SyntaxNode, caller: Place, call: SyntaxNode, { owner, index, keys }: Extract<Binding, { kind: 'parameter' }>,
): Back | undefined {
  const callee = calleeOf(call)
  const callback = call.arguments?.[0] as SyntaxNode | undefined
  const isOurs = callback !== undefined && isCallback(callback, caller, place)
  if (callee.type !== 'MemberExpression' || !ITERATORS.test(nameOf(callee) ?? '') || !isOurs) return undefined
  const wantsIndex = nameOf(callee) === 'reduce' ? 1 : 0
  return index === wantsIndex && owner === ownerOf(place.node) ? ofElement(places, place, node, { of: callee.object, loop: call, keys }, caller) : undefined
}

/** An element of what is iterated; its index only if one element alone is the value. */
function ofElement (
  places: Places, place: Place, node: SyntaxNode, { of: list, loop, keys }: { of: SyntaxNode, loop: SyntaxNode, keys: string[] }, listPlace = place,
): Back {
  const known = evaluate(listPlace, list)
  const value = keys.length > 0 ? undefined : evaluate(place, node)?.value
  const recorded = known && nodeOf(place.crash, known.value)
  const elements = recorded?.cut === undefined ? recorded?.elements : undefined
  const hits = value === undefined ? [] : (elements ?? []).flatMap((element, index) => isSame(element, value) === true ? [index] : [])
  const name = subjectOf(listPlace, list)
  const element = hits.length === 1 && !name.startsWith('`') ? `${name}[${hits[0]}]` : `an element of ${name}`
  const text = keys.length > 0 ? `property ${keys.join('.')} of ${element}` : element
  return { steps: [at(places, listPlace, loop, text)] }
}

const count = (args: number): string => args === 0 ? 'no argument' : `only ${args} argument${args === 1 ? '' : 's'}`

/** Code that a program makes (`new Function`) has no file. */
const lineOf = (file: string, line: number): string => `${basename(file) || '<unknown>'}:${line}`

function placeText (places: Places, place: Place, node: SyntaxNode): string {
  // The frame's own place, if it is that of the call: it is exact through source maps.
  const { file, line } = callAt(place) === node ? framePlace(place.frame) : places.locate(place, node)
  return lineOf(file, line)
}

function at (places: Places, place: Place, node: SyntaxNode, text: string): Step {
  const isOwn = callAt(place) === node
  const { file, line, column } = isOwn ? framePlace(place.frame) : places.locate(place, node)
  const where = / at \S+:\d+$/.test(text) || line === 0 ? text : `${text} at ${lineOf(file, line)}`.trimStart()
  return { text: where, frame: place.frame.index, file, line, column }
}

