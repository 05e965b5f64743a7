import type { CrashDocument, FrameRecord } from '../model'
import { textAround } from './text-around'
import { isCountedFrame, nameOfFrame } from './counted-frame'

/** A text, the same without its secrets, and the one-based place of a frame in it. */
export interface PlaceInText { text: string, masked: string, line1: number, column1: number }

/** `placeOf`: the text that a frame's function was written in. `mask`: what is kept of it goes into the capsule. */
export interface NamelessOptions { placeOf: (frame: FrameRecord) => PlaceInText | undefined, mask: (text: string) => string }

/** Frames of a stack that are read about; a fingerprint is of fewer. */
const MAX_FRAMES = 16

/**
 * Says of the program's functions without a name what stands around them, as `nameless`, because the fingerprint needs it: without
 * it all handlers of a server's routes, and all tests of a file, are one function. Frames that nothing can be read about stay as they are.
 */
export function nameNameless (crash: CrashDocument, { placeOf, mask }: NamelessOptions): void {
  const counted = crash.frames.filter(frame => frame.inApp && isCountedFrame(frame))
  for (const [at, frame] of counted.slice(0, MAX_FRAMES).entries()) {
    if (nameOfFrame(frame) !== '') continue
    const place = placeOf(frame)
    const around = place && textAround(place.text, place.masked, place.line1, place.column1)
    if (around === undefined) continue
    const { inside, line, isInFunction, isNamed } = around
    // Where code in no function calls from does not matter: it is the file's.
    const isLineTelling = at === 0 ? !isNamed : isInFunction && !isAnchored(inside)
    frame.nameless = { inside: mask(inside), ...isLineTelling && { line: mask(line) } }
  }
}

/** Whether the calls around a function tell it from its neighbours: one has a literal, or they are in a function that has a name. */
export function isAnchored (inside: string): boolean {
  return inside.includes('\'') || (inside !== '' && !inside.split(' > ', 1)[0]!.includes('('))
}
