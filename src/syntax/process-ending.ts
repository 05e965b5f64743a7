import { allNodes, ancestorsOf, calleeOf, isFunction, nameOf, ownNodes } from './functions'
import { childrenOf } from './syntax-tree'
import type { SyntaxNode } from './syntax-tree'
import { guess, mentions } from './truth'
import type { Known } from './truth'

/** Code that ends the process (`exit`), or that says it will have failed (`exitCode`), with the expression of its code. */
export interface EndingAction { node: SyntaxNode, kind: 'exit' | 'exitCode', code?: SyntaxNode }

/** `process` itself, and what bundlers and compilers call it: `process$1`, `node_process_1.default`, `import_node_process`. */
const PROCESS = /^_?(?:import_)?(?:node_)?process(?:[_$]?\d+)*$/

/** Names that a script gave to `process` or to its `exit`, by import or require. Kept per program. */
interface Aliases { process: Set<string>, exit: Set<string>, isExitDeclared: boolean }
const aliasesOf = new WeakMap<SyntaxNode, Aliases>()

/**
 * The endings among `nodes` (all nodes of `root`, if not given): `process.exit(1)`, `exit(1)`, `process.abort()`,
 * `process.kill(process.pid)`, `process.exitCode = 1`, under whatever name the script has for `process`.
 */
export function endingActions (root: SyntaxNode, nodes: Iterable<SyntaxNode> = allNodes(root)): EndingAction[] {
  const aliases = findAliases(root)
  const actions: EndingAction[] = []
  for (const node of nodes) {
    if (node.type === 'CallExpression') {
      const callee = calleeOf(node)
      const name = nameOf(callee) ?? ''
      if (callee.type === 'MemberExpression' && name === 'call' && isExit(callee.object, aliases)) {
        actions.push({ node, kind: 'exit', code: node.arguments[1] })
      } else if (isExit(callee, aliases) && (name !== 'kill' || isOwnPid(node.arguments[0], aliases))) {
        const hasCode = callee.type === 'Identifier' || /^(?:exit|reallyExit)$/.test(name)
        actions.push({ node, kind: 'exit', code: hasCode ? node.arguments[0] : undefined })
      }
    } else if (node.type === 'AssignmentExpression' && nameOf(node.left) === 'exitCode' && isProcess(node.left.object, aliases)) {
      actions.push({ node, kind: 'exitCode', code: node.right })
    }
  }
  return actions
}

/** Is this the function `process.exit` itself, handed over as a callback? */
export const isExitReference = (node: SyntaxNode): boolean =>
  (node.type === 'MemberExpression' || node.type === 'Identifier') && isExit(node, findAliases(node))

/** May the code of an ending be something else than zero? */
export const mayFail = ({ code }: EndingAction, known: Known): boolean =>
  code === undefined || guess(code, known).isTruthy !== false

/**
 * Is `node` run when `root` is? True and false as far as conditions on the way can be told, else undefined. `isGuarded`: one
 * of the conditions uses a value of `known`. Returns and throws in front of `node` count, and every function starts anew.
 */
export function reaches (
  root: SyntaxNode, node: SyntaxNode, known: Known,
): { isReached: boolean | undefined, isGuarded: boolean } {
  const conditions: (boolean | undefined)[] = []
  let isGuarded = false
  const require_ = (test: SyntaxNode, expected: boolean): void => {
    const { isTruthy } = guess(test, known)
    conditions.push(isTruthy === undefined ? undefined : isTruthy === expected)
    isGuarded ||= mentions(test, known)
  }
  for (const at of ancestorsOf(node)) {
    const { parent } = at
    if (at === root || parent === undefined || (isFunction(at) && at !== node)) break
    if (/^(?:IfStatement|ConditionalExpression)$/.test(parent.type)) {
      if (at !== parent.test) require_(parent.test, at === parent.consequent)
    } else if (parent.type === 'LogicalExpression') {
      if (at !== parent.left) {
        if (parent.operator === '??') conditions.push(undefined)
        else require_(parent.left, parent.operator === '&&')
      }
    } else if (/^(?:CatchClause|SwitchCase|(?:While|For|ForIn|ForOf)Statement)$/.test(parent.type)) {
      if (parent.type === 'SwitchCase' && mentions(parent.parent!.discriminant, known)) isGuarded = true
      if (at === parent.body || parent.type === 'SwitchCase') conditions.push(undefined)
    }
    const siblings: unknown = parent.type === 'SwitchCase' ? parent.consequent : parent.body
    if (!Array.isArray(siblings)) continue
    for (const sibling of siblings as SyntaxNode[]) {
      if (sibling === at) break
      const isGuard = sibling.type === 'IfStatement' && sibling.alternate === null && isAbrupt(sibling.consequent)
      if (isGuard) require_(sibling.test, false)
      else if (hasAbrupt(sibling)) conditions.push(undefined)
    }
  }
  const isReached = conditions.includes(false) ? false : conditions.includes(undefined) ? undefined : true
  return { isReached, isGuarded }
}

