import type { CrashDocument } from '../model'
import { framePlace } from '../values/frame-place'
import type { Finding } from './finding'
import type { Places } from './place'

/** A stack overflow: the functions that call each other without end, when the stack shows the same ones again and again. */
export function recursion (places: Places, crash: CrashDocument): Finding | undefined {
  const last = crash.frames.findIndex(frame => frame.folded !== undefined)
  const folded = crash.frames[last]?.folded
  if (folded === undefined) return undefined
  const cycle = crash.frames.slice(last + 1 - folded.length, last + 1)
  const place = places.of(cycle.find(frame => frame.inApp) ?? cycle[0])
  const names = [...new Set(cycle.map(frame => `${framePlace(frame).function || 'an anonymous function'}()`))]
  if (place === undefined || names.length === 0) return undefined
  const claim = names.length === 1 ? 'calls itself without end' : `and ${names.slice(1, 4).join(', ')} call each other without end`
  return { place, subject: names[0]!, claim, value: `${folded.repetitions} times` }
}
