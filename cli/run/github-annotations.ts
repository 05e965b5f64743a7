import { safeText } from '../../src/terminal/safe-text'
import { pathFrom, titleOf, type ReportedCrash } from './reported-crash'

/** GitHub shows ten errors of a step; one more would push another tool's out. */
const MAX_ANNOTATIONS = 10
const MAX_MESSAGE_CHARS = 1000

/**
 * GitHub's workflow commands that show each crash at its line in the changes, at most ten, then one with the count of the rest. Paths
 * relative to the workspace, and left out for files outside of it, which GitHub could not show.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export function annotations (crashes: readonly ReportedCrash[], leftOut: number, workspace: string): string[] {
  const lines = crashes.slice(0, MAX_ANNOTATIONS).map(crash => annotation(crash, workspace))
  const rest = crashes.length - lines.length + leftOut
  if (rest > 0) lines.push(`::notice title=FaultSnap::${rest} more failed, see the summary of the step`)
  return lines
}

function annotation (crash: ReportedCrash, workspace: string): string {
  const { place, test, type, message, file } = crash
  const path = pathFrom(workspace, place?.file ?? test?.file ?? '').replaceAll('\\', '/')
  const properties = [`title=${property(safeText(titleOf(crash), 200))}`]
  if (path !== '' && !/^(?:\/|[A-Za-z]:)/.test(path)) {
    properties.unshift(`file=${property(safeText(path))}`, ...place === undefined ? [] : [`line=${place.line}`, `col=${place.column}`])
  }
  const text = `${type}: ${safeText(message, MAX_MESSAGE_CHARS, '\n')}\nCapsule: ${safeText(pathFrom(workspace, file))}`
  return `::error ${properties.join(',')}::${data(text)}`
}

/** As `@actions/core` escapes: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function data (text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property (text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
