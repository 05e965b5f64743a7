import { isMissing, isRef, type CrashDocument, type GraphNode, type MissingReason, type Value } from '../model'
import { cutReason, membersOf, type Member } from './members'
import { differsThoughMissing, headOf } from './head'

/**
 * One place in which two values are not known to be equal. `path` goes on from what was compared, empty for the value itself.
 *
 * - `changed`: both are known. `removed`: only the first has it; `added`: only the second
 * - `unknown`: at least one of them is missing, so that nobody can tell; `reason` is the missing one's
 */
export interface Difference { path: string, kind: 'changed' | 'removed' | 'added' | 'unknown', a?: Value, b?: Value,
  reason?: MissingReason }

/** `isCut`: a limit ended the comparison, there may be more. `compared` counts pairs of values. */
export interface ValueComparison { differences: Difference[], isCut: boolean, compared: number }

export interface CompareLimits { maxPairs: number, maxDifferences: number }
export const COMPARE_LIMITS: Readonly<CompareLimits> = { maxPairs: 100_000, maxDifferences: 500 }

/** Two capsules and the pairs of objects that were compared already: a pair is reported where it is met first. */
export class GraphComparison {
  private readonly met = new Set<number>()
  private pairsLeft: number

  constructor (readonly a: CrashDocument, readonly b: CrashDocument, private readonly limits: CompareLimits = COMPARE_LIMITS) {
    this.pairsLeft = limits.maxPairs
  }

  /**
   * Two values member by member, nearest differences first; cycles end where a pair comes again. Arrays are compared by index,
   * Maps by key, Sets by membership.
   */
  compare (a: Value, b: Value): ValueComparison {
    const differences: Difference[] = []
    const open: { path: string, a: Value, b: Value }[] = [{ path: '', a, b }]
    const atStart = this.pairsLeft
    for (let next = 0; next < open.length; next++) {
      if (this.pairsLeft-- <= 0 || differences.length >= this.limits.maxDifferences) {
        return { differences, isCut: true, compared: atStart - Math.max(0, this.pairsLeft) }
      }
      const pair = open[next]!
      const own = this.compareHeads(pair.a, pair.b)
      if (own !== undefined) differences.push({ path: pair.path, a: pair.a, b: pair.b, ...own })
      else this.descend(pair, open, differences)
    }
    return { differences, isCut: false, compared: atStart - this.pairsLeft }
  }

  private compareHeads (a: Value, b: Value): Pick<Difference, 'kind' | 'reason'> | undefined {
    const [headA, headB] = [headOf(this.a, a), headOf(this.b, b)]
    if (headA !== '' && headB !== '') return headA === headB ? undefined : { kind: 'changed' }
    // That a variable had no value yet is known, not missing.
    if (isMissing(a) && isMissing(b) && a.missing === 'uninitialized' && b.missing === 'uninitialized') return undefined
    if (differsThoughMissing([this.a, this.b], a, b)) return { kind: 'changed' }
    return { kind: 'unknown', reason: isMissing(a) ? a.missing : isMissing(b) ? b.missing : 'unavailable' }
  }

  private descend ({ path, a, b }: { path: string, a: Value, b: Value }, open: { path: string, a: Value, b: Value }[],
    differences: Difference[]): void {
    if (!isRef(a) || !isRef(b) || this.isMet(a.ref, b.ref)) return
    const [nodeA, nodeB] = [this.a.nodes[a.ref]!, this.b.nodes[b.ref]!]
    if (nodeA.type === 'function') return
    const isList = nodeA.subtype === 'array' || nodeA.subtype === 'map' || nodeA.subtype === 'set'
    if (isList && nodeA.size !== undefined && nodeB.size !== undefined && nodeA.size !== nodeB.size) {
      const length = nodeA.subtype === 'array' ? '.length' : '.size'
      differences.push({ path: path + length, kind: 'changed', a: nodeA.size, b: nodeB.size })
    }
    const membersB = new Map(membersOf(this.b, nodeB).map(member => [member.key, member]))
    for (const member of membersOf(this.a, nodeA)) {
      const other = membersB.get(member.key)
      membersB.delete(member.key)
      // Members of a Set are what they are: one found is one that is equal.
      if (other !== undefined && nodeA.subtype !== 'set') open.push({ path: path + member.step, a: member.value, b: other.value })
      else if (other === undefined) differences.push(onlyIn('a', path, member, nodeB))
    }
    for (const member of membersB.values()) differences.push(onlyIn('b', path, member, nodeA))
    // What both have is equal so far; what limits left out of both may be anything.
    for (const { what, reason, count } of nodeA.cut ?? []) {
      if (count > 0 && cutReason(nodeB, what) !== undefined) {
        differences.push({ path: `${path}[…${what}]`, kind: 'unknown', reason })
      }
    }
  }

  /** A number for a pair of references: capsules have at most a million nodes. */
  private isMet (a: number, b: number): boolean {
    const pair = a * 2 ** 24 + b
    if (this.met.has(pair)) return true
    this.met.add(pair)
    return false
  }
}

/** A member that one object has alone; where a limit cut the other, it may have had it too. */
function onlyIn (side: 'a' | 'b', path: string, member: Member, other: GraphNode): Difference {
  const reason = cutReason(other, member.part)
  const place = { path: path + member.step, [side]: member.value }
  return reason === undefined ? { ...place, kind: side === 'a' ? 'removed' : 'added' } : { ...place, kind: 'unknown', reason }
}
