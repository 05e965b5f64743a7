import type { GraphNode, ScriptLocation } from '../model'
import { allNodes, isFunction } from '../syntax/functions'
import { SourceTrees } from '../syntax/source-trees'
import { offsetOf, type SyntaxNode, type SyntaxTree } from '../syntax/syntax-tree'

/** A function's text as `Function.prototype.toString` gives it, masked as its script is, and its number of expected arguments. */
export interface FunctionText { text: string, length: number }

/** Texts longer than this are cut: each property of a list of functions would carry it. */
const MAX_TEXT_CHARS = 20_000

/**
 * Finds the text of functions in the scripts of a capsule by where V8 says they begin. Each script is parsed once, when the
 * first of its functions is asked for.
 */
export class FunctionTexts {
  private readonly trees: SourceTrees
  private readonly indexes = new Map<number, Map<number, SyntaxNode>>()

  /** `sourceOf` gives a script's packed text, by its index in `CrashDocument.scripts`. */
  constructor (sourceOf: (script: number) => string | undefined) {
    this.trees = new SourceTrees(sourceOf)
  }

  /** Undefined where the script's text is not there, or does not have this function at this place. */
  of (node: GraphNode): FunctionText | undefined {
    const { location } = node
    const tree = location && this.trees.of(location.script)
    if (location === undefined || tree === undefined) return undefined
    const at = this.nodeAt(tree, location)
    if (at === undefined) return undefined
    const whole = wholeOf(at)
    if ((node.functionKind === 'class') !== /^Class/.test(whole.type)) return undefined
    const text = tree.text.slice(whole.start, whole.end).replace(whole.static === true ? /^static\s+/ : '', '')
    return { text: text.length > MAX_TEXT_CHARS ? `${text.slice(0, MAX_TEXT_CHARS)}…` : text, length: lengthOf(at) }
  }

  private nodeAt (tree: SyntaxTree, { script, lineNumber0, columnNumber0 }: ScriptLocation): SyntaxNode | undefined {
    let index = this.indexes.get(script)
    if (index === undefined) {
      index = indexOf(tree)
      this.indexes.set(script, index)
    }
    const offset = offsetOf(tree, lineNumber0, columnNumber0)
    return offset === undefined ? undefined : index.get(offset)
  }
}

/** Functions and classes by the offset that V8 calls their start: that of the parameters, or of `class` without a constructor. */
function indexOf (tree: SyntaxTree): Map<number, SyntaxNode> {
  const index = new Map<number, SyntaxNode>()
  for (const node of allNodes(tree.program)) {
    if (/^Class(?:Declaration|Expression)$/.test(node.type)) index.set(node.start, node)
    else if (isFunction(node)) for (const at of startsOf(tree.text, node)) index.set(at, node)
  }
  return index
}

/** Of an asynchronous arrow function some versions of V8 count from `async`. */
function startsOf (text: string, node: SyntaxNode): number[] {
  const isArrow = node.type === 'ArrowFunctionExpression'
  if (!isArrow) return [text.indexOf('(', node.id?.end ?? node.start)]
  const head = /^async\b\s*/.exec(text.slice(node.start, node.start + 50))?.[0] ?? ''
  return node.async === true ? [node.start, node.start + head.length] : [node.start]
}

/** What `toString` of it shows: the class of a constructor, the property of a method, else the function itself. */
function wholeOf (node: SyntaxNode): SyntaxNode {
  const { parent } = node
  if (parent?.type === 'MethodDefinition' && parent.value === node) return parent.kind === 'constructor' ? parent.parent!.parent! : parent
  const isMethod = parent?.type === 'Property' && parent.value === node && (parent.method === true || parent.kind !== 'init')
  return isMethod ? parent! : node
}

function lengthOf (node: SyntaxNode): number {
  const parameters = (node.params ?? []) as SyntaxNode[]
  const first = parameters.findIndex(({ type }) => type === 'AssignmentPattern' || type === 'RestElement')
  return first < 0 ? parameters.length : first
}