/** Does control never get behind this statement, because it returns or throws (or breaks out) in all of its ways? */
export function isAbrupt (
  statement: SyntaxNode | null | undefined, type = /^(?:Return|Throw|Break|Continue)Statement$/,
): boolean {
  if (statement === null || statement === undefined) return false
  if (type.test(statement.type)) return true
  if (statement.type === 'BlockStatement') return statement.body.some((inner: SyntaxNode) => isAbrupt(inner, type))
  if (statement.type === 'IfStatement') return isAbrupt(statement.consequent, type) && isAbrupt(statement.alternate, type)
  return false
}

function hasAbrupt (statement: SyntaxNode): boolean {
  if (isFunction(statement)) return false
  for (const node of ownNodes(statement)) if (/^(?:Return|Throw)Statement$/.test(node.type)) return true
  return false
}

function isExit (callee: SyntaxNode, aliases: Aliases): boolean {
  if (callee.type === 'Identifier') return aliases.exit.has(callee.name) || (callee.name === 'exit' && !aliases.isExitDeclared)
  return callee.type === 'MemberExpression' && /^(?:exit|reallyExit|abort|kill)$/.test(nameOf(callee) ?? '')
    && isProcess(callee.object, aliases)
}

function isProcess (node: SyntaxNode | undefined, aliases: Aliases): boolean {
  if (node?.type === 'ChainExpression') return isProcess(node.expression, aliases)
  if (node?.type === 'Identifier') return aliases.process.has(node.name) || PROCESS.test(node.name)
  if (node?.type === 'CallExpression') return isProcessRequire(node)
  if (node?.type !== 'MemberExpression') return false
  const name = nameOf(node)
  return name === 'process' || (name === 'default' && isProcess(node.object, aliases))
}

const isOwnPid = (node: SyntaxNode | undefined, aliases: Aliases): boolean =>
  node?.type === 'MemberExpression' && nameOf(node) === 'pid' && isProcess(node.object, aliases)

const isProcessModule = (node: SyntaxNode | undefined): boolean =>
  node?.type === 'Literal' && (node.value === 'process' || node.value === 'node:process')

const isProcessRequire = (node: SyntaxNode | null | undefined): boolean =>
  node?.type === 'CallExpression' && isProcessModule(node.arguments[0]) && node.arguments.length === 1

function findAliases (node: SyntaxNode): Aliases {
  let program = node
  for (const at of ancestorsOf(node)) program = at
  const kept = aliasesOf.get(program)
  if (kept !== undefined) return kept
  const aliases: Aliases = { process: new Set(), exit: new Set(), isExitDeclared: false }
  for (const at of allNodes(program)) {
    if (at.type === 'ImportDeclaration' && isProcessModule(at.source)) {
      for (const specifier of at.specifiers) {
        const imported = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) ?? '' : 'default'
        if (imported === 'default') aliases.process.add(specifier.local.name)
        else if (/^(?:exit|abort)$/.test(imported)) aliases.exit.add(specifier.local.name)
      }
    } else if (at.type === 'VariableDeclarator' && at.init !== null && isProcess(at.init, aliases)) {
      if (at.id.type === 'Identifier') aliases.process.add(at.id.name)
      else if (at.id.type === 'ObjectPattern') {
        for (const { key, value } of at.id.properties) {
          if (nameOf(key) === 'exit' && value?.type === 'Identifier') aliases.exit.add(value.name)
        }
      }
    } else if (nameOf(at.id) === 'exit' && /^(?:FunctionDeclaration|VariableDeclarator)$/.test(at.type)) {
      aliases.isExitDeclared = true
    } else if (isFunction(at) && at.params.some((param: SyntaxNode) => nameOf(param) === 'exit')) {
      aliases.isExitDeclared = true
    }
  }
  aliasesOf.set(program, aliases)
  return aliases
}

/** The expression statements and expressions that a handler consists of when it is an arrow without braces. */
export const bodyOf = (handler: SyntaxNode): SyntaxNode => (isFunction(handler) ? handler.body : handler)

/** Is anything in `node` one of `names`? For asking whether an argument carries the error. */
export function carries (node: SyntaxNode, names: ReadonlySet<string>): boolean {
  if (node.type === 'Identifier' && names.has(node.name)) return true
  return childrenOf(node).some(child => carries(child, names))
}
