import { isRef, type CrashDocument, type GraphNode, type Value } from '../../model'
import { membersOf } from '../members'

/** A graph above this size is looked at in part: the first nodes are those nearest to the throw. */
const MAX_NODES = 10_000
const MAX_KIN = 60

/**
 * Which objects of one capsule are of a kind, so that what one of them has can be held against the others: elements of one
 * list or Map, instances of one class, plain objects with the same names.
 */
export class Kin {
  private readonly groups = new Map<string, number[]>()
  private readonly groupsOf = new Map<number, string[]>()
  private readonly kin = new Map<number, readonly number[]>()
  private readonly members = new Map<number, Map<string, Value>>()

  constructor (private readonly crash: CrashDocument) {
    for (const [ref, node] of crash.nodes.slice(0, MAX_NODES).entries()) {
      for (const group of ownGroups(node)) this.join(group, ref)
      const elements = [...node.elements ?? [], ...(node.entries ?? []).map(([, value]) => value)]
      for (const element of elements) {
        if (isRef(element) && isRecord(crash.nodes[element.ref])) this.join(`in ${ref}`, element.ref)
      }
    }
  }

  /**
   * What the others of an object's kind have under a member's key: known values, and undefined where they have no such member.
   */
  othersOf (ref: number, key: string): (Value | undefined)[] {
    return this.kinOf(ref).map(other => this.membersOf(other).get(key))
  }

  private kinOf (ref: number): readonly number[] {
    let kin = this.kin.get(ref)
    if (kin === undefined) {
      const others = new Set((this.groupsOf.get(ref) ?? []).flatMap(group => this.groups.get(group)!))
      others.delete(ref)
      kin = [...others].slice(0, MAX_KIN)
      this.kin.set(ref, kin)
    }
    return kin
  }

  membersOf (ref: number): ReadonlyMap<string, Value> {
    let members = this.members.get(ref)
    if (members === undefined) {
      members = new Map(membersOf(this.crash, this.crash.nodes[ref]!).map(({ key, value }) => [key, value]))
      this.members.set(ref, members)
    }
    return members
  }

  private join (group: string, ref: number): void {
    const members = this.groups.get(group) ?? []
    if (members.length >= MAX_KIN * 4 || members.includes(ref)) return
    members.push(ref)
    this.groups.set(group, members)
    this.groupsOf.set(ref, [...this.groupsOf.get(ref) ?? [], group])
  }
}

/** Objects with names of their own: lists, Maps and functions have no members that could be compared by name. */
export const isRecord = (node: GraphNode | undefined): node is GraphNode =>
  node !== undefined && node.type === 'object' && node.subtype === undefined && (node.properties?.length ?? 0) > 0

function ownGroups (node: GraphNode): string[] {
  if (!isRecord(node)) return []
  if (node.className !== 'Object') return [`class ${node.className}`]
  const names = node.properties!.map(({ name }) => name).sort()
  return names.length < 2 ? [] : [`names ${JSON.stringify(names.slice(0, 40))}`]
}
