import { isMissing } from '../model'
import type { CrashDocument, FrameRecord, PropertyRecord, ScopeRecord, Value } from '../model'
import { bindingsNamed, isScope } from './bindings'
import type { LexicalBinding } from './bindings'
import { matchScope } from './match-scope'
import { ancestorsOf, isFunction, ownerOf } from './functions'
import type { SourceTrees } from './source-trees'
import { nodeAt, offsetOf } from './syntax-tree'
import type { SyntaxNode, SyntaxTree } from './syntax-tree'

export interface RefineOptions {
  /** Node 20: V8 gives `undefined` for what it cannot show, so an `undefined` before its declaration says nothing. */
  treatsUndefinedAsUnknown: boolean
}

/** `uninitialized`: values changed in all. `fromOptimizedOut`: those of them that were `{ missing: 'optimized-out' }`. */
export interface RefineCounts { uninitialized: number, fromOptimizedOut: number }

const LOOP = /^(?:While|DoWhile|For|ForIn|ForOf)Statement$/

/** A frame of a script that could be parsed: where it stands, and the function whose code that is. */
interface Place { frame: FrameRecord, tree: SyntaxTree, offset: number, node: SyntaxNode, owner: SyntaxNode }

/**
 * Tells variables that have no value yet from those that V8 cannot show, by where they are declared, and changes their values
 * in `crash` to `{ missing: 'uninitialized' }`. A script without a tree leaves the values as they are. Never throws.
 *
 * A binding has no value as long as its own function stands before the end of its declaration: no jump leads back within one
 * run of a block, and each round of a loop has new bindings. In a loop V8 still shows the previous round's value in such a
 * binding (it skips the write that would clear it, measured on Node 20 to 26), so there a value that is shown is changed too.
 * Variables of enclosing functions and modules count only when a frame of the crash still stands before their declaration.
 *
 * Of one variable the error itself says that it has no value: `Cannot access 'rate' before initialization`.
 *
 * https://tc39.es/ecma262/#sec-let-and-const-declarations; V8's own half of it is `ScopeIterator::VisitLocals` in
 * src/debug/debug-scopes.cc.
 */
export function refineUninitialized (
  crash: CrashDocument, trees: SourceTrees, options: RefineOptions,
): RefineCounts {
  const counts: RefineCounts = { uninitialized: 0, fromOptimizedOut: 0 }
  try {
    const places = findPlaces(crash, trees)
    refineNamed(crash, places, counts)
    for (const place of places) {
      if (place.frame.kind !== 'call') continue
      for (const scope of place.frame.scopes) {
        for (const variable of scope.variables) refineVariable(variable, scope, place, places, options, counts)
      }
    }
  } catch {
    // What was changed so far is right and counted; the rest stays as the recorder left it.
  }
  return counts
}

/**
 * The variable that V8's own error names, in the innermost scope of the throwing frame that has the name, and in those scopes of its callers
 * that are the same: the declaring function is on the stack once, or is the module. Where the program threw those words, nothing is claimed.
 */
function refineNamed ({ exception, frames }: CrashDocument, places: readonly Place[], counts: RefineCounts): void {
  const name = exception.type === 'ReferenceError' ? /^Cannot access '([^]+)' before initialization$/.exec(exception.message)?.[1] : undefined
  const thrower = places[0]
  if (name === undefined || thrower === undefined || thrower.frame !== frames[0] || thrower.frame.kind !== 'call') return
  for (const node of ancestorsOf(thrower.node)) {
    if (node.type === 'ThrowStatement') return
    if (isFunction(node)) break
  }
  const meant = refineIn(thrower, name, undefined, counts)
  if (meant === undefined) return
  const owner = ownerOf(meant)
  if (owner.type !== 'Program' && places.filter(place => place.tree === thrower.tree && place.owner === owner).length > 1) return
  for (const place of places) {
    if (place !== thrower && place.frame.kind === 'call' && place.tree === thrower.tree) refineIn(place, name, meant, counts)
  }
}

/** The node whose variable it is, in the innermost scope with the name; changed if that is `wanted`, or nothing is. */
function refineIn (place: Place, name: string, wanted: SyntaxNode | undefined, counts: RefineCounts): SyntaxNode | undefined {
  for (const scope of place.frame.scopes) {
    const variable = scope.variables.find(each => each.name === name && !each.symbol && each.get === undefined)
    if (variable === undefined) continue
    const meant = findDeclaration(name, scope, place)?.node
    if (meant === undefined && wanted === undefined) return undefined
    if (wanted !== undefined && meant !== wanted) continue
    if (!isMissing(variable.value) || variable.value.missing === 'optimized-out') {
      if (isMissing(variable.value)) counts.fromOptimizedOut++
      counts.uninitialized++
      variable.value = { missing: 'uninitialized' }
    }
    return meant
  }
  return undefined
}

