import { isRef, type FrameRecord, type Value } from '../../model'
import { parseSource, offsetOf, type SyntaxNode, type SyntaxTree } from '../../syntax/syntax-tree'
import { frameVariables, type Variable } from '../../values/frame-variables'
import type { OpenedCrash } from '../../view/opened-crash'
import { frameKey } from '../compare-frames'
import { membersOf } from '../members'
import { evaluate, type Evaluated } from './evaluate'
import { isFixedName } from './fixed-names'
import { isRecord, Kin } from './kin'
import { mentionsAt } from './mentions'
import { namesInUse } from './names-in-use'
import { Sampler, type Sample } from './sample'

/**
 * A value at a place of one capsule. `key` is the same place in the other capsules, `parent` that of what holds it; `distance`
 * counts the frames to the throw.
 */
export interface Observation extends Sample {
  key: string
  parent: string
  frame: number
  function: string
  path: string
  scope: Variable['scope'] | 'expression'
  distance: number
  depth: number
  /** Under an index of a list: the same index may be about something else in another run. */
  isIndexed: boolean
  /** All its members were recorded and are observed: one that is not among them is not there. */
  isWhole?: boolean
  /** Stands for the elements of a list, some of which have a member of this kind. */
  isSome?: true
  /** 0 to 1: how near the failing expression is that reads it. */
  mention: number
  /** The source says that it is the same in every run. */
  isFixed: boolean
  /**
   * How the program's sources use its name: `compared` with this very value, `tested`, `read`, or `unused`; absent if unknown.
   */
  use?: 'compared' | 'tested' | 'read' | 'unused'
  /** The variable that this expression initialises: they are one. */
  initialises?: string
  value: Value
}

export const OBSERVE_LIMITS = { maxFrames: 12, maxDepth: 4, maxElements: 5, maxPerVariable: 250, maxElementNames: 20,
  maxPerCapsule: 4_000 }

const BOILERPLATE = new Set(['exports', 'require', 'module', '__filename', '__dirname', 'arguments'])

/** Parsed sources by text: the capsules of one bug mostly have the same. */
export type TreeCache = Map<string, SyntaxTree | undefined>

/**
 * What one capsule has, by {@link Observation.key}: variables and their members nearest first, and what failing expressions read.
 */
export async function observe (capsule: OpenedCrash, trees: TreeCache): Promise<Map<string, Observation>> {
  const observations = new Map<string, Observation>()
  const kin = new Kin(capsule.crash)
  const sampler = new Sampler(capsule.crash, kin)
  const counts = new Map<string, number>()
  const frames: { frame: FrameRecord, tree: SyntaxTree | undefined }[] = []
  for (const frame of tellingFrames(capsule)) frames.push({ frame, tree: await treeOf(capsule, frame, trees) })
  const allTrees = [...new Set(frames.flatMap(({ tree }) => tree ?? []))]
  for (const [distance, { frame, tree }] of frames.entries()) {
    const name = frameKey(frame, capsule)
    counts.set(name, (counts.get(name) ?? 0) + 1)
    const view = new FrameView(capsule, kin, sampler, frame, `${name}#${counts.get(name)}`, distance, tree, allTrees)
    view.observeExpressions(observations)
    view.observeVariables(observations)
    if (observations.size > OBSERVE_LIMITS.maxPerCapsule) break
  }
  return observations
}

/** The frames of the program, from the innermost on, and those of packages that were called last; never Node's own. */
function tellingFrames ({ crash }: OpenedCrash): FrameRecord[] {
  const own = crash.frames.filter(frame => frame.scopes.length > 0 && !frame.file.startsWith('node:'))
  const first = own.findIndex(frame => frame.inApp)
  return own.filter((frame, at) => frame.inApp || at < first || first < 0).slice(0, OBSERVE_LIMITS.maxFrames)
}

async function treeOf ({ crash, readText }: OpenedCrash, frame: FrameRecord, trees: TreeCache): Promise<SyntaxTree | undefined> {
  const path = frame.script === undefined ? undefined : crash.scripts[frame.script]?.source
  const text = path === undefined ? undefined : await readText(path)
  if (text === undefined) return undefined
  if (!trees.has(text)) trees.set(text, parseSource(text))
  return trees.get(text)
}

class FrameView {
  private readonly mentioned = new Map<string, number>()
  /** By the last step alone, `.price`: what is read of some element. */
  private readonly mentionedNames = new Map<string, number>()
  private readonly offset: number | undefined

