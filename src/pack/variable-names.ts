import { declaringScope } from '../culprit/binding'
import { isMinified } from '../culprit/expression-text'
import { Places, type CulpritSources, type Place } from '../culprit/place'
import type { CrashDocument, FrameRecord, ScopeRecord, VariableRecord } from '../model'
import { identifierAt, isDeclaredAt } from '../sourcemap/declared-name'
import { isScope } from '../syntax/bindings'
import { declarationsIn } from '../syntax/declarations'
import { allNodes, ancestorsOf, ownerOf } from '../syntax/functions'
import { matchScope } from '../syntax/match-scope'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { PLUMBING } from '../values/plumbing'

/** Code around a frame's place that is searched for uses of its variables: most functions are shorter. */
const MAX_NEAR_CHARS = 4_000
/** Variables of a crash that are looked up; of one with more, the innermost frames'. */
const MAX_VARIABLES = 3_000
/** A dying program waits: what is not looked up by then is unknown. Frames of the failure come first. */
const MAX_MS = 25

/**
 * What is known of a variable: `name` in the original source (undefined: unknown), whether it is declared or used in the code around the
 * frame's place, and so is what its name means there.
 */
interface Known { variable: VariableRecord, scope: ScopeRecord, name?: string, isHere: boolean }

/**
 * Gives variables of frames with an original place their {@link VariableRecord.original} names: those that the source map has for their
 * declarations, and says so of those whose names are mangled without a trace. Scripts that are not parsed have no names.
 */
export function nameVariables (crash: CrashDocument, sources: CulpritSources): void {
  const places = new Places(crash, sources)
  const frames = crash.frames.filter(({ original, script, scopes }) => original !== undefined && script !== undefined && scopes.length > 0)
  const known = new Map<FrameRecord, Known[]>()
  const mangled = new Set<number>()
  let left = MAX_VARIABLES
  // Our own tests must not hang on how busy the machine is.
  const until = process.env['FAULTSNAP_TEST'] === '1' ? Infinity : performance.now() + MAX_MS
  for (const frame of frames) {
    const isLate = left <= 0 || performance.now() > until
    const place = isLate ? undefined : places.of(frame)
    const found = place === undefined ? unparsed(frame) : new FrameNames(place).find()
    left -= found.length
    known.set(frame, found)
    if (mangled.has(frame.script!)) continue
    if (found.some(isMangled) || (place === undefined ? isShortNamed(frame) : isMinified(place))) mangled.add(frame.script!)
  }
  // Frames of one module share most of their variables, and masking takes longer than all else.
  const masked = new Map<string, string>()
  const mask = (name: string): string => {
    const text = masked.get(name) ?? sources.mask(name)
    masked.set(name, text)
    return text
  }
  for (const [frame, found] of known) tell(found, mangled.has(frame.script!), mask)
}

function tell (found: readonly Known[], isMangledCode: boolean, mask: (text: string) => string): void {
  for (const each of found) {
    const { variable, scope, isHere } = each
    const name = each.name === undefined || each.name === variable.name || mask(each.name) === each.name ? each.name : undefined
    if (name === undefined) {
      if (isMangledCode) variable.original = {}
      continue
    }
    // Of two variables of one scope only one can be meant, and which one depends on the line.
    const rivals = found.filter(other => other !== each && other.scope === scope && other.name === name)
    const isElsewhere = !isHere || rivals.some(other => other.isHere)
    if (name !== variable.name || (isElsewhere && (isMangledCode || rivals.length > 0))) {
      variable.original = { name, ...isElsewhere && { isElsewhere } }
    }
  }
}

/** Minifiers hand out names of one and two characters; `n2` and `_n` are what compilers make of a second `n`. */
function isMangled ({ variable, name }: Known): boolean {
  if (name === undefined || variable.name.length > 2 || variable.name === name) return false
  return !variable.name.replace(/^_|[_$]?\d$/g, '').startsWith(name)
}

const isNamed = ({ type }: ScopeRecord): boolean => !/^(?:global|with|wasm-expression-stack)$/.test(type)

const unparsed = ({ scopes }: FrameRecord): Known[] =>
  scopes.filter(isNamed).flatMap(scope => scope.variables.filter(({ name }) => name !== 'arguments' && !PLUMBING.includes(name))
    .map(variable => ({ variable, scope, isHere: false })))

