import type { Manifest } from '../../model'
import { peculiarityOf } from './kinds'
import type { Observation } from './observe'

/**
 * A place that has the same in every capsule that knows it. `trait` is set when the values vary and only their kind is the same.
 * `also`: other places of the very same value. `why` in words, the heaviest reason first.
 */
export interface Constant { place: Observation, value: string, trait?: string, known: number, unknown: number, score: number,
  why: string[], also: string[] }

/** A place that has several values: how many distinct ones, being absent one of them, and some of them. */
export interface Varying { place: Observation, known: number, distinct: number, samples: string[], score: number, also: string[] }

/** What the capsule itself says of its cause. */
type Told = Pick<Manifest, 'culprit'>

export interface Ranking { constants: Constant[], varying: Varying[] }

/**
 * All capsules' observations of one place. `rows` has an entry per capsule, undefined where it has no such place. `lacking` counts
 * those in which what would hold it is whole without it.
 */
interface Column { key: string, rows: (Observation | undefined)[], known: Observation[], first: Observation, lacking: number, isVarying: boolean }

/** At least this many others of a kind say something together. */
const FEW_OTHERS = 3
const MAX_SAMPLES = 3
const MAX_ALSO = 5
const FIXED = 5

/**
 * Ranks what is the same in all capsules of one bug, the most telling first: what the failing expression reads, what is the
 * same while its siblings vary, what others of its kind do not have, what is near the throw, and values that programs rarely
 * mean (`undefined`, `NaN`, a number in a text). Places that the source makes the same in every run come last.
 */
export function rankGroup (capsules: readonly ReadonlyMap<string, Observation>[], manifests: readonly Told[]): Ranking {
  const columns = columnsOf(capsules)
  const siblings = new Map<string, Column[]>()
  for (const column of columns.values()) {
    const { parent, isSome } = column.first
    if (isSome !== true) siblings.set(parent, [...siblings.get(parent) ?? [], column])
  }
  const constants: Constant[] = []
  const varying: Varying[] = []
  for (const column of columns.values()) {
    const constant = judge(column, siblings.get(column.first.parent) ?? [], capsules.length, manifests)
    if (constant !== undefined) constants.push(constant)
    if (isTelling(column, capsules.length)) varying.push(varyingOf(column, manifests))
  }
  const byScore = (a: { score: number, place: Observation }, b: { score: number, place: Observation }): number =>
    b.score - a.score || a.place.distance - b.place.distance || (a.place.path < b.place.path ? -1 : 1)
  return { constants: mergeAliases(constants.sort(byScore), columns), varying: mergeAliases(varying.sort(byScore), columns) }
}

function columnsOf (capsules: readonly ReadonlyMap<string, Observation>[]): Map<string, Column> {
  const columns = new Map<string, Column>()
  for (const key of new Set(capsules.flatMap(capsule => [...capsule.keys()]))) {
    const rows = capsules.map(capsule => capsule.get(key))
    const known = rows.filter((row): row is Observation => row !== undefined && row.head !== '')
    const first = known[0] ?? rows.find(row => row !== undefined)!
    const heads = new Set(known.map(({ head }) => head))
    // A property that some objects lack varies, too, unless what would hold it is not known.
    const holders = rows.flatMap((row, at) => row === undefined ? capsules[at]!.get(first.parent) ?? [] : [])
    const lacking = holders.filter(({ isWhole }) => isWhole).length
    const isVarying = heads.size > 1 || (lacking > 0 && known.length > 0 && first.scope !== 'expression')
    columns.set(key, { key, rows, known, first, lacking, isVarying })
  }
  // An object varies with its members.
  for (const column of columns.values()) {
    if (!column.isVarying || column.first.isSome) continue
    let holder = columns.get(column.first.parent)
    while (holder !== undefined && !holder.isVarying) {
      holder.isVarying = true
      holder = columns.get(holder.first.parent)
    }
  }
  return columns
}