  constructor (
    private readonly capsule: OpenedCrash, private readonly kin: Kin, private readonly sampler: Sampler,
      private readonly frame: FrameRecord,
    private readonly key: string, private readonly distance: number, private readonly tree: SyntaxTree | undefined,
    private readonly allTrees: readonly SyntaxTree[],
  ) {
    this.offset = tree && offsetOf(tree, frame.lineNumber0, frame.columnNumber0)
  }

  /** What the expressions around the failing place read: the weights, and the values that no walk over variables would find. */
  observeExpressions (into: Map<string, Observation>): void {
    const { tree, frame, offset, capsule: { crash } } = this
    if (tree === undefined || offset === undefined) return
    const text = (node: SyntaxNode): string => tree.text.slice(node.start, node.end).replace(/\s+/g, ' ').slice(0, 100)
    for (const { node, weight, initialises } of mentionsAt(tree, offset)) {
      const step = node.type === 'MemberExpression' && !node.computed ? `.${text(node.property)}` : undefined
      if (step !== undefined) this.mentionedNames.set(step, Math.max(this.mentionedNames.get(step) ?? 0, weight))
      const evaluated = evaluate(crash, frame, node, text)
      if (evaluated === undefined || /^(?:undefined|NaN|Infinity)$/.test(evaluated.path)) continue
      const { path, value } = evaluated
      this.mentioned.set(path, Math.max(this.mentioned.get(path) ?? 0, weight))
      if (node.type === 'Identifier' || node.type === 'ThisExpression') continue
      const isFixed = this.isFixed(/^[\w$]+/.exec(path)?.[0] ?? '') && !/[[(]/.test(path)
      this.observeExpression(into, evaluated, { isFixed, mention: weight, depth: 1,
        ...(initialises !== undefined && { initialises }) })
      // `lines[index]`, `stock.get(order.sku)`: no walk finds this very element, and its other members may say why it.
      if (isRef(value) && /[[(]/.test(path)) this.observeMembers(into, path, value.ref)
    }
  }

  private observeMembers (into: Map<string, Observation>, path: string, ref: number): void {
    const node = this.capsule.crash.nodes[ref]
    if (!isRecord(node)) return
    for (const { step, key, value } of membersOf(this.capsule.crash, node).slice(0, OBSERVE_LIMITS.maxElementNames)) {
      this.observeExpression(into, { path: path + step, value, place: `${ref} ${key}` }, { isFixed: false, mention: 0, depth: 2 })
    }
  }

  private observeExpression (into: Map<string, Observation>, { path, value, place }: Evaluated,
    rest: Pick<Observation, 'isFixed' | 'mention' | 'depth' | 'initialises'>): void {
    const key = `${this.key} ${path}`
    if ((into.get(key)?.mention ?? -1) >= rest.mention) return
    into.set(key, { ...this.place(key, `${this.key} ${parentPath(path)}`, path, 'expression', rest.depth, false), value, ...rest,
      ...this.useOf(path, value), ...this.sampler.describe(value, place) })
  }

  observeVariables (into: Map<string, Observation>): void {
    const met = new Set<string>()
    for (const { name, scope, value } of frameVariables(this.frame)) {
      if (met.has(name) || name === '...' || BOILERPLATE.has(name) || scope === 'global') continue
      met.add(name)
      // A module's or an outer function's variables are seen from each of its frames: the innermost tells them.
      const isShared = scope === 'module' || scope === 'closure' || scope === 'script'
      const owner = isShared ? `${this.frame.file} ${scope}` : this.key
      if (isShared && into.has(`${owner} ${name}`)) continue
      this.walk(into, owner, { name, scope, value })
    }
  }

  private walk (into: Map<string, Observation>, owner: string, { name, scope, value }: Variable): void {
    const { crash } = this.capsule
    if (isRef(value) && isRef(crash.exception.value) && value.ref === crash.exception.value.ref) return
    const isFixed = this.isFixed(name) && scope !== 'this'
    const open = [{ path: name, parent: owner, value, depth: 0, place: undefined as string | undefined, isIndexed: false }]
    const met = new Set<number>()
    let next = 0
    for (; next < open.length && next < OBSERVE_LIMITS.maxPerVariable; next++) {
      const at = open[next]!
      const key = `${owner} ${at.path}`
      const expressionKey = `${this.key} ${at.path}`
      const known = into.get(expressionKey)
      const mention = Math.max(this.mentioned.get(at.path) ?? 0, known?.mention ?? 0)
      if (known !== undefined && key !== expressionKey) into.delete(expressionKey)
      into.set(key, { ...this.place(key, at.parent, at.path, scope, at.depth, at.isIndexed), value: at.value, isFixed, mention,
        ...this.useOf(at.path, at.value),
        ...(known?.initialises !== undefined && { initialises: known.initialises }),
          ...this.sampler.describe(at.value, at.place) })
      const node = isRef(at.value) ? crash.nodes[at.value.ref] : undefined
      if (node === undefined || node.type === 'function' || node.subtype === 'error' ||
        at.depth >= OBSERVE_LIMITS.maxDepth) continue
      const ref = (at.value as { ref: number }).ref
      if (met.has(ref)) continue
      met.add(ref)
      into.get(key)!.isWhole = (node.cut ?? []).length === 0
      if (node.size !== undefined && (node.subtype === 'array' || node.subtype === 'map' || node.subtype === 'set')) {
        const path = `${at.path}.${node.subtype === 'array' ? 'length' : 'size'}`
        open.push({ path, parent: key, value: node.size, depth: at.depth + 1, place: `${ref} size`, isIndexed: at.isIndexed })
      }
      this.observeElements(into, at, key, scope, isFixed)
      let elements = 0
      for (const member of membersOf(crash, node)) {
        if (member.part === 'elements' && (node.subtype !== 'array' || ++elements > OBSERVE_LIMITS.maxElements)) continue
        open.push({ path: at.path + member.step, parent: key, value: member.value, depth: at.depth + 1,
          place: `${ref} ${member.key}`, isIndexed: at.isIndexed || member.part === 'elements' })
      }
    }
    for (const { parent } of open.slice(next)) if (into.has(parent)) into.get(parent)!.isWhole = false
  }

  /**
   * Which element of a list broke it differs from run to run. So for each name and kind of value that some element has, there
   * is one observation: `items[…].price`, a number in a text.
   */
  private observeElements (into: Map<string, Observation>, at: { path: string, value: Value, depth: number }, parent: string,
    scope: Variable['scope'], isFixed: boolean): void {
    const { crash } = this.capsule
    const node = crash.nodes[(at.value as { ref: number }).ref]!
    const elements = [...node.elements ?? [], ...(node.entries ?? []).map(([, value]) => value)]
    for (const element of elements) {
      if (!isRef(element) || !isRecord(crash.nodes[element.ref])) continue
      for (const [name, value] of [...this.kin.membersOf(element.ref)].slice(0, OBSERVE_LIMITS.maxElementNames)) {
        const sample = this.sampler.describe(value, `${element.ref} ${name}`)
        const step = name.replace(/^properties (?=[\w$]+$)/, '.')
        if (!step.startsWith('.')) continue
        const path = `${at.path}[…]${step}`
        const key = `${parent}[…]${step} ${sample.kind}`
        if (into.has(key)) continue
        into.set(key, { ...this.place(key, `${parent}[…]`, path, scope, at.depth + 2, false), value, isFixed, isSome: true,
          ...this.useOf(path, value),
          mention: this.mentionedNames.get(step) ?? 0, ...sample })
      }
    }
  }

  private isFixed (name: string): boolean {
    return this.tree !== undefined && this.offset !== undefined && isFixedName(this.tree, this.offset, name)
  }

  private useOf (path: string, value: Value): Pick<Observation, 'use'> {
    const name = /[#\w$]+(?=\W*$)/.exec(path)?.[0]
    if (name === undefined || this.allTrees.length === 0) return {}
    const uses = this.allTrees.map(namesInUse)
    if (uses.some(({ compared }) => compared.get(name)?.has(JSON.stringify(value)))) return { use: 'compared' }
    if (uses.some(({ tested }) => tested.has(name))) return { use: 'tested' }
    return { use: uses.some(({ read }) => read.has(name)) ? 'read' : 'unused' }
  }

  private place (key: string, parent: string, path: string, scope: Observation['scope'], depth: number, isIndexed: boolean):
  Pick<Observation, 'key' | 'parent' | 'path' | 'scope' | 'depth' | 'isIndexed' | 'frame' | 'distance' | 'function'> {
    const { frame, distance } = this
    return { key, parent, path, scope, depth, isIndexed, frame: frame.index, distance,
      function: frame.original?.function ?? frame.function }
  }
}

const parentPath = (path: string): string => path.replace(/(?:\.[^.[\]()]+|\[[^\]]*\])$/, '')
