import type { OpenedCrash } from './opened-crash'
import type { FrameRecord } from '../model'
import { safeText } from '../terminal/safe-text'
import { table } from '../terminal/table'
import { framePlace } from '../values/frame-place'
import type { ViewOptions } from './view-options'
import { shortPath } from './paths'

/** The frames as lines, innermost first: number, function, place. Other people's code is dimmed, `>` marks `marked`. */
export function renderFrames (capsule: OpenedCrash, { colours }: ViewOptions, marked?: FrameRecord): string[] {
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
export function topFrame ({ crash }: OpenedCrash): FrameRecord | undefined {
  return crash.frames.find(frame => frame.inApp && frame.kind !== 'async') ?? crash.frames[0]
}
