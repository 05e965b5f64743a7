import type { Capsule } from '../../src/capsule/read'
import type { FrameRecord } from '../../src/model'
import { safeText } from '../../src/terminal/safe-text'
import { table } from '../../src/terminal/table'
import { frameVariables } from '../../src/values/frame-variables'
import { previewValue } from '../../src/values/preview'
import { typeOf } from '../../src/values/type-of'
import type { Io } from '../io'

/** A frame's variables as lines: name, type, preview, under a line for each scope. One line with the reason if there are none. */
export function renderVariables ({ crash }: Capsule, { colours, columns }: Io, frame: FrameRecord): string[] {
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
