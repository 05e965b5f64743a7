import { parseExpressionAt, type Node } from 'acorn'
import { functionToString } from '../primordials'

const MAX_SOURCE_CHARS = 200_000

/**
 * The names of a function's parameters: undefined for those that have none (`{ user, amount }`) and for all that the source does not
 * tell (native and bound functions). `rest`: the name of the last one, which takes all others.
 */
export function parameterNames (fn: Function): { names: (string | undefined)[], rest?: string } {
  try {
    return namesOf(parametersOf(functionToString(fn)))
  } catch {
    return { names: [] }
  }
}

interface Parameter extends Node { name?: string, left?: Parameter, argument?: Parameter }
interface Member extends Node { kind?: string, value?: { params: Parameter[] } }
interface Parsed extends Node { params?: Parameter[], body?: { body?: Member[] }, properties?: Member[] }

/** A method's text is no expression, but that of an object that has it; a class is called by its constructor. */
function parametersOf (text: string): Parameter[] {
  if (text.length > MAX_SOURCE_CHARS) return []
  for (const source of [`(${text})`, `({${text}})`, `(class{${text}})`]) {
    let node: Parsed
    try {
      node = parseExpressionAt(source, 0, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true, allowSuperOutsideMethod: true }) as Parsed
    } catch {
      continue
    }
    if (node.params !== undefined) return node.params
    const members = node.properties ?? node.body?.body ?? []
    const member = source.startsWith('(class{') || node.properties !== undefined ? members[0] : members.find(({ kind }) => kind === 'constructor')
    if (member?.value?.params !== undefined) return member.value.params
  }
  return []
}

function namesOf (parameters: readonly Parameter[]): { names: (string | undefined)[], rest?: string } {
  const names: (string | undefined)[] = []
  for (const parameter of parameters) {
    if (parameter.type === 'RestElement') return { names, rest: parameter.argument?.name ?? `arguments[${names.length}…]` }
    names.push((parameter.left ?? parameter).name)
  }
  return { names }
}
