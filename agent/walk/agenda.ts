import { isMissing, type MissingValue, type ValueRef } from '../../src/model'
import { SafeMap } from '../primordials'
import type { WalkedObject } from './fill-node'
import { TooDeep, eachHeld } from './nearer'
import { WalkQueue, type Turn } from './walk-queue'

/** The objects that a walk has come across, each at the least depth at which it was found, and what is to be entered yet. */
export class Agenda {
  /** Of what is referred to now: 1 for what a variable holds. */
  depth = 1
  private readonly known: SafeMap<object, WalkedObject> = new SafeMap()
  private readonly byIndex: (WalkedObject | undefined)[] = []
  private readonly tooDeep = new TooDeep()
  private readonly queue = new WalkQueue()
  private readonly nearer: WalkedObject[] = []

  /** The index of an object that is in the graph; it may be less deep from here. */
  find (object: object): number | undefined {
    const walked = this.known.get(object)
    if (walked === undefined) return undefined
    if (walked.depth > this.depth) this.bringNearer(walked)
    return walked.index
  }

  /** Gives the number of values that had been too deep and refer to it now. */
  add (walked: WalkedObject): number {
    this.known.set(walked.object, walked)
    this.byIndex[walked.index] = walked
    this.queue.add(walked)
    return this.tooDeep.found(walked.object, walked.index)
  }

  /** `value` stands for the object, which is too deep here. */
  noteTooDeep (object: object, value: MissingValue): void {
    this.tooDeep.note(object, value)
  }

  /** What is to be entered next, of the turns up to `last`. What it refers to is a level deeper. */
  take (last: Turn): WalkedObject[] | undefined {
    const next = this.queue.take(last)
    if (next === undefined) {
      this.depth = 1
      return undefined
    }
    this.depth = next.depth + 1
    const level: WalkedObject[] = []
    for (let index = 0; index < next.level.length; index++) {
      const walked = next.level[index]!
      // It may have been found less deep since, and been entered.
      if (walked.depth !== next.depth || walked.isEntered) continue
      walked.isEntered = true
      level[level.length] = walked
    }
    return level
  }

  /** Looks again at what an object holds that was found less deep than it was entered: `refer` to what was too deep. False at the end. */
  followNearer (refer: (object: object) => void): boolean {
    const walked = this.nearer.pop()
    if (walked === undefined) return false
    this.depth = walked.depth + 1
    eachHeld(walked.node, value => {
      if (isMissing(value)) {
        const object = this.tooDeep.objectOf(value)
        if (object !== undefined) refer(object)
      } else {
        const held = this.byIndex[(value as ValueRef).ref]
        if (held !== undefined && held.depth > this.depth) this.bringNearer(held)
      }
    })
    return true
  }

  private bringNearer (walked: WalkedObject): void {
    walked.depth = this.depth
    if (walked.isEntered) this.nearer[this.nearer.length] = walked
    else this.queue.add(walked)
  }
}

