import { types } from 'node:util'
import type { GraphNode, MissingReason, MissingValue, PropertyRecord, Value } from '../../src/model'
import type { Limits } from '../../src/limits'
import type { Masker } from '../../src/mask/masker'
import {
  SafeSet, arrayIsArray, bigIntToString, getOwnPropertyDescriptor, is, isEnumerable, now, symbolDescription, toStringOf,
} from '../primordials'
import { reportOwnFailure } from '../boundary'
import { Agenda } from './agenda'
import { BoundValues, noteBeside } from './bound-values'
import { ClassNames, type ClassInfo } from './class-names'
import { cut, fillNode, type WalkedObject } from './fill-node'
import { holdsNothing } from './holds-nothing'
import { isHugeBigInt, isHugeText } from './huge-values'
import { isCode } from './is-code'
import { skim } from './late'
import { isOfLexer } from './lexer-tokens'
import { isMachinery } from './machinery'
import { nameBeside } from './name-beside'
import { SecretSearch, taintFrom } from './secret-values'
import type { Turn } from './walk-queue'

/** V8's help for what JavaScript cannot see of its own objects: private fields, promise states, proxy targets, locations. */
export type Insight = (walk: GraphWalk, objects: readonly WalkedObject[]) => void

/**
 * Objects entered however late it is: on a machine out of breath the clock runs while the walk stands still, and the variables
 * nearest to the throw cost a fraction of a millisecond.
 */
const MIN_OBJECTS = 100

export type MissingCounts = Partial<Record<MissingReason, number>>

/** The walk's depth while it enters what the variables hold. */
const VARIABLES_DEPTH = 2

/**
 * Turns live values into the object graph of a capsule: breadth-first, each object once, bounded while it goes, masked while
 * it goes. It runs while the program is paused and reads through descriptors and the built-ins' own getters only: no getter,
 * trap, `toJSON` or `toString` of the program runs.
 *
 * What variables hold may be walked in several goes, of which each is whole before the next begins; an object that is found less deep
 * later gets what it would have had, if there is time.
 */
export class GraphWalk {
  readonly nodes: GraphNode[]
  readonly missing: MissingCounts = {}
  readonly classNames = new ClassNames()
  readonly limits: Limits
  readonly masker: Masker
  /** The variables that are read now are of enclosing functions and modules. */
  isOuter = false
  /** Names of what stands in lists by the statements and tables that they belong to. */
  readonly bound = new BoundValues()
  private readonly secretSearch = new SecretSearch()
  private readonly agenda = new Agenda()
  private readonly shallow: SafeSet<unknown>
  private readonly insight: Insight | undefined
  private readonly clock: { isOver: () => boolean }
  private readonly minObjects: number
  private wanted: WalkedObject[] = []
  private isLate = false
  private enteredLate = 0
  private functionsLate = 0

  /**
   * `clock`, or `deadline`, a time of {@link now}, says when the walk's time is up. `shallow` are objects to name but not to enter (globals,
   * module plumbing). `nodes`: of an earlier walk, which this one adds to; it does not know which objects they are of.
   */
  constructor (options: {
    limits: Limits, masker: Masker, shallow: SafeSet<unknown>, insight?: Insight, minObjects?: number, nodes?: GraphNode[]
  } & ({ deadline: number } | { clock: { isOver: () => boolean } })) {
    this.nodes = options.nodes ?? []
    this.limits = options.limits
    this.masker = options.masker
    this.clock = 'clock' in options ? options.clock : { isOver: () => now() > options.deadline }
    this.shallow = options.shallow
    this.insight = options.insight
    this.minObjects = options.minObjects ?? MIN_OBJECTS
    this.secretSearch.isLate = () => this.isOverTime()
  }

  /** Enters everything that was referred to so far. Call it once, after all roots were given to `named`. */
  run (): void {
    this.enterUntil(0)
    this.enterUntil(1)
    this.enterUntil(2)
    while (!this.isOverTime() && this.agenda.followNearer(object => this.reference(object))) this.enterUntil(2)
  }

