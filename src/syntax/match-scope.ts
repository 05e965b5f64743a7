import type { ScopeRecord } from '../model'
import { offsetOf, type SyntaxNode, type SyntaxTree } from './syntax-tree'

/**
 * The scope node that V8's range means, of `scopes`, innermost first. V8 ends a scope where its node ends, and begins it somewhere between
 * the node's start and the next inner scope (behind a loop's head, at a parameter list). Only a whole script's end may differ, since the
 * map's comment may have been taken off the text.
 */
export function matchScope ({ start, end }: ScopeRecord, scopes: readonly SyntaxNode[], tree: SyntaxTree): SyntaxNode | undefined {
  if (start === undefined) return undefined
  const from = offsetOf(tree, start.lineNumber0, start.columnNumber0)
  const to = end === undefined ? undefined : offsetOf(tree, end.lineNumber0, end.columnNumber0)
  if (from === undefined) return undefined
  const inner = scopes.find(node => node.type !== 'Program' && node.end === to && node.start <= from)
  if (inner !== undefined) return inner
  return from === 0 && (to === undefined || to >= (tree.program.body.at(-1)?.end ?? 0)) ? tree.program : undefined
}
