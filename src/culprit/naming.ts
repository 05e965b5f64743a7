import type { SyntaxNode } from '../syntax/syntax-tree'

/** esbuild's option `keepNames`, which tsx uses, writes `__name(() => 1, "one")`. */
export const withoutNaming = (node: SyntaxNode): SyntaxNode => isNaming(node) ? node.arguments[0] as SyntaxNode : node

/** Is it such a call? */
export const isNaming = (node: SyntaxNode | undefined): boolean => node?.type === 'CallExpression' && node.callee.type === 'Identifier' &&
  /^__name\d*$/.test(node.callee.name as string) && node.arguments.length === 2 && node.arguments[1].type === 'Literal'