  /** Enters what was referred to so far and has its turn, depth by depth. What is left waits for a later call, or `run`. */
  enterUntil (turn: Turn): void {
    for (let level = this.agenda.take(turn); level !== undefined; level = this.agenda.take(turn)) {
      for (let index = 0; index < level.length; index++) this.enter(level[index]!, index)
      const { wanted } = this
      this.wanted = []
      if (wanted.length > 0 && this.insight !== undefined) this.insight(this, wanted)
    }
  }

  private enter (walked: WalkedObject, index: number): void {
    if ((index & 15) === 0) this.isOverTime()
    if (!this.isLate) return this.fill(walked)
    const isFunction = typeof walked.object === 'function' && !walked.isProxy
    const late = isFunction ? ++this.functionsLate * 2 : ++this.enteredLate
    // Functions are few, and as many again have their names: a package's module has hundreds.
    if (late > this.minObjects) skim(this, walked, late <= this.minObjects * 2)
    else this.fill(walked)
  }

  /** An object that no walk was prepared for costs itself, not the snapshot. */
  private fill (walked: WalkedObject): void {
    try {
      fillNode(this, walked)
    } catch (error) {
      reportOwnFailure('walk', error)
      cut(this, walked.node, { what: 'properties', reason: 'unavailable', count: 0 })
    }
  }

  /** The value of something that has a name: masked whole if the name is a secret's. */
  named (name: string, value: unknown): Value {
    if (this.isSecret(name, value)) {
      taintFrom(value, this.masker, name, this.secretSearch)
      return this.absent('masked')
    }
    return this.value(value)
  }

  /** Of an object that was come across already. */
  nodeOf (object: object): GraphNode | undefined {
    const index = this.agenda.find(object)
    return index === undefined ? undefined : this.nodes[index]
  }

  value (value: unknown): Value {
    switch (typeof value) {
      case 'string': return this.text(value)
      case 'boolean': return value
      case 'number':
        if (isPlainNumber(value)) return value
        return { type: 'number', value: is(value, -0) ? '-0' : toStringOf(value) as 'NaN' }
      case 'undefined':
        // `document.all` and its kind are objects whose typeof says 'undefined'.
        return value === undefined ? { type: 'undefined' } : this.reference(value as object)
      case 'bigint': {
        if (isHugeBigInt(value)) return { ...this.absent('string'), type: 'bigint' }
        const text = this.text(bigIntToString(value))
        return typeof text === 'string' ? { type: 'bigint', value: text } : { ...text as MissingValue, type: 'bigint' }
      }
      case 'symbol': {
        const description = symbolDescription(value)
        return description === undefined ? { type: 'symbol' } : { type: 'symbol', value: this.key(description) }
      }
      default: return value === null ? null : this.reference(value as object)
    }
  }

  /** A property's name as it may be written: secrets used as keys are masked too, and long ones cut: they end with `…`. */
  key (name: string): string {
    if (name.length < 6) return name
    if (isHugeText(name)) {
      this.count('string')
      return '…'
    }
    const kept = this.masker.maskPrefix(name, this.limits.maxStringLength)
    if (name.length <= this.limits.maxStringLength) return kept
    this.count('string')
    return `${kept}…`
  }

  /** A property that could not be read. */
  absent (reason: MissingReason, size?: number): MissingValue {
    this.count(reason)
    return size === undefined ? { missing: reason } : { missing: reason, size }
  }

  count (reason: MissingReason, by = 1): void {
    const count = (this.missing[reason] ?? 0) + by
    if (count > 0) this.missing[reason] = count
    else delete this.missing[reason]
  }

  /** Whether there is a V8 to ask. */
  get hasInsight (): boolean {
    return this.insight !== undefined
  }

  /** Asks V8 for what JavaScript cannot see of the object, after its level was entered. */
  wantInsight (object: WalkedObject): void {
    if (this.insight !== undefined) this.wanted[this.wanted.length] = object
  }

  /** Whether the object is to be named but not entered. What a variable holds itself is entered, whatever it is of Node's. */
  isShallow (object: object): boolean {
    return this.shallow.has(object) || (this.agenda.depth > VARIABLES_DEPTH && isMachinery(object))
  }

  /** True from the moment the walk's time is up. */
  isOverTime (): boolean {
    if (!this.isLate && this.clock.isOver()) this.isLate = true
    return this.isLate
  }

