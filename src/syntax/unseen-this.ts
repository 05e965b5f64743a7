import type { CrashDocument, FrameRecord } from '../model'
import { allNodes, isFunction, ownerOf } from './functions'
import type { SourceTrees } from './source-trees'
import { nodeAt, offsetOf, type SyntaxNode } from './syntax-tree'

/**
 * V8 gives `undefined` for the `this` of an arrow function that does not use it (measured on Node 20 to 26): it is in no context that the
 * function has. Changes it to `{ missing: 'optimized-out' }` in `crash`, unless it is the `this` of a module, which is undefined. Gives how
 * many were changed. A script without a tree leaves the values as they are. Never throws.
 */
export function refineThis (crash: CrashDocument, trees: SourceTrees): number {
  let changed = 0
  try {
    for (const frame of crash.frames) {
      const owner = isUndefined(frame.this) ? functionOf(frame, trees) : undefined
      if (owner?.type !== 'ArrowFunctionExpression' || usesThis(owner) || isOfModule(crash, frame, owner)) continue
      frame.this = { missing: 'optimized-out' }
      changed++
    }
  } catch {
    // What was changed so far is right and counted, as in refineUninitialized.
  }
  return changed
}

const isUndefined = (value: FrameRecord['this']): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'undefined'

function functionOf (frame: FrameRecord, trees: SourceTrees): SyntaxNode | undefined {
  if (frame.script === undefined || frame.kind !== 'call' || frame.lineNumber0 < 0) return undefined
  const tree = trees.of(frame.script)
  const offset = tree && offsetOf(tree, frame.lineNumber0, frame.columnNumber0)
  return tree === undefined || offset === undefined ? undefined : ownerOf(nodeAt(tree, offset))
}

/** With `eval` in it, V8 keeps all that the text may name. Functions within have a `this` of their own, but to be sure costs nothing. */
function usesThis (arrow: SyntaxNode): boolean {
  for (const node of allNodes(arrow)) {
    if (node.type === 'ThisExpression' || node.type === 'Super' || (node.type === 'Identifier' && node.name === 'eval')) return true
  }
  return false
}

/** Arrow functions in arrow functions up to the top of an ES module. */
function isOfModule (crash: CrashDocument, { script }: FrameRecord, arrow: SyntaxNode): boolean {
  if (crash.scripts[script!]?.isModule !== true) return false
  for (let node = arrow.parent; node !== undefined; node = node.parent) {
    if ((isFunction(node) && node.type !== 'ArrowFunctionExpression') || /^(?:PropertyDefinition|StaticBlock)$/.test(node.type)) return false
  }
  return true
}
