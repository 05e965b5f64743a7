import type { CodePlace } from './ending-handler'
import { isFunction } from './functions'
import { nodeAt, offsetOf, parseSource, type SyntaxNode, type SyntaxTree } from './syntax-tree'

/**
 * Whether one of the frames stands in the block of a `try` that has a `catch`, in its own function: then an error thrown by the
 * innermost one is caught there. `frames` innermost first. True as well when a source cannot be read: it might.
 */
export function isCaughtInSource (frames: readonly CodePlace[]): boolean {
  const trees = new Map<string, SyntaxTree | undefined>()
  return frames.some(({ source, scriptKey, lineNumber0, columnNumber0 }) => {
    if (!trees.has(scriptKey)) trees.set(scriptKey, parseSource(source))
    const tree = trees.get(scriptKey)
    const offset = tree && offsetOf(tree, lineNumber0, columnNumber0)
    return tree === undefined || offset === undefined || isInTry(nodeAt(tree, offset))
  })
}

function isInTry (node: SyntaxNode): boolean {
  let inner = node
  for (let outer = node.parent; outer !== undefined && !isFunction(inner); outer = outer.parent) {
    if (outer.type === 'TryStatement' && outer.handler && outer.block === inner) return true
    inner = outer
  }
  return false
}
