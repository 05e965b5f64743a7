import type { FrameRecord } from '../../src/model'
import { frameVariables } from '../../src/values/frame-variables'
import { sourceName } from '../../src/values/original-name'
import { parsePath } from '../../src/values/path'
import type { PlacedSource } from './sources'

/** Has the frame variables that its original source calls otherwise, and is that source what the client shows? */
export const isRenamed = ({ original, scopes }: FrameRecord, placed: PlacedSource | undefined): boolean =>
  original !== undefined && original.line1 === placed?.line && original.column1 === placed.column &&
  scopes.some(({ variables }) => variables.some(variable => variable.original !== undefined))

/**
 * What was pointed at in the original source, in the names of the code that ran: undefined for what is no path, or begins with a name that no
 * variable is known to have there.
 */
export function generatedPath (frame: FrameRecord, expression: string): string | undefined {
  let written: string
  try {
    written = parsePath(expression).variable
  } catch {
    return undefined
  }
  if (written === '$exception') return expression
  const variables = frameVariables(frame)
  const meant = variables.find(variable => sourceName(variable) === written)
  // One that another hides has no name in an expression.
  if (meant === undefined || variables.find(({ name }) => name === meant.name) !== meant) return undefined
  return meant.name + expression.slice(written.length)
}
