import type { OpenedCrash } from './opened-crash'
import type { FrameRecord } from '../model'
import { safeText } from '../terminal/safe-text'
import { table } from '../terminal/table'
import { frameVariables } from '../values/frame-variables'
import { previewValue } from '../values/preview'
import { typeOf } from '../values/type-of'
import type { ViewOptions } from './view-options'

/** A frame's variables as lines: name, type, preview, under a line for each scope. One line with the reason if there are none. */
export function renderVariables ({ crash }: OpenedCrash, { colours, columns }: ViewOptions, frame: FrameRecord): string[] {
  const variables = frameVariables(frame)
  if (frame.missing) return [colours.yellow(`not recorded: ${frame.missing}`)]
  if (variables.length === 0) return ['(no variables)']
  const rows = variables.map(({ name, scope, value }) => {
    const shownName = safeText(name, 40)
    const type = safeText(typeOf(crash, value), 30)
    // Indentation, scope and gaps take about twenty columns. Even a narrow terminal gets something to read.
    const room = Math.max(40, columns - shownName.length - type.length - 24)
    return [colours.dim(scope), colours.cyan(shownName), colours.dim(type), safeText(previewValue(crash, value, room), room + 20)]
  })
  return table(rows)
}
