import { handleText, parseHandle, type Handle } from './handle'

/** Groups that are told apart; all further ones share one, which is released with the pause. */
const MAX_GROUPS = 1_000

/**
 * Object ids as V8 hands them out: a new one for each answer, however often it is the same object, each in a group with which it
 * is released. An id says itself what it stands for, so that a client that releases nothing costs nothing.
 */
export class ObjectIds {
  private serial = 0
  /** By name: its number in ids, and the serial up to which its ids are released. */
  private readonly groups = new Map<string, { number: number, releasedUpTo: number }>()
  private readonly byNumber: { releasedUpTo: number }[] = []

  idOf (handle: Handle, group: string): string {
    return `${this.group(group).number}.1.${++this.serial}.${handleText(handle)}`
  }

  /** Undefined for an id that this session never gave, or that is released. `group` is the number of its group, for ids from it. */
  resolve (id: string): { handle: Handle, group: string } | undefined {
    const [, number, serial, text] = /^(\d{1,6})\.1\.(\d{1,15})\.(.+)$/s.exec(id) ?? []
    if (text === undefined || Number(serial) > this.serial) return undefined
    const group = this.byNumber[Number(number)]
    if (group === undefined || Number(serial) <= group.releasedUpTo) return undefined
    const handle = parseHandle(text)
    return handle && { handle, group: this.nameOf(Number(number)) }
  }

  release (group: string): void {
    const known = this.groups.get(group)
    if (known !== undefined) known.releasedUpTo = this.serial
  }

  private group (name: string): { number: number, releasedUpTo: number } {
    const known = this.groups.get(name)
    if (known !== undefined) return known
    if (this.groups.size >= MAX_GROUPS) return this.groups.get('backtrace') ?? this.groups.values().next().value!
    const made = { number: this.groups.size, releasedUpTo: 0 }
    this.byNumber.push(made)
    this.groups.set(name, made)
    return made
  }

  private nameOf (number: number): string {
    return [...this.groups.keys()][number] ?? ''
  }
}
