import type { FrameRecord } from '../model'

/**
 * The distinct names of the recursion that filled a stack, sorted, empty when nothing comes twice. `keys` are the frames'
 * names, innermost first, undefined for frames that do not count; `frames` say where a cycle was folded already.
 *
 * Where in its cycle a stack breaks is chance, and in which helper, too; so is where V8 cut the text, often within the second
 * round. Hence the set of the cycle's frames, by the period that explains most of the stack, its last round incomplete or not.
 */
export function recursionOf (keys: (string | undefined)[], frames: FrameRecord[]): string[] {
  const names = unfold(keys, frames).filter(key => key !== undefined)
  let best: { period: number, start: number } | undefined
  for (let period = 1; period < names.length; period++) {
    // From the outer end: the innermost frames may be a helper's, which is not part of the cycle.
    let start = names.length - period
    while (start > 0 && names[start - 1] === names[start - 1 + period]) start--
    if (names.length - start > period && (best === undefined || start < best.start)) best = { period, start }
  }
  if (best !== undefined) return distinct(names.slice(best.start, best.start + best.period))
  // The stack ends outside the recursion, in its first caller: what comes twice is the recursion.
  return distinct(names.filter((name, at) => names.indexOf(name) !== at))
}

/** Folded cycles as three rounds: enough for a period to be seen. */
function unfold<T> (keys: T[], frames: FrameRecord[]): T[] {
  const all: T[] = []
  keys.forEach((key, at) => {
    all.push(key)
    const folded = frames[at]!.folded
    if (folded === undefined) return
    const cycle = keys.slice(Math.max(0, at + 1 - folded.length), at + 1)
    for (let round = 0; round < Math.min(folded.repetitions, 2); round++) all.push(...cycle)
  })
  return all
}

function distinct (names: string[]): string[] {
  return [...new Set(names)].sort()
}
