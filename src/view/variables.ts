import type { OpenedCrash } from './opened-crash'
import type { FrameRecord } from '../model'
import { safeText } from '../terminal/safe-text'
import { indent, table } from '../terminal/table'
import { frameVariables } from '../values/frame-variables'
import { previewValue } from '../values/preview'
import { typeOf } from '../values/type-of'
import { renderValueTree } from './value-tree'
import type { ViewOptions } from './view-options'

/** `fits`: which variables, by name; all unless said. `depth`: levels of members that follow a variable as a tree; none unless said. */
export interface VariableOptions { fits?: ((name: string) => boolean) | undefined, depth?: number | undefined }

/** In a pipe a line is a record, whole but for what nobody reads: a variable of ten thousand characters. */
const MAX_PIPED_CHARS = 10_000

/**
 * A frame's variables as lines: scope, name, type, preview; with `depth` a tree of its members below each. One line with the reason
 * if there are none.
 */
export function renderVariables (
  { crash }: OpenedCrash, { colours, columns, isTerminal = true }: ViewOptions, frame: FrameRecord,
  { fits = () => true, depth = 0 }: VariableOptions = {},
): string[] {
  const variables = frameVariables(frame).filter(({ name }) => fits(name))
  if (frame.missing) return [colours.yellow(`not recorded: ${safeText(frame.missing, 40)}`)]
  if (variables.length === 0) return ['(no variables)']
  // Indentation, scope and gaps take about twenty columns. Even a narrow terminal gets something to read.
  const room = (taken: number): number => isTerminal ? Math.max(40, columns - taken) : MAX_PIPED_CHARS
  const trees = variables.map(({ value }) => renderValueTree(crash, value, { depth, maxChars: room(12 + 2 * depth) }))
  const rows = table(variables.map(({ name, scope, value }, index) => {
    const shownName = safeText(name, 40)
    const type = safeText(typeOf(crash, value), 30)
    const chars = room(shownName.length + type.length + 24)
    const preview = trees[index]!.length > 0 ? '' : safeText(previewValue(crash, value, chars), chars + 20)
    return [colours.dim(scope), colours.cyan(shownName), colours.dim(type), preview]
  }))
  return rows.flatMap((row, index) => [row, ...indent(trees[index]!, 4)])
}
