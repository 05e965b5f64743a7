import { safeText } from '../../src/terminal/safe-text'
import { pathFrom, titleOf, type ReportedCrash } from './reported-crash'

const MAX_ROWS = 50
const MAX_CELL_CHARS = 300

/** Markdown for GitHub's summary of a step: a table of what was recorded, and how to read it. Empty if there is nothing. */
export function stepSummary (crashes: readonly ReportedCrash[], leftOut: number, cwd: string): string {
  if (crashes.length + leftOut === 0) return ''
  const rows = crashes.slice(0, MAX_ROWS).map(crash => {
    const { type, message, place, file } = crash
    const where = place === undefined ? '' : `${pathFrom(cwd, place.file)}:${place.line}`
    return `| ${[titleOf(crash), `${type}: ${message}`, where, pathFrom(cwd, file)].map(cell).join(' | ')} |`
  })
  const rest = crashes.length - rows.length + leftOut
  return [
    '### FaultSnap', '',
    '| failed | error | at | capsule |', '| --- | --- | --- | --- |', ...rows, '',
    ...rest > 0 ? [`${rest} more failed and ${rest === 1 ? 'is' : 'are'} not in this table.`, ''] : [],
    'Keep the capsules as an artifact of the run; `npx faultsnap inspect <capsule>` shows the variables.', '', '',
  ].join('\n')
}

/** A text that stays text: neither HTML, nor Markdown, nor the end of the cell. */
function cell (text: string): string {
  const safe = safeText(text.replaceAll(/\s+/g, ' '), MAX_CELL_CHARS)
  return safe.replaceAll(/[&<>|`*_[\]\\~#!@:]/g, character => `&#${character.charCodeAt(0)};`)
}
