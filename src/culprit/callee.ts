import type { GraphNode } from '../model'
import { calleeOf, functionName, isFunction, nameOf, ownerOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { nodeOf } from '../values/node-of'
import { bindingOf } from './binding'
import { evaluate } from './evaluate'
import { isNaming, withoutNaming } from './compiled'
import type { Place } from './place'
import { calledName } from './sites'

/**
 * Is the call at the caller's place the one that made this frame? By the declaration that the callee's name means, by the function's
 * own place where that is recorded, else by name. (That place is asked for last and of few functions: of a caught error of none.)
 */
export function isCallOf (call: SyntaxNode, caller: Place, place: Place): boolean {
  const callee = calleeOf(call)
  const known = isFrameOf(callee, caller, place)
  if (known !== undefined) return known
  const name = calledName(call)
  return name !== undefined && name === simpleName(place.frame.function)
}

/** Is the callback that is handed on the function of this frame? A name alone does not prove it. */
export const isCallback = (callback: SyntaxNode, caller: Place, place: Place): boolean => isFrameOf(callback, caller, place) === true

/** Undefined if nothing but its name can tell. */
function isFrameOf (callee: SyntaxNode, caller: Place, place: Place): boolean | undefined {
  const declared = declaredFunction(callee)
  if (declared !== undefined) return caller.tree === place.tree && declared === ownerOf(place.node)
  const known = evaluate(caller, callee)
  const node = known && nodeOf(caller.crash, known.value)
  if (node === undefined) return undefined
  const { functionLocation, script } = place.frame
  if (node.location !== undefined && functionLocation !== undefined && node.functionKind !== 'class') {
    return node.location.script === script && node.location.lineNumber0 === functionLocation.lineNumber0
      && node.location.columnNumber0 === functionLocation.columnNumber0
  }
  // A bound function or a proxy calls another one, with arguments of its own.
  return node.location !== undefined || isWritten(node) ? undefined : false
}

/** Is it surely a function with a text of its own: neither native, nor bound, nor a proxy? */
export const isWritten = ({ type, subtype, functionKind, isNative }: GraphNode): boolean =>
  type === 'function' && subtype !== 'proxy' && functionKind !== undefined && isNative !== true

/** The function that an expression is, or the name of: one that is declared once and never replaced. */
function declaredFunction (node: SyntaxNode): SyntaxNode | undefined {
  const bare = withoutNaming(node)
  if (isFunction(bare)) return bare
  const binding = node.type === 'Identifier' ? bindingOf(node) : undefined
  if (binding?.kind === 'function') return binding.declaration
  if (binding?.kind !== 'declared' || binding.keys.length > 0) return undefined
  const value = withoutNaming(binding.init)
  return isFunction(value) ? value : undefined
}

/** `charge` of `Shop.charge`, `async charge`, `get charge`. */
export const simpleName = (name: string): string => name.replace(/^.*[. ]/, '')

/** What people call the function, with the class whose method it is: as the original source has it, where that is known. */
export function nameOfFunction (place: Place, owner: SyntaxNode): string {
  const { frame, node } = place
  const { parent } = owner
  const of = parent?.type === 'MethodDefinition' ? classOf(place, parent.parent!.parent!) : undefined
  if (of !== undefined && parent!.kind === 'constructor') return `new ${of}`
  const isOwn = ownerOf(node) === owner
  const given = isNaming(parent) && parent!.arguments[0] === owner ? parent!.arguments[1].value as string : undefined
  const name = (isOwn && frame.original?.function ? simpleName(frame.original.function) : undefined) ??
    given ?? originalName(place, owner.id as SyntaxNode | null) ?? functionName(owner) ?? (isOwn ? simpleName(frame.function) : '')
  return of === undefined || name === '' ? name : `${of}.${name}`
}

function classOf (place: Place, { id, parent }: SyntaxNode): string | undefined {
  const name = id ?? (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id : null)
  return originalName(place, name as SyntaxNode | null)
}

const originalName = (place: Place, id: SyntaxNode | null): string | undefined =>
  id === null || place.frame.original === undefined ? nameOf(id) : place.nameOf(id)