  /** The property records of `names`, at most `maxItems`, read by descriptor. */
  property (object: object, key: string | symbol): PropertyRecord {
    const isSymbol = typeof key === 'symbol'
    const name = isSymbol ? symbolDescription(key) ?? '' : key
    const record: PropertyRecord = { name: this.key(name), value: null }
    if (isSymbol) record.symbol = true
    // To look at a stack that nobody has looked at is to format it, on Node 20, which runs code of the program's.
    if (key === 'stack' && !isEnumerable(object, key)) {
      record.value = this.absent('getter')
      record.enumerable = false
      return record
    }
    let descriptor: PropertyDescriptor | undefined
    try { descriptor = getOwnPropertyDescriptor(object, key) } catch { descriptor = undefined }
    if (descriptor === undefined) {
      record.value = this.absent('unavailable')
      return record
    }
    if (descriptor.get !== undefined || descriptor.set !== undefined) {
      record.value = this.absent('getter')
      if (descriptor.get !== undefined) record.get = this.value(descriptor.get)
      if (descriptor.set !== undefined) record.set = this.value(descriptor.set)
    } else {
      noteBeside(this, object, name, descriptor.value)
      const bound = this.bound.of(object)?.get(name)
      record.value = this.named(bound ?? nameBeside(object, name, descriptor.value, this.masker), descriptor.value)
      if (descriptor.writable === false) record.writable = false
    }
    if (descriptor.enumerable === false) record.enumerable = false
    if (descriptor.configurable === false) record.configurable = false
    return record
  }

  /** A Proxy is judged by its name alone: `isSecret` would ask it for its class. */
  private isSecret (name: string, value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return this.masker.isSecret(name, value)
    return types.isProxy(value) ? this.masker.isSecretName(name) : this.masker.isSecret(name, value) && !holdsNothing(value) && !isOfLexer(name, value)
  }

  private text (text: string): Value {
    if (isHugeText(text)) return this.absent('string', text.length)
    const kept = this.masker.maskPrefix(text, this.limits.maxStringLength)
    if (text.length <= this.limits.maxStringLength) {
      return kept
    }
    this.count('string')
    return { missing: 'string', size: text.length, value: kept }
  }

  private reference (object: object): Value {
    const known = this.agenda.find(object)
    if (known !== undefined) return { ref: known }
    const isProxy = types.isProxy(object)
    const info: ClassInfo | undefined = isProxy ? undefined : this.classNames.of(object)
    const className = info === undefined ? 'Proxy' : this.key(info.className)
    const type = typeof object === 'function' ? 'function' : 'object'
    const { depth } = this.agenda
    const reason = depth > this.limits.maxDepth ? 'depth' : this.nodes.length >= this.limits.maxTotalItems ? 'total' : undefined
    if (reason !== undefined) {
      this.count(reason)
      const value: MissingValue = { missing: reason, type, className, ...(arrayIsArrayLength(object, isProxy)) }
      if (reason === 'depth') this.agenda.noteTooDeep(object, value)
      return value
    }
    const node: GraphNode = { type, className }
    if (info?.prototypes !== undefined) node.prototypes = info.prototypes
    const index = this.nodes.length
    this.nodes[index] = node
    const found = this.agenda.add({
      object, node, index, depth, isEntered: false, turn: this.turnOf(object, info), isProxy,
      mayHavePrivates: info?.mayHavePrivates === true,
    })
    if (found > 0) this.count('depth', -found)
    return { ref: index }
  }

  private turnOf (object: object, info: ClassInfo | undefined): Turn {
    if (isCode(object, info, this.agenda.depth === 1 && !this.shallow.has(object))) return 2
    return this.isOuter && this.agenda.depth === 1 && info !== undefined && info.className !== 'Object' && !isBuiltIn(object) ? 1 : 0
  }
}

/** Collections and errors are data like plain objects. */
function isBuiltIn (object: object): boolean {
  return arrayIsArray(object) || types.isMap(object) || types.isSet(object) || types.isDate(object) || types.isNativeError(object)
}

function arrayIsArrayLength (object: object, isProxy: boolean): { size?: number } {
  return !isProxy && arrayIsArray(object) ? { size: object.length } : {}
}

/** Finite, and not -0: what JSON keeps as it is. */
export function isPlainNumber (value: number): boolean {
  return value - value === 0 && (value !== 0 || 1 / value > 0)
}
