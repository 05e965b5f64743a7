import type { FrameRecord } from '../model'
import { longestCycle } from '../stack/fold-recursion'
import { ownerOf } from './frame-owner'
import { frameTitle } from './frame-title'
import type { PathNodeKind } from './execution-path'

/** One box of the path: a frame, or several that are folded. `frames` innermost first. `isAsync`: awaits what is below it. */
export interface Step {
  id: string
  kind: Extract<PathNodeKind, 'frame' | 'group' | 'gap'>
  title: string
  detail?: string
  frames: FrameRecord[]
  isAsync: boolean
}

/** The frames `inner` to `outer` (indexes) followed each other `times` more times than is shown. */
export interface Repeat { inner: number, outer: number, times: number }

/** How often a cycle must occur to be worth folding. */
const MIN_OCCURRENCES = 3

/** The frames (innermost first, `index` their position) as steps, outermost first. With `isAll` each is a step of its own. */
export function stepsOf (frames: readonly FrameRecord[], isAll: boolean): { steps: Step[], repeats: Repeat[] } {
  const { kept, repeats } = isAll ? { kept: [...frames], repeats: [] } : foldCycles(frames)
  for (const frame of frames) {
    if (frame.folded === undefined) continue
    // Its length may be anything, too.
    const inner = Math.min(frame.index, Math.max(0, frame.index - Math.trunc(frame.folded.length) + 1))
    repeats.push({ inner, outer: frame.index, times: frame.folded.repetitions })
  }
  const callers = new Map(frames.map((frame, position) => [frame, frames[position + 1]]))
  const runs = isAll ? kept.map(frame => [frame]) : foreignRuns(kept)
  const steps = runs.map(run => run.length > 1 ? groupStep(run) : frameStep(run[0]!, callers.get(run[0]!)))
  return { steps: steps.reverse(), repeats }
}

/** Recursion whose frames have variables is recorded frame by frame: here each cycle is left once. */
function foldCycles (frames: readonly FrameRecord[]): { kept: FrameRecord[], repeats: Repeat[] } {
  const keys = frames.map((frame, position) => frame.folded ? `unique ${position}`
    : [frame.kind, frame.file, frame.function, frame.lineNumber0, frame.columnNumber0].join('\n'))
  const kept: FrameRecord[] = []
  const repeats: Repeat[] = []
  for (let at = 0; at < frames.length;) {
    const { length, repetitions } = longestCycle(keys, at)
    const isWorthIt = repetitions + 1 >= MIN_OCCURRENCES
    kept.push(...frames.slice(at, at + (isWorthIt ? length : 1)))
    if (isWorthIt) repeats.push({ inner: frames[at]!.index, outer: frames[at + length - 1]!.index, times: repetitions })
    at += isWorthIt ? length * (repetitions + 1) : 1
  }
  return { kept, repeats }
}

/** Runs of frames, innermost first: foreign ones together, but never over an `await`, which stays visible. */
function foreignRuns (frames: readonly FrameRecord[]): FrameRecord[][] {
  const runs: FrameRecord[][] = []
  for (const frame of frames) {
    const last = runs.at(-1)
    if (last && !frame.inApp && !last[0]!.inApp && frame.kind !== 'async') last.push(frame)
    else runs.push([frame])
  }
  return runs
}

function frameStep (frame: FrameRecord, caller: FrameRecord | undefined): Step {
  return { id: `f${frame.index}`, kind: 'frame', title: frameTitle(frame, caller), frames: [frame],
    isAsync: frame.kind === 'async' }
}

const MAX_OWNERS = 3

function groupStep (frames: FrameRecord[]): Step {
  const owners = [...new Set(frames.map(ownerOf))].reverse()
  const named = owners.slice(0, MAX_OWNERS).join(', ') + (owners.length > MAX_OWNERS ? ', …' : '')
  const count = frames.reduce((sum, { folded }) => sum + 1 + (folded ? folded.length * folded.repetitions : 0), 0)
  const outermost = frames.at(-1)!
  return {
    id: `g${frames[0]!.index}`, kind: 'group', title: `${count} frames of ${named}`,
    detail: `${frameTitle(outermost)} … ${frameTitle(frames[0]!)}`, frames, isAsync: frames[0]!.kind === 'async',
  }
}
