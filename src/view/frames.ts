import type { FrameRecord } from '../model'
import { clipEnd, clipStart } from '../terminal/clip'
import { textWidth } from '../terminal/text-width'
import { safeText } from '../terminal/safe-text'
import { table } from '../terminal/table'
import { topFrameOf } from '../values/top-frame'
import type { OpenedCrash } from './opened-crash'
import { runText, stackOutline } from './stack-outline'
import { foldedText, frameName, framePlaceText } from './stack-tree'
import type { ViewOptions } from './view-options'

/**
 * The frames as lines, innermost first: number, function, place; `>` marks `marked`. Runs of frames of Node and of packages are one
 * dimmed line each. On a terminal places are cut at their beginning.
 */
export function renderFrames (capsule: OpenedCrash, options: ViewOptions, marked?: FrameRecord): string[] {
  const { colours, columns, isTerminal = true } = options
  const entries = stackOutline(capsule.crash, { kept: marked }).filter(({ kind }) => kind !== 'await')
  if (entries.length === 0) return ['(no frames were recorded)']
  const frames = entries.flatMap(entry => entry.kind === 'frame' ? [entry.frame] : [])
  const maxName = isTerminal ? Math.max(12, Math.floor(columns / 3)) : 80
  const nameWidth = Math.max(0, ...frames.map(frame => textWidth(clipEnd(frameName(frame), maxName))))
  const digits = String(Math.max(0, ...frames.map(({ index }) => index))).length
  const room = isTerminal ? Math.max(12, columns - nameWidth - digits - 6) : Number.MAX_SAFE_INTEGER
  const lines = table(frames.map(frame => {
    const paint = frame.inApp ? (text: string): string => text : colours.dim
    const name = clipEnd(frameName(frame), maxName)
    const folded = foldedText(frame)
    const end = folded === '' ? '' : clipEnd(` ${folded}`, Math.max(0, room - MIN_PLACE))
    const place = clipStart(framePlaceText(capsule, frame), room - textWidth(end))
    return [`${frame === marked ? colours.red('>') : ' '} ${paint(String(frame.index))}`, frame.inApp ? colours.cyan(name) : paint(name),
      paint(place) + colours.yellow(end)]
  }))
  return entries.map(entry => {
    if (entry.kind === 'frame') return lines[frames.indexOf(entry.frame)]!
    const text = `${' '.repeat(digits + 2)}  … ${safeText(entry.kind === 'run' ? runText(entry.frames) : '', 300)}`
    return colours.dim(isTerminal ? clipEnd(text, columns) : text)
  })
}

/** `at charge (src/pay.ts:3:9)`; on a terminal in one line of it. */
export function renderPlace (capsule: OpenedCrash, { colours, columns, isTerminal = true }: ViewOptions, frame: FrameRecord): string {
  const name = isTerminal ? clipEnd(frameName(frame), Math.floor(columns / 2)) : frameName(frame)
  const place = framePlaceText(capsule, frame)
  return `at ${name} ${colours.dim(`(${isTerminal ? clipStart(place, columns - textWidth(name) - 6) : place})`)}`
}

/** Columns that a place has at least, whatever is said of a recursion. */
const MIN_PLACE = 12

/** See {@link topFrameOf}. */
export const topFrame = ({ crash }: Pick<OpenedCrash, 'crash'>): FrameRecord | undefined => topFrameOf(crash.frames)