function refineVariable (
  variable: PropertyRecord, scope: ScopeRecord, place: Place, places: readonly Place[],
  options: RefineOptions, counts: RefineCounts,
): void {
  const certainty = certaintyOf(variable.value, options)
  if (certainty === undefined || variable.symbol || variable.get !== undefined) return
  const declared = findDeclaration(variable.name, scope, place)
  if (declared === undefined) return
  const { binding, node } = declared
  const owner = ownerOf(node)
  const standing = owner === place.owner && scope.type !== 'closure'
    ? [place]
    : places.filter(other => other.tree === place.tree && other.owner === owner)
  const isOwn = standing[0] === place && standing.length === 1
  if (standing.length === 0 || !standing.every(({ offset }) => isBefore(offset, binding))) return
  // Another call of the same function may have made this closure, and `undefined` may be what it stored; a module runs once.
  if (!isOwn && certainty !== 'unknown' && !(certainty === 'undefined' && owner.type === 'Program')) return
  if (certainty === 'shown' && !isRepeated(node, owner)) return
  if (certainty === 'unknown') counts.fromOptimizedOut++
  counts.uninitialized++
  variable.value = { missing: 'uninitialized' }
}

function certaintyOf (value: Value, options: RefineOptions): 'unknown' | 'undefined' | 'shown' | undefined {
  if (isMissing(value)) return value.missing === 'optimized-out' ? 'unknown' : undefined
  const isUndefined = typeof value === 'object' && value !== null && 'type' in value && value.type === 'undefined'
  return isUndefined && options.treatsUndefinedAsUnknown ? 'undefined' : 'shown'
}

const isBefore = (offset: number, { readyAt, lateRange }: LexicalBinding): boolean =>
  offset < readyAt || (lateRange !== undefined && lateRange.start <= offset && offset < lateRange.end)

/** Only what a loop makes anew in each round can hold a value before its declaration: the previous round's. */
function isRepeated (scopeNode: SyntaxNode, owner: SyntaxNode): boolean {
  if (/^For(?:In|Of)Statement$/.test(scopeNode.type)) return true
  for (const node of ancestorsOf(scopeNode)) {
    if (node === owner) return false
    if (node.parent !== undefined && LOOP.test(node.parent.type) && node.parent.body === node) return true
  }
  return false
}

function findDeclaration (
  name: string, scope: ScopeRecord, place: Place,
): { binding: LexicalBinding, node: SyntaxNode } | undefined {
  if (/^(?:global|with|wasm-expression-stack)$/.test(scope.type)) return undefined
  const scopes = [...ancestorsOf(place.node)].filter(isScope)
  const matched = scope.type === 'script' ? place.tree.program : matchScope(scope, scopes, place.tree)
  const candidates = matched === undefined ? scopes : [matched]
  if (matched === undefined && (scope.start !== undefined || scope.end !== undefined)) return undefined
  const found = candidates.flatMap(node => bindingsNamed(node, name).map(binding => ({ binding, node })))
  return found.length === 1 ? found[0] : undefined
}

function findPlaces (crash: CrashDocument, trees: SourceTrees): Place[] {
  const places: Place[] = []
  for (const frame of crash.frames) {
    if (frame.script === undefined || frame.kind === 'stack' || frame.lineNumber0 < 0) continue
    const tree = trees.of(frame.script)
    const offset = tree && offsetOf(tree, frame.lineNumber0, frame.columnNumber0)
    if (tree === undefined || offset === undefined) continue
    const node = nodeAt(tree, offset)
    const owner = ownerOf(node)
    if (isSameFunction(frame, owner, tree)) places.push({ frame, tree, offset, node, owner })
  }
  return places
}

/**
 * Does V8 mean the function that was found? Not so for a constructor or an initialiser that V8 made up for a class, whose
 * position is the class's, in the function around it; nor for text that is not what V8 ran.
 */
function isSameFunction ({ functionLocation }: FrameRecord, owner: SyntaxNode, tree: SyntaxTree): boolean {
  if (functionLocation === undefined) return true
  const at = offsetOf(tree, functionLocation.lineNumber0, functionLocation.columnNumber0)
  if (at === undefined) return false
  if (owner.type === 'Program') return at === 0
  // V8 joins all fields, or all static parts, of a class into one function that begins at the class or at the first of them.
  return isFunction(owner) ? owner.start <= at && at <= owner.body.start : at < owner.end
}
