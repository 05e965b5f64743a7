import type { WalkedObject } from './fill-node'

/** What is walked first. 0: data; 1: what variables of modules hold of classes; 2: functions and modules. */
export type Turn = 0 | 1 | 2

/** The objects of one turn, by their depth. */
interface Levels { byDepth: (WalkedObject[] | undefined)[], lowest: number }

const levels = (): Levels => ({ byDepth: [], lowest: 1 })

/** What is to be entered yet. */
export class WalkQueue {
  private readonly turns: readonly Levels[] = [levels(), levels(), levels()]

  add (walked: WalkedObject): void {
    const turn = this.turns[walked.turn]!
    const level = turn.byDepth[walked.depth]
    if (level === undefined) turn.byDepth[walked.depth] = [walked]
    else level[level.length] = walked
    if (walked.depth < turn.lowest) turn.lowest = walked.depth
  }

  /** The least deep objects of the turns up to `last`; of those as deep, the first turn's. */
  take (last: Turn): { level: WalkedObject[], depth: number } | undefined {
    let found: Levels | undefined
    for (let index = 0; index <= last; index++) {
      const turn = this.turns[index]!
      while (turn.lowest < turn.byDepth.length && turn.byDepth[turn.lowest] === undefined) turn.lowest++
      if (turn.lowest < turn.byDepth.length && (found === undefined || turn.lowest < found.lowest)) found = turn
    }
    if (found === undefined) return undefined
    const depth = found.lowest
    const level = found.byDepth[depth]!
    found.byDepth[depth] = undefined
    return { level, depth }
  }
}
