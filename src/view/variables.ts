import type { OpenedCrash } from './opened-crash'
import type { FrameRecord } from '../model'
import { clipEnd } from '../terminal/clip'
import { textWidth } from '../terminal/text-width'
import { wrapped } from '../terminal/facts'
import { safeText } from '../terminal/safe-text'
import { indent, table } from '../terminal/table'
import { frameVariables } from '../values/frame-variables'
import { moduleCode } from '../values/module-code'
import { shownName } from '../values/original-name'
import { missingFrameWords } from '../values/missing-frame'
import { previewValue } from '../values/preview'
import { typeOf } from '../values/type-of'
import { renderValueTree } from './value-tree'
import type { ViewOptions } from './view-options'

/**
 * `fits`: which variables, by name, and by that in the original source where it is another one; all unless said. `depth`: levels of members that follow a variable as a tree; none unless
 * said. `maxPipedChars`: of a value in a pipe, 10,000 unless said. `foldsCode`: functions and imports of the module come as one line of names.
 */
export interface VariableOptions {
  fits?: ((name: string, original?: string) => boolean) | undefined, depth?: number | undefined, maxPipedChars?: number, foldsCode?: boolean
}

/** In a pipe a line is a record, whole but for what nobody reads: a variable of ten thousand characters. */
const MAX_PIPED_CHARS = 10_000

/**
 * A frame's variables as lines: scope, name, type, preview; with `depth` a tree of its members below each. The reason in a
 * sentence if there are none.
 */
export function renderVariables (
  { crash }: OpenedCrash, { colours, columns, isTerminal = true }: ViewOptions, frame: FrameRecord,
  { fits = () => true, depth = 0, maxPipedChars = MAX_PIPED_CHARS, foldsCode = false }: VariableOptions = {},
): string[] {
  const code = foldsCode ? moduleCode(crash, frame).filter(({ name }) => fits(name)) : []
  const folded = new Set(code.length >= MIN_FOLDED ? code.map(({ value }) => value) : [])
  const variables = frameVariables(frame).filter(({ name, value, original }) => fits(name, original?.name) && !folded.has(value))
  // In a pipe there is no width to keep to.
  const room = isTerminal ? columns - INDENTATION : Number.MAX_SAFE_INTEGER
  const lost = missingFrameWords(crash, frame)
  if (lost) {
    const text = `No variables. ${safeText(lost.explanation, 300)}`
    return (isTerminal ? wrapped(text, room) : [text]).map(colours.yellow)
  }
  const rest = folded.size === 0 ? [] : [colours.dim(foldedText(code.map(({ shown }) => shown), isTerminal ? room : maxPipedChars))]
  if (variables.length === 0) return ['(no variables)', ...rest]
  const isNarrow = room < NARROW_COLUMNS
  // A type of scope that a later recorder made up, or a stranger.
  const cells = variables.map(({ scope, value, ...named }) => ({
    scope: isNarrow ? [] : [clipEnd(safeText(scope, 40), MAX_SCOPE)],
    name: clipEnd(safeText(shownName(named), 80), Math.floor(room / 3)),
    type: isNarrow && depth === 0 ? [] : [clipEnd(safeText(typeOf(crash, value), 30), Math.floor(room / 4))],
    tree: renderValueTree(crash, value, { depth, maxChars: isTerminal ? room : maxPipedChars, columns: room - 4 }),
    value,
  }))
  const widest = (texts: string[]): number => Math.max(...texts.map(textWidth))
  const taken = widest(cells.map(({ name }) => name)) + 2 + (isNarrow ? 0 : widest(cells.map(({ scope }) => scope.join(''))) + 2) +
    (isNarrow && depth === 0 ? 0 : widest(cells.map(({ type }) => type.join(''))) + 2)
  const maxChars = isTerminal ? Math.max(MIN_CHARS, room - taken) : maxPipedChars
  const rows = table(cells.map(({ scope, name, type, tree, value }) => {
    const preview = tree.length > 0 ? '' : safeText(previewValue(crash, value, maxChars), maxChars + 20)
    return [...scope.map(colours.dim), colours.cyan(name), ...type.map(colours.dim), isTerminal ? clipEnd(preview, maxChars) : preview]
  }))
  return [...rows.flatMap((row, index) => [row, ...indent(cells[index]!.tree, isNarrow ? 2 : 4)]), ...rest]
}

/** `and 12 functions and imports of the module: z, Router, … ("vars" has them)`, with as many names as fit. */
function foldedText (names: readonly string[], room: number): string {
  const head = `and ${names.length} functions and imports of the module: `
  const end = ' ("vars" has them)'
  const left = Math.max(MIN_CHARS, room - head.length - end.length)
  const text = names.slice(0, MAX_FOLDED_NAMES).map(name => safeText(name, 40)).join(', ') + (names.length > MAX_FOLDED_NAMES ? ', …' : '')
  return clipEnd(head + clipEnd(text, left) + end, room)
}

/** Fewer are shown like others. */
const MIN_FOLDED = 2
const MAX_FOLDED_NAMES = 20

/** What callers put before each line. */
const INDENTATION = 2
/** Below this, scope and type would leave nothing for the value, whose preview says what it is, too. */
const NARROW_COLUMNS = 70
/** As long as V8's longest that programs have, and some. */
const MAX_SCOPE = 12
/** Even a very narrow terminal gets something to read. */
const MIN_CHARS = 8
