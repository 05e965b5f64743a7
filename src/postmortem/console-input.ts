import { Parser } from 'acorn'
import { SHADOW_NAMES } from './shadow-names'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { childrenOf } from '../syntax/syntax-tree'

/**
 * What a person or a debugger typed. `expression`: its tree, if it is one expression. `code`: what the shadow heap runs instead
 * (see {@link readConsoleInput}). `mayChange` false: nothing in it can change an object.
 */
export interface ConsoleInput { code: string, expression?: SyntaxNode, mayChange: boolean }

/** Parsing takes memory of some hundred bytes a character. */
const MAX_PARSED_CHARS = 200_000

/**
 * Reads input of a console as Node's REPL and DevTools do: one expression or several statements, `{ a: 1 }` an object. What V8 would
 * understand in the place of the throw only is written for the shadow heap: `this` and private fields (`this.#x`, `#x in o`) become
 * lookups, the right side of `instanceof` is looked up by name if it is one, and declarations outlive the input. Text that cannot be
 * parsed is left as it is: V8 says what is wrong with it.
 */
export function readConsoleInput (text: string): ConsoleInput {
  const own = text.replace(/(?:\s*\/\/[#@]\s*source(?:Mapping)?URL=[^\n]*)+\s*$/, '')
  const input = /^\s*\{/.test(own) && !/;\s*$/.test(own) ? parsed(`(${own}\n)`) ?? parsed(own) : parsed(own)
  if (input === undefined) return { code: own, mayChange: true }
  const { program, code } = input
  const [statement] = program.body as SyntaxNode[]
  const isOne = program.body.length === 1 && statement!.type === 'ExpressionStatement'
  const rewriting: Rewriting = { edits: [], prefix: '', mayChange: false }
  visit(program, rewriting, { isOwnThis: false, privates: new Set() })
  for (const each of program.body as SyntaxNode[]) declare(each, rewriting, code)
  return {
    code: rewriting.prefix + applied(code, rewriting.edits), mayChange: rewriting.mayChange || rewriting.prefix !== '',
    ...isOne && { expression: statement!.expression as SyntaxNode },
  }
}

/** A CDP `functionDeclaration`, with private names and `instanceof` as above. */
export function readFunctionDeclaration (text: string): string {
  const input = parsed(`(${text}\n)`)
  if (input === undefined) return `(${text}\n)`
  const rewriting: Rewriting = { edits: [], prefix: '', mayChange: true }
  visit(input.program, rewriting, { isOwnThis: true, privates: new Set() })
  return applied(input.code, rewriting.edits)
}

interface Edit { start: number, end: number, text: string }
/** `prefix` comes before the input, so that the value of its last statement stays the last one. */
interface Rewriting { edits: Edit[], prefix: string, mayChange: boolean }
/** `isOwnThis`: within a function that has its own; `privates`: declared by classes around. */
interface Within { isOwnThis: boolean, privates: ReadonlySet<string> }

function parsed (code: string): { program: SyntaxNode, code: string } | undefined {
  if (code.length > MAX_PARSED_CHARS) return undefined
  try {
    return { program: Parser.parse(code, { ecmaVersion: 'latest', sourceType: 'script', checkPrivateFields: false }) as unknown as SyntaxNode, code }
  } catch {
    return undefined
  }
}

const CHANGING = new Set(['CallExpression', 'NewExpression', 'AssignmentExpression', 'UpdateExpression', 'TaggedTemplateExpression',
  'ForInStatement', 'ForOfStatement', 'SpreadElement', 'ArrayPattern', 'ObjectPattern', 'YieldExpression', 'AwaitExpression'])

function visit (node: SyntaxNode, rewriting: Rewriting, within: Within): void {
  if (CHANGING.has(node.type) || (node.type === 'UnaryExpression' && node.operator === 'delete')) rewriting.mayChange = true
  const { edits } = rewriting
  let inner = within
  switch (node.type) {
    case 'ThisExpression':
      if (!within.isOwnThis) edits.push({ start: node.start, end: node.end, text: SHADOW_NAMES.this })
      return
    case 'FunctionDeclaration': case 'FunctionExpression':
      inner = { ...within, isOwnThis: true }
      break
    case 'ClassBody':
      inner = { isOwnThis: true, privates: new Set([...within.privates, ...privateNames(node)]) }
      break
    case 'MemberExpression': case 'CallExpression':
      privateMember(node, rewriting, within)
      break
    case 'BinaryExpression':
      binary(node, rewriting, within)
      break
  }
  for (const child of childrenOf(node)) visit(child, rewriting, inner)
}

function privateMember (node: SyntaxNode, { edits }: Rewriting, { privates }: Within): void {
  const property = node.property as SyntaxNode | undefined
  if (property?.type !== 'PrivateIdentifier' || privates.has(property.name)) return
  // `.#x` and `?.#x`: between the object and the name there is nothing else but white space and comments.
  const isOptional = node.optional === true
  edits.push({ start: node.object.end, end: property.end, text: `${isOptional ? '?.' : ''}[${SHADOW_NAMES.private}(${JSON.stringify(`#${property.name}`)})]` })
}

function binary (node: SyntaxNode, { edits }: Rewriting, { privates }: Within): void {
  if (node.left.type === 'PrivateIdentifier' && !privates.has(node.left.name)) {
    edits.push({ start: node.start, end: node.right.start, text: `${SHADOW_NAMES.hasPrivate}(${JSON.stringify(`#${node.left.name}`)}, ` })
    edits.push({ start: node.end, end: node.end, text: ')' })
  }
  if (node.operator === 'instanceof' && node.right.type === 'Identifier') {
    const { start, end, name } = node.right as SyntaxNode
    edits.push({ start, end, text: `(typeof ${name} === "undefined" ? ${SHADOW_NAMES.instanceOf}(${JSON.stringify(name)}) ?? ${name} : ${name})` })
  }
}

const privateNames = (body: SyntaxNode): string[] => (body.body as SyntaxNode[])
  .map(({ key }) => key as SyntaxNode | undefined).filter(key => key?.type === 'PrivateIdentifier').map(key => key!.name as string)

/**
 * `let`, `const` and classes live in the input; functions of the prefix see them from outside. `var` and functions would live outside
 * of the scopes that the input sees: they become variables of the console.
 */
function declare (statement: SyntaxNode, rewriting: Rewriting, code: string): void {
  const names: string[] = []
  if (statement.type === 'FunctionDeclaration' && statement.id) {
    const within = rewriting.edits.filter(({ start }) => start >= statement.start && start < statement.end)
      .map(edit => ({ ...edit, start: edit.start - statement.start, end: edit.end - statement.start }))
    const text = applied(code.slice(statement.start, statement.end), within)
    rewriting.prefix += `void ${SHADOW_NAMES.variable}(${JSON.stringify(statement.id.name)}, ${text});`
    rewriting.edits = rewriting.edits.filter(({ start }) => start < statement.start || start >= statement.end)
    rewriting.edits.push({ start: statement.start, end: statement.end, text: '' })
  } else if (statement.type === 'ClassDeclaration' && statement.id) names.push(statement.id.name)
  else if (statement.type === 'VariableDeclaration') for (const { id } of statement.declarations as SyntaxNode[]) boundNames(id, names)
  for (const name of new Set(names)) {
    rewriting.prefix += statement.kind === 'var' ? `void ${SHADOW_NAMES.variable}(${JSON.stringify(name)});`
      : `void ${SHADOW_NAMES.declare}(${JSON.stringify(name)}, () => ${name}, $faultsnap_value => { ${name} = $faultsnap_value });`
  }
}

function boundNames (pattern: SyntaxNode, names: string[]): void {
  if (pattern.type === 'Identifier') names.push(pattern.name)
  else if (pattern.type === 'MemberExpression') return
  else if (pattern.type === 'AssignmentPattern') boundNames(pattern.left, names)
  else if (pattern.type === 'Property') boundNames(pattern.value, names)
  else for (const child of childrenOf(pattern)) boundNames(child, names)
}

function applied (code: string, edits: Edit[]): string {
  let text = ''
  let at = 0
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) continue
    text += code.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return text + code.slice(at)
}
