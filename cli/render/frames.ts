import type { Capsule } from '../../src/capsule/read'
import type { FrameRecord } from '../../src/model'
import { safeText } from '../../src/terminal/safe-text'
import { table } from '../../src/terminal/table'
import { framePlace } from '../../src/values/frame-place'
import type { Io } from '../io'
import { shortPath } from './paths'

/** The frames as lines, innermost first: number, function, place. Other people's code is dimmed, `>` marks `marked`. */
export function renderFrames (capsule: Capsule, { colours }: Io, marked?: FrameRecord): string[] {
  const rows = capsule.crash.frames.map(frame => {
    const place = framePlace(frame)
    const name = `${frame.kind === 'async' ? 'async ' : ''}${safeText(place.function, 80) || '<anonymous>'}`
    const where = shortPath(capsule, place.file) + (place.line > 0 ? `:${place.line}:${place.column}` : '')
    const { length = 0, repetitions = 0 } = frame.folded ?? {}
    const folded = frame.folded ? colours.yellow(` (the last ${length} repeated ${repetitions} more times)`) : ''
    const paint = frame.inApp ? (text: string): string => text : colours.dim
    const number = `${frame === marked ? colours.red('>') : ' '} ${paint(String(frame.index))}`
    return [number, frame.inApp ? colours.cyan(name) : paint(name), paint(where) + folded]
  })
  return rows.length > 0 ? table(rows) : ['(no frames were recorded)']
}

/** The frame that matters first: the innermost of the program itself, else the innermost. `undefined` without frames. */
export function topFrame ({ crash }: Capsule): FrameRecord | undefined {
  return crash.frames.find(frame => frame.inApp && frame.kind !== 'async') ?? crash.frames[0]
}