function judge (column: Column, around: readonly Column[], total: number,
  manifests: readonly Told[]): Constant | undefined {
  const { known, first, rows } = column
  const kinds = new Set(known.map(({ kind }) => kind))
  const isSameValue = new Set(known.map(({ head }) => head)).size === 1
  const unknown = total - known.length
  if (known.length < Math.max(2, Math.ceil(total / 2)) || kinds.size > 1 || first.isObject ||
    first.kind === 'a function') return undefined
  // Of modules, functions that are called without one, and classes that have no fields.
  if (first.path === 'this') return undefined
  // In some capsules it is not there at all: it is not what they have in common.
  if (rows.some(row => row === undefined) && (column.isVarying || first.isSome)) return undefined
  const mention = Math.max(...known.map(({ mention }) => mention))
  const contrast = contrastOf(known, isSameValue)
  const peculiarity = peculiarityOf(first.kind)
  const isOdd = contrast.others >= FEW_OTHERS && contrast.same / contrast.others < 0.2
  if (!isSameValue && peculiarity < 0.4 && !(isOdd && contrast.isOfKind)) return undefined
  if (first.isSome && !isOdd && (peculiarity < 0.4 || mention === 0)) return undefined
  // That a text is one of digits says something only of what is calculated with.
  if (!isSameValue && peculiarity < 1 && mention === 0 && !isOdd) return undefined
  const others = around.filter(each => each !== column && each.first.kind !== 'a function' && each.first.path !== 'this')
  const varied = others.filter(each => each.isVarying).length
  const evidence = { isSameValue, mention, peculiarity, contrast, others: others.length, varied, unknown, total }
  const score = scoreOf(column, evidence) + culpritBonus(column, manifests)
  const why = [
    unknown === 0 ? `same in ${known.length} of ${total}` : `same in ${known.length} of ${total}, unknown in ${unknown}`,
    ...(mention >= 0.99 && first.distance === 0 ? ['read where it failed'] : mention >= 0.4 ? ['bears on what failed'] : []),
    ...(isOdd ? [`so in ${contrast.same} of ${contrast.others} others of its kind`] : []),
    ...(isSameValue && varied > 0 ? [varied === others.length ? 'siblings vary' : `${varied} of ${others.length} siblings vary`]
      : []),
    ...(first.use === 'compared' || first.use === 'tested' ? ['tested in the source'] : []),
    ...(first.isFixed ? ['fixed in the source'] : []),
  ]
  return { place: first, value: isSameValue ? first.preview : `always ${first.kind}`,
    ...(isSameValue ? {} : { trait: first.kind }), known: known.length,
    unknown, score, why: isSameValue ? why : [why[0]!.replace('same ', ''), ...why.slice(1)], also: [] }
}

interface Contrast { others: number, same: number, isOfKind: boolean }

/** How many others of the holders' kind have the same value; or the same kind of value, where that alone sets it apart. */
function contrastOf (known: readonly Observation[], isSameValue: boolean): Contrast {
  const others = known.flatMap(row => row.others.map(other => ({ ...other, own: row })))
  const sameKind = others.filter(({ kind, own }) => kind === own.kind).length
  const isOfKind = !isSameValue || sameKind / Math.max(1, others.length) < 0.2
  const sameValue = others.filter(({ head, own }) => head === own.head).length
  return { others: others.length, isOfKind, same: isOfKind ? sameKind : sameValue }
}

interface Evidence { isSameValue: boolean, mention: number, peculiarity: number, contrast: Contrast, others: number,
  varied: number, unknown: number, total: number }

/** Weights found by hand on the programs of test/compare/group: a change there shows at once. */
function scoreOf ({ first }: Column, evidence: Evidence): number {
  const { isSameValue, mention, peculiarity, contrast, others, varied, unknown, total } = evidence
  const near = 1 / (1 + first.distance)
  const scope = SCOPES[first.scope] ?? 1
  const isCompared = contrast.others >= FEW_OTHERS
  const share = isCompared ? contrast.same / contrast.others : 0
  return 6 * mention * (0.6 + 0.4 * near) + 2 * near + scope + 2 * peculiarity +
    (others === 0 || !isSameValue ? 1 : varied === 0 ? -1.5 : 3 * varied / others) + USES[first.use ?? 'read'] +
    (!isCompared ? 0 : share === 0 ? 2.5 : share < 0.2 ? 1.5 : share > 0.6 ? -1.5 : 0) -
    (first.isFixed ? 5 : 0) - (first.isIndexed ? 1 : 0) - 0.25 * first.depth - 2 * unknown / total
}

const SCOPES: Partial<Record<Observation['scope'], number>> = { closure: 0, module: -1.5, script: -1.5, global: -4,
  expression: 0.5 }

