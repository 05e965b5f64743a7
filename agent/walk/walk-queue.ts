import type { WalkedObject } from './fill-node'

/** What is walked first. `data`; then what variables of modules hold of classes; then functions and modules. */
export type Turn = 0 | 1 | 2

/** What is to be entered yet, by turn and depth. */
export class WalkQueue {
  private readonly turns: (WalkedObject[] | undefined)[][] = [[], [], []]

  add (walked: WalkedObject): void {
    const levels = this.turns[walked.turn]!
    const level = levels[walked.depth]
    if (level === undefined) levels[walked.depth] = [walked]
    else level[level.length] = walked
  }

  /** The least deep level of the turns up to `last`, the first turn first. */
  take (last: Turn): { level: WalkedObject[], depth: number } | undefined {
    for (let depth = 1, isMore = true; isMore; depth++) {
      isMore = false
      for (let turn = 0; turn <= last; turn++) {
        const level = this.turns[turn]![depth]
        if (level !== undefined) {
          this.turns[turn]![depth] = undefined
          return { level, depth }
        }
        if (depth < this.turns[turn]!.length) isMore = true
      }
    }
    return undefined
  }
}
