import { declaredNames, namesIn } from '../../syntax/bindings'
import { allNodes, ancestorsOf, isFunction, nameOf, ownerOf, ownNodes } from '../../syntax/functions'
import { nodeAt, type SyntaxNode, type SyntaxTree } from '../../syntax/syntax-tree'

/**
 * An expression that bears on why a frame is where it is. `weight` from 1 (the failing expression itself) down to 0;
 * `initialises` names the variable that it gives its value to, when it is a whole initialiser.
 */
export interface Mention { node: SyntaxNode, weight: number, initialises?: string }

/** How far a definition is followed back within one function. */
const MAX_STEPS = 6
const STEP = 0.85
const CONDITION = 0.8
const REST_OF_STATEMENT = 0.75
/** A guard that was passed before: less is known of it than of a condition around the place. */
const GUARD = 0.6
const MAX_MENTIONS = 400

const FAILING = /^(?:(?:Member|Call|New|TaggedTemplate|Binary)Expression|SpreadElement|TemplateLiteral)$/
const STATEMENT = /Statement$|Declaration$/
const EXIT = /^(?:Return|Throw|Continue|Break)Statement$/

/**
 * The expressions that decide about the failing place of a frame, heaviest first met: those of the failing expression, of its
 * statement, of the conditions around it and the guards before it, and of what gave its variables their values, followed back
 * within the function. What this misses (aliases, calls) costs rank, nothing else.
 */
export function mentionsAt (tree: SyntaxTree, offset: number): Mention[] {
  const place = nodeAt(tree, offset)
  const owner = ownerOf(place)
  const mentions = new Map<SyntaxNode, Mention>()
  const followed = new Set<string>()
  const open: { node: SyntaxNode, weight: number, steps: number }[] = []
  const expression = failingExpression(place)
  const statement = statementOf(place, owner)
  const isThrow = statement.type === 'ThrowStatement'
  open.push({ node: expression, weight: isThrow ? REST_OF_STATEMENT : 1, steps: 0 })
  for (const part of ownParts(statement)) open.push({ node: part, weight: REST_OF_STATEMENT, steps: 0 })
  // A `throw` says what is wrong in the conditions that led to it.
  for (const condition of conditionsOf(place, owner)) {
    open.push({ node: condition.node, weight: condition.weight * (isThrow && condition.weight === CONDITION ? 1 / CONDITION : 1),
      steps: 0 })
  }
  for (let next = 0; next < open.length && mentions.size < MAX_MENTIONS; next++) {
    const { node, weight, steps } = open[next]!
    for (const read of readsIn(node)) {
      const known = mentions.get(read)
      if (known === undefined || known.weight < weight) mentions.set(read, { ...known, node: read, weight })
      const name = read.type === 'Identifier' ? nameOf(read)! : undefined
      if (name === undefined || steps >= MAX_STEPS || followed.has(name)) continue
      followed.add(name)
      for (const source of definitionsOf(name, owner)) {
        if (isReadable(source) && mentions.get(source) === undefined) mentions.set(source,
          { node: source, weight: weight * STEP, initialises: name })
        open.push({ node: source, weight: weight * STEP, steps: steps + 1 })
        for (const condition of conditionsOf(source, owner)) {
          open.push({ node: condition.node, weight: weight * STEP * condition.weight, steps: steps + 1 })
        }
      }
    }
  }
  return [...mentions.values()]
}

/** The innermost expression that can fail at a place: the member, call or binary expression around the token. */
function failingExpression (place: SyntaxNode): SyntaxNode {
  for (const node of ancestorsOf(place)) {
    if (FAILING.test(node.type)) return node
    if (STATEMENT.test(node.type) || isFunction(node)) break
  }
  return place
}

function statementOf (place: SyntaxNode, owner: SyntaxNode): SyntaxNode {
  for (const node of ancestorsOf(place)) if (node === owner || STATEMENT.test(node.type)) return node
  return place
}

/** What of a statement is evaluated at it: not the statements in it. An arrow function's expression is its statement. */
function ownParts (statement: SyntaxNode): SyntaxNode[] {
  const parts = [statement.expression, statement.argument, statement.test, statement.right, statement.discriminant,
    statement.object]
  for (const declarator of statement.declarations ?? []) parts.push(declarator.init)
  if (isFunction(statement) && statement.body.type !== 'BlockStatement') parts.push(statement.body)
  return parts.filter(part => typeof part === 'object' && part !== null && typeof part.type === 'string')
}

