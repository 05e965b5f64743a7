import type { FrameRecord } from '../model'

/** Frames of the longest cycle that is looked for. */
export const MAX_CYCLE_FRAMES = 20

/**
 * Frames, innermost first, where each run of a repeated cycle of 1 to {@link MAX_CYCLE_FRAMES} frames is left once. The last
 * frame of that one says `folded: { length, repetitions }`: the cycle's frames, and how many *more* times they followed.
 * Indexes are renumbered from the first frame's. Frames repeat when function and exact position are the same; frames with
 * recorded scopes are all kept, for their variables differ. The input is not changed.
 */
export function foldRecursion (frames: FrameRecord[]): FrameRecord[] {
  const firstIndex = frames[0]?.index ?? 0
  const keys = frames.map((frame, position) => frameKey(frame, position))
  const kept: FrameRecord[] = []
  for (let at = 0; at < frames.length;) {
    const { length, repetitions } = longestCycle(keys, at)
    for (let i = 0; i < length; i++) kept.push({ ...frames[at + i]!, index: firstIndex + kept.length })
    if (repetitions > 0) kept[kept.length - 1]!.folded = { length, repetitions }
    at += length * (repetitions + 1)
  }
  return kept
}

/** The cycle at `at` that covers most frames, the shortest of those; one frame without repetitions when there is none. */
export function longestCycle (keys: string[], at: number): { length: number, repetitions: number } {
  let best = { length: 1, repetitions: 0 }
  for (let length = 1; length <= MAX_CYCLE_FRAMES && at + 2 * length <= keys.length; length++) {
    let same = 0
    while (at + same + length < keys.length && keys[at + same] === keys[at + same + length]) same++
    const repetitions = Math.floor(same / length)
    if (repetitions > 0 && (repetitions + 1) * length > (best.repetitions + 1) * best.length) best = { length, repetitions }
  }
  return best
}

function frameKey (frame: FrameRecord, position: number): string {
  if (frame.scopes.length > 0 || frame.folded !== undefined) return `unique ${position}`
  return [frame.kind, frame.script, frame.file, frame.function, frame.lineNumber0, frame.columnNumber0].join('\n')
}
