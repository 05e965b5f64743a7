import type { GraphNode } from '../model'
import { allNodes, isFunction } from '../syntax/functions'
import { offsetOf, parseSource, type SyntaxNode, type SyntaxTree } from '../syntax/syntax-tree'

/**
 * A function's text as `Function.prototype.toString` gives it, masked as its script is, its number of expected arguments, and whether
 * it has a property `prototype`.
 */
export interface FunctionText { text: string, length: number, hasPrototype: boolean }

/** Texts longer than this are cut: each property of a list of functions would carry it. */
const MAX_TEXT_CHARS = 20_000
/** Characters that one session parses: some ten seconds, if a stranger's file asks for all of them. */
const MAX_PARSED_CHARS = 8_000_000

/** Where a function is in its text. A syntax tree is a hundred times as large, and is dropped. */
interface Place { start: number, end: number, isClass: boolean, isStatic: boolean, length: number, hasPrototype: boolean }

/** The functions of a text by the offset that V8 calls their start. */
interface Index { text: string, lines: Pick<SyntaxTree, 'text' | 'lineStarts'>, places: ReadonlyMap<number, Place> }

/**
 * Finds the text of functions in the scripts of a capsule by where V8 says they begin. Each text is parsed once, when the first of its
 * functions is asked for.
 */
export class FunctionTexts {
  private readonly sourceOf: (script: number) => string | undefined
  private readonly indexes = new Map<string, Index | undefined>()
  private charsLeft = MAX_PARSED_CHARS

  /** `sourceOf` gives a script's packed text, by its index in `CrashDocument.scripts`. */
  constructor (sourceOf: (script: number) => string | undefined) {
    this.sourceOf = sourceOf
  }

  /** Undefined where the script's text is not there, or does not have this function at this place. */
  of (node: GraphNode): FunctionText | undefined {
    const { location } = node
    const source = location && this.sourceOf(location.script)
    const index = source === undefined ? undefined : this.indexOf(source)
    const offset = index && offsetOf(index.lines as SyntaxTree, location!.lineNumber0, location!.columnNumber0)
    const place = offset === undefined ? undefined : index!.places.get(offset)
    if (place === undefined || (node.functionKind === 'class') !== place.isClass) return undefined
    const text = index!.text.slice(place.start, place.end).replace(place.isStatic ? /^static\s+/ : '', '')
    const { length, hasPrototype } = place
    return { text: text.length > MAX_TEXT_CHARS ? `${text.slice(0, MAX_TEXT_CHARS)}…` : text, length, hasPrototype }
  }

  private indexOf (source: string): Index | undefined {
    if (!this.indexes.has(source)) {
      this.charsLeft -= source.length
      const tree = this.charsLeft < 0 ? undefined : parseSource(source)
      this.indexes.set(source, tree && { text: tree.text, lines: { text: tree.text, lineStarts: tree.lineStarts }, places: placesIn(tree) })
    }
    return this.indexes.get(source)
  }
}

/** V8 counts a function from its parameters, an arrow function from its beginning, a class without a constructor from `class`. */
function placesIn (tree: SyntaxTree): Map<number, Place> {
  const places = new Map<number, Place>()
  for (const node of allNodes(tree.program)) {
    if (/^Class(?:Declaration|Expression)$/.test(node.type)) places.set(node.start, placeOf(node))
    else if (isFunction(node)) for (const at of startsOf(tree.text, node)) places.set(at, placeOf(node))
  }
  return places
}

/** Of an asynchronous arrow function some versions of V8 count from `async`. */
function startsOf (text: string, node: SyntaxNode): number[] {
  const isArrow = node.type === 'ArrowFunctionExpression'
  if (!isArrow) return [text.indexOf('(', node.id?.end ?? node.start)]
  const head = /^async\b\s*/.exec(text.slice(node.start, node.start + 50))?.[0] ?? ''
  return node.async === true ? [node.start, node.start + head.length] : [node.start]
}

function placeOf (node: SyntaxNode): Place {
  const whole = wholeOf(node)
  return {
    start: whole.start, end: whole.end, isClass: /^Class/.test(whole.type), isStatic: whole['static'] === true,
    length: lengthOf(node), hasPrototype: hasPrototype(whole, node),
  }
}

/** What `toString` of it shows: the class of a constructor, the property of a method, else the function itself. */
function wholeOf (node: SyntaxNode): SyntaxNode {
  const { parent } = node
  if (parent?.type === 'MethodDefinition' && parent['value'] === node) {
    return parent['kind'] === 'constructor' ? parent.parent!.parent! : parent
  }
  const isMethod = parent?.type === 'Property' && parent['value'] === node && (parent['method'] === true || parent['kind'] !== 'init')
  return isMethod ? parent! : node
}

/** Arrows, methods and async functions have none; generators and classes have one however they are written. */
function hasPrototype (whole: SyntaxNode, node: SyntaxNode): boolean {
  if (/^Class/.test(whole.type) || node['generator'] === true) return true
  return whole === node && node.type !== 'ArrowFunctionExpression' && node['async'] !== true
}

function lengthOf (node: SyntaxNode): number {
  const parameters = (node['params'] ?? []) as SyntaxNode[]
  const first = parameters.findIndex(({ type }) => type === 'AssignmentPattern' || type === 'RestElement')
  return first < 0 ? parameters.length : first
}