/** The tests that hold at a place: of what stands around it, and of the statements before it that would have left. */
function * conditionsOf (place: SyntaxNode, owner: SyntaxNode): Generator<{ node: SyntaxNode, weight: number }> {
  for (const node of ancestorsOf(place)) {
    if (node === owner) return
    const { parent } = node
    if (parent === undefined) return
    if (/^(?:If|While|For|DoWhile)Statement$|^ConditionalExpression$/.test(parent.type) && parent.test && parent.test !== node) {
      yield { node: parent.test, weight: CONDITION }
    } else if (parent.type === 'LogicalExpression' && parent.right === node) yield { node: parent.left, weight: CONDITION }
    else if (parent.type === 'SwitchCase') {
      yield { node: parent.parent!.discriminant, weight: CONDITION }
    }
    const siblings: unknown = parent.type === 'SwitchCase' ? parent.consequent : parent.body
    if (!Array.isArray(siblings)) continue
    for (const sibling of siblings as SyntaxNode[]) {
      if (sibling === node) break
      if (sibling.type === 'IfStatement' && leaves(sibling.consequent)) yield { node: sibling.test, weight: GUARD }
    }
  }
}

function leaves (statement: SyntaxNode): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement
  return last !== undefined && EXIT.test(last.type)
}

/** Expressions that give a variable of this function its value: initialisers, assignments, what a loop goes through. */
function * definitionsOf (name: string, owner: SyntaxNode): Generator<SyntaxNode> {
  for (const node of ownNodes(owner)) {
    if (node.type === 'VariableDeclarator' && node.init && binds(node.id, name)) yield node.init
    else if (node.type === 'AssignmentExpression' && binds(node.left, name)) yield node.right
    else if (/^For(?:Of|In)Statement$/.test(node.type)) {
      const target = node.left.type === 'VariableDeclaration' ? node.left.declarations[0].id : node.left
      if (binds(target, name)) yield node.right
    }
  }
}

function binds (pattern: SyntaxNode, name: string): boolean {
  for (const identifier of namesIn(pattern)) if (nameOf(identifier) === name) return true
  return false
}

const isReadable = (node: SyntaxNode): boolean =>
  node.type === 'Identifier' || node.type === 'MemberExpression' || node.type === 'ThisExpression' ||
    node.type === 'ChainExpression' || isGet(node)

/** `map.get(key)`: the one call whose result a capsule can tell. */
export const isGet = (node: SyntaxNode): boolean =>
  node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && nameOf(node.callee) === 'get' &&
    node.arguments.length === 1

/** The variables and members that an expression reads, those of functions written in it included, their own names left out. */
function * readsIn (root: SyntaxNode): Generator<SyntaxNode> {
  for (const node of allNodes(root)) {
    if (!isReadable(node) || node.type === 'ChainExpression') continue
    if (node.type === 'Identifier' && !isRead(node)) continue
    if (isShadowed(node, root)) continue
    yield node
  }
}

function isRead (identifier: SyntaxNode): boolean {
  const { parent } = identifier
  if (parent === undefined) return true
  if (parent.type === 'MemberExpression') return parent.object === identifier || parent.computed
  if (parent.type === 'Property' && parent.key === identifier && !parent.computed) return parent.shorthand
  return !(/^(?:MethodDefinition|PropertyDefinition|LabeledStatement|BreakStatement|ContinueStatement)$/.test(parent.type)) &&
    !(isFunction(parent) && parent.body !== identifier)
}

/** Whether the name at the root of a read is declared by a function within `root`: then it is no variable of the frame. */
function isShadowed (read: SyntaxNode, root: SyntaxNode): boolean {
  let base = read
  while (base.type === 'MemberExpression' || base.type === 'CallExpression' || base.type === 'ChainExpression') {
    base = base.type === 'MemberExpression' ? base.object : base.type === 'ChainExpression' ? base.expression : base.callee
  }
  const name = nameOf(base)
  if (name === undefined) return base.type !== 'ThisExpression'
  for (const node of ancestorsOf(read)) {
    if (isFunction(node) && node !== root.parent && declaredNames(node).has(name) && node.start >= root.start &&
      node.end <= root.end) return true
    if (node === root) return false
  }
  return false
}