const USES = { compared: 2, tested: 1, read: 0, unused: -1 }

/** The recorder's own answer to what broke it, where a capsule has one. */
function culpritBonus ({ first }: Column, manifests: readonly Told[]): number {
  let bonus = 0
  for (const { culprit } of manifests) {
    if (culprit?.path === undefined || culprit.frame !== first.frame) continue
    if (culprit.path === first.path) bonus += 4
    else if (first.path.startsWith(culprit.path) || culprit.path.startsWith(`${first.path}.`)) bonus += 1
  }
  return bonus / manifests.length
}

/** One value that is seen from several places is one finding: the best place tells it. `found` in the order of their scores. */
function mergeAliases<T extends Constant | Varying> (found: T[], columns: ReadonlyMap<string, Column>): T[] {
  const kept: T[] = []
  const byAlias = new Map<string, T>()
  for (const each of found) {
    const names = aliasesOf(columns.get(each.place.key)!)
    const same = names.map(name => byAlias.get(name)).find(other => other !== undefined)
    if (same === undefined) kept.push(each)
    else {
      if (same.also.length < MAX_ALSO) same.also.push(`frame ${each.place.frame} ${each.place.path}`)
      // An argument of which a caller shows that the source has it so.
      if (each.place.isFixed && !same.place.isFixed && /^[\w$]+$/.test(each.place.path)) {
        same.score -= FIXED
        same.place = { ...same.place, isFixed: true }
      }
    }
    for (const name of names) if (!byAlias.has(name)) byAlias.set(name, same ?? each)
  }
  return kept.sort((a, b) => b.score - a.score)
}

/** Texts of which two places have one in common when they are about one value. */
function aliasesOf ({ rows, first }: Column): string[] {
  const aliases: string[] = []
  const heads = JSON.stringify(rows.map(row => row?.head ?? null))
  if (rows.every(row => row?.place !== undefined)) aliases.push(`place ${rows.map(row => row!.place).join('|')}`)
  // An argument and the member that was passed: the same name, and the same value wherever both are known.
  const name = /[#\w$]+(?=\W*$)/.exec(first.path)?.[0]
  if (name !== undefined) aliases.push(`name ${name} ${heads}`)
  if (/\[(?:\d+|…)\]/.test(first.path)) {
    const value = new Set(rows.map(row => row?.head)).size === 1 ? heads : first.kind
    aliases.push(`element ${first.frame} ${first.path.replace(/\[(?:\d+|…)\]/g, '[]')} ${value}`)
  }
  if (first.initialises !== undefined) aliases.push(`variable ${first.initialises} ${heads}`)
  if (/^[\w$]+$/.test(first.path)) aliases.push(`variable ${first.path} ${heads}`)
  return aliases
}

/** Members that few of the capsules have (keys of a Map) vary, too, but that says nothing. */
function isTelling ({ isVarying, first, known }: Column, total: number): boolean {
  return isVarying && known.some(({ isObject }) => !isObject) && first.isSome !== true && known.length >= Math.max(2, total / 2)
}

function varyingOf ({ known, first, lacking }: Column, manifests: readonly Told[]): Varying {
  const byHead = new Map(known.map(({ head, preview }) => [head, preview]))
  const near = 1 / (1 + first.distance)
  const mention = Math.max(...known.map(({ mention }) => mention))
  const score = 6 * mention * (0.6 + 0.4 * near) + 2 * near + (SCOPES[first.scope] ?? 1) -
    0.25 * first.depth - (first.isIndexed ? 1 : 0) +
    culpritBonus({ first } as Column, manifests)
  return { place: first, known: known.length + lacking, distinct: byHead.size + (lacking > 0 ? 1 : 0),
    samples: samplesOf(known, [...byHead.values()]), score, also: [] }
}

/** Numbers by their range, all else by the first few. */
function samplesOf (known: readonly Observation[], previews: readonly string[]): string[] {
  const numbers = known.map(({ value }) => value).filter(value => typeof value === 'number')
  const isRange = numbers.length === known.length && previews.length > MAX_SAMPLES
  if (isRange) return [`${Math.min(...numbers)} to ${Math.max(...numbers)}`]
  return previews.slice(0, MAX_SAMPLES)
}
