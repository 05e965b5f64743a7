import type { ExceptionRecord, FrameRecord } from '../model'
import { clipEnd, clipStart } from '../terminal/clip'
import { textWidth } from '../terminal/text-width'
import { oneLine, safeText } from '../terminal/safe-text'
import { framePlace } from '../values/frame-place'
import { causeIndent, causePlaceText, causeText, tracedCausesOf } from './causes'
import { shownMessage } from './exception'
import { topFrame } from './frames'
import type { OpenedCrash } from './opened-crash'
import { shortPath } from './paths'
import { runText, stackOutline } from './stack-outline'
import type { ViewOptions } from './view-options'

/** `all`: frames of Node and of packages are shown one by one. */
export interface StackTreeOptions { all?: boolean | undefined }

/**
 * The call stack as a tree for a pipe or a page of text: the exception at the root, its frames innermost first, one line each,
 * `>` at the one that matters first. Callers suspended in an `await` are a branch of their own; code of others is one line per
 * run; the exceptions behind this one follow, a line each. In a pipe lines are whole.
 */
export function renderStackTree (capsule: OpenedCrash, options: ViewOptions, { all = false }: StackTreeOptions = {}): string[] {
  const top = topFrame(capsule)
  const entries = stackOutline(capsule.crash, { all, kept: top })
  const splitAt = entries.findIndex(({ kind }) => kind === 'await')
  const stem = splitAt < 0 ? entries : entries.slice(0, splitAt)
  const branch = splitAt < 0 ? [] : entries.slice(splitAt + 1)
  const causes = tracedCausesOf(capsule.crash.exception)
  const linesOf = (lead: string, some: typeof entries, hasMore: boolean): string[] => frameLines(capsule, options, top,
    some.map((entry, at) => {
      const stroke = `${lead}${at === some.length - 1 && !hasMore ? '└' : '├'}─`
      return entry.kind === 'frame' ? { stroke, frame: entry.frame }
        : { text: `${stroke}─ … ${entry.kind === 'run' ? safeText(runText(entry.frames), 300) : 'await'}` }
    }))
  const { colours, columns, isTerminal = true } = options
  const room = isTerminal ? columns : Number.MAX_SAFE_INTEGER
  const hasCauses = causes.length > 0
  return [
    exceptionLine(capsule.crash.exception, colours, isTerminal ? columns : undefined),
    ...entries.length > 0 ? linesOf('', stem, branch.length > 0 || hasCauses)
      : [`${hasCauses ? '├── ' : ''}(no frames were recorded)`],
    ...branch.length > 0 ? [colours.dim(`${hasCauses ? '├' : '└'}── await`)] : [],
    ...linesOf(hasCauses ? '│   ' : '    ', branch, false),
    ...causes.map((cause, index) => {
      const place = causePlaceText(capsule, cause)
      const stroke = `${index === causes.length - 1 ? '└' : '├'}── `
      return colours.dim(stroke) + clipEnd(causeIndent(cause) + causeText(cause) + (place === '' ? '' : `  ${place}`), room - 4)
    }),
  ]
}

type Line = { text: string } | { stroke: string, frame: FrameRecord }

/** In columns, over the lines between them. On a terminal names and places are cut to its width, a place at its beginning. */
function frameLines (
  capsule: OpenedCrash, { colours, columns, isTerminal = true }: ViewOptions, top: FrameRecord | undefined,
  lines: readonly Line[],
): string[] {
  const room = isTerminal ? columns : Number.MAX_SAFE_INTEGER
  const heads = lines.map(line => 'text' in line ? '' : `${line.stroke}${line.frame === top ? '>' : '─'} ${line.frame.index}`)
  const headWidth = Math.max(...heads.map(textWidth))
  const maxName = Math.max(8, Math.floor((room - headWidth) / 2))
  const names = lines.map(line => 'text' in line ? '' : clipEnd(frameName(line.frame), maxName))
  const nameWidth = Math.max(...names.map(textWidth))
  return lines.map((line, index) => {
    if ('text' in line) return colours.dim(clipEnd(line.text, room))
    const [head, name] = [heads[index]!, names[index]!]
    const left = room - headWidth - nameWidth - 4
    const folded = foldedText(line.frame)
    const end = folded === '' ? '' : clipEnd(`  ${folded}`, Math.max(0, left - MIN_PLACE))
    const place = clipStart(framePlaceText(capsule, line.frame), Math.max(MIN_PLACE, left - textWidth(end)))
    const paint = line.frame.inApp ? colours.cyan : colours.dim
    const painted = line.frame === top ? colours.dim(line.stroke) + colours.red('>') + head.slice(line.stroke.length + 1)
      : colours.dim(head.slice(0, line.stroke.length + 1)) + head.slice(line.stroke.length + 1)
    return [
      painted + ' '.repeat(headWidth - textWidth(head)), paint(name) + ' '.repeat(nameWidth - textWidth(name)),
      (line.frame.inApp ? place : colours.dim(place)) + colours.yellow(end),
    ].join('  ').trimEnd()
  })
}

/** Columns that a place has at least. */
const MIN_PLACE = 8

/** A frame's function for people, safe to print. */
export function frameName (frame: FrameRecord): string {
  return `${frame.kind === 'async' ? 'async ' : ''}${safeText(framePlace(frame).function, 80) || '<anonymous>'}`
}

/** `src/cart.ts:4:9`, safe to print. */
export function framePlaceText (capsule: OpenedCrash, frame: FrameRecord): string {
  const { file, line, column } = framePlace(frame)
  return shortPath(capsule, file) + (line > 0 ? `:${line}${column > 0 ? `:${column}` : ''}` : '')
}

/** What a frame says about a recursion that was folded, empty for others. */
export function foldedText ({ folded }: FrameRecord): string {
  if (folded === undefined) return ''
  const { length, repetitions } = folded
  return `(${length === 1 ? 'it' : `the last ${length}`} repeated ${repetitions} more time${repetitions === 1 ? '' : 's'})`
}

/** The exception in a line of at most `columns`, safe to print. */
export function exceptionLine ({ type, message }: ExceptionRecord, colours: ViewOptions['colours'], columns = 1_000): string {
  const name = clipEnd(safeText(type, 200), columns)
  const text = clipEnd(oneLine(shownMessage({ type, message }), 1_000), columns - textWidth(name) - 2)
  return `${colours.bold(colours.red(name))}${text === '' ? '' : `: ${text}`}`
}
