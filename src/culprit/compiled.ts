import { calleeOf, nameOf, ownerOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'

/** esbuild's option `keepNames`, which tsx uses, writes `__name(() => 1, "one")`. */
export const withoutNaming = (node: SyntaxNode): SyntaxNode => isNaming(node) ? node.arguments[0] as SyntaxNode : node

/** Is it such a call? */
export const isNaming = (node: SyntaxNode | undefined): boolean => node?.type === 'CallExpression' && node.callee.type === 'Identifier' &&
  /^__name\d*$/.test(node.callee.name as string) && node.arguments.length === 2 && node.arguments[1].type === 'Literal'

/** What is awaited: also as compilers for old targets write it, with a generator. */
export function awaitedIn (node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'AwaitExpression') return node.argument as SyntaxNode
  const owner = node.type === 'YieldExpression' && !node.delegate ? ownerOf(node) : undefined
  const isAsync = owner?.parent?.type === 'CallExpression' && owner.parent.arguments.includes(owner) &&
    /^(?:__awaiter|__async|_async_?[tT]o_?[gG]enerator)\d*$/.test(nameOf(calleeOf(owner.parent)) ?? '')
  return isAsync ? node.argument as SyntaxNode ?? undefined : undefined
}