/** Of code that is not parsed: a place far out on a line, and short names. */
function isShortNamed ({ columnNumber0, scopes }: FrameRecord): boolean {
  const names = scopes.filter(isNamed).flatMap(({ variables }) => variables.map(({ name }) => name))
  return columnNumber0 > 400 && names.filter(name => name.length <= 2).length > names.length / 3
}

/** The names of one frame's variables. */
class FrameNames {
  private readonly scopes: SyntaxNode[]
  private readonly near: SyntaxNode
  /** The identifiers around the frame's place, by name. */
  private readonly uses = new Map<string, SyntaxNode[]>()

  constructor (private readonly place: Place) {
    this.scopes = [...ancestorsOf(place.node)].filter(isScope)
    this.near = nearOf(place.node)
    for (const node of allNodes(this.near)) {
      if (node.type !== 'Identifier' || !isVariable(node)) continue
      const uses = this.uses.get(node.name as string)
      if (uses === undefined) this.uses.set(node.name as string, [node])
      else uses.push(node)
    }
  }

  find (): Known[] {
    return this.place.frame.scopes.filter(isNamed).flatMap(scope => {
      const matched = scope.type === 'script' ? this.place.tree.program : matchScope(scope, this.scopes, this.place.tree)
      const isUnmatched = matched === undefined && (scope.start !== undefined || scope.end !== undefined)
      return scope.variables.flatMap(variable => {
        // What nobody declares (`arguments`, what a CommonJS module is given) nobody has renamed.
        if (variable.symbol || declaringScope(this.place.node, variable.name) === undefined) return []
        const candidates = (matched === undefined ? isUnmatched ? [] : this.scopes : [matched])
          .filter(node => declarationsIn(node).has(variable.name))
        return { variable, scope, ...candidates.length === 1 ? this.nameIn(candidates[0]!, variable.name) : { isHere: false } }
      })
    })
  }

  private nameIn (scope: SyntaxNode, name: string): { name?: string, isHere: boolean } {
    const declared = declarationsIn(scope).get(name)!.map(id => this.originalOf(id, true))
    const first = declared[0]
    if (first === undefined || declared.some(each => each?.name !== first.name || each.file !== first.file)) return { isHere: false }
    const { file } = this.place.frame.original!
    const uses = (this.uses.get(name) ?? []).filter(id => declaringScope(id, name) === scope)
    const used = new Set(uses.flatMap(id => {
      const original = this.originalOf(id, false)
      return original?.file === file ? [original.name] : []
    }))
    // Some minifiers reuse a variable for another one; what is imported may have another name here.
    if (used.size > 1 || (used.size === 1 && first.file === file && !used.has(first.name))) return { isHere: false }
    if (first.file !== file) return used.size === 1 ? { name: [...used][0]!, isHere: true } : { name: first.name, isHere: false }
    return { name: first.name, isHere: used.size === 1 || declarationsIn(scope).get(name)!.some(id => this.near.start <= id.start && id.end <= this.near.end) }
  }

  /** The original identifier at the very place of a generated one, and the file that it is in. */
  private originalOf (id: SyntaxNode, isDeclaration: boolean): { name: string, file: string } | undefined {
    const { file, name, isExact } = this.place.locate(id) as ReturnType<CulpritSources['locate']>
    if (!isExact) return undefined
    const original = this.place.originalAt(id.start)
    if (original === undefined) return name === undefined ? undefined : { name, file }
    const { text, offset } = original
    const written = identifierAt(text, offset)
    if (written === undefined || (name !== undefined && name !== written)) return undefined
    const isKey = id.parent?.type === 'Property' && id.parent.shorthand && /^\s*:/.test(text.slice(offset + written.length, offset + written.length + 20))
    return isKey || (isDeclaration && !isDeclaredAt(text, offset, written)) ? undefined : { name: written, file }
  }
}

/** The function around a node, or as much of it as is not too long. */
function nearOf (node: SyntaxNode): SyntaxNode {
  const owner = ownerOf(node)
  let near = node
  while (near !== owner && near.parent !== undefined && near.parent.end - near.parent.start <= MAX_NEAR_CHARS) near = near.parent
  return near
}

/** Not a property's name. A shorthand is both: only its declarations tell more. */
function isVariable ({ parent, start }: SyntaxNode): boolean {
  if (parent?.type === 'MemberExpression') return parent.computed || parent.property.start !== start
  if (/^(?:Property|MethodDefinition|PropertyDefinition)$/.test(parent?.type ?? '')) return !parent!.shorthand && (parent!.computed || parent!.key.start !== start)
  return true
}
