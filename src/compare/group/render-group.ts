import { textWidth } from '../../terminal/text-width'
import { wrapped } from '../../terminal/facts'
import { safeText } from '../../terminal/safe-text'
import type { ViewOptions } from '../../view/view-options'
import type { Observation } from './observe'
import type { Ranking } from './rank'

/** `limit`: how many of each are shown. `isTerminal` false: one finding is one line. */
export interface GroupView extends ViewOptions { isTerminal: boolean, limit: number }

/** A ranking as lines: what is the same with its rank and why, then what varies. */
export function renderGroup ({ constants, varying }: Ranking, view: GroupView): string[] {
  const { colours } = view
  const title = (text: string): string[] => (view.isTerminal ? wrapped(text, view.columns) : [text]).map(colours.bold)
  const lines = title('Same in every capsule, most telling first')
  for (const [index, { place, value, why, also }] of constants.slice(0, view.limit).entries()) {
    const seen = also.length === 0 ? '' : `; also ${also.map(each => safeText(each, 120)).join(', ')}`
    const rank = String(index + 1).padStart(2)
    lines.push(...record(`${rank}. ${placeText(place)}`, ` = ${safeText(value, 100)}`, `${why.join('; ')}${seen}`, view))
  }
  if (constants.length === 0) lines.push('nothing that was recorded')
  lines.push(...more(constants.length, view), '', ...title('Varies'))
  for (const { place, distinct, samples, known } of varying.slice(0, view.limit)) {
    const text = `: ${samples.map(each => safeText(each, 60)).join(', ')}`
    lines.push(...record(`  ${placeText(place)}`, text, `${distinct} distinct in ${known}`, view))
  }
  if (varying.length === 0) lines.push('nothing that was recorded')
  return [...lines, ...more(varying.length, view)]
}

const placeText = ({ frame, path }: Observation): string => `frame ${frame} ${safeText(path, 120)}`

/** `text` follows `place`, which is painted; `explanation` stands below it on a terminal. */
function record (place: string, text: string, explanation: string, { isTerminal, colours, columns }: GroupView): string[] {
  if (!isTerminal) return [`${colours.cyan(place)}${text}  (${explanation})`]
  const isShort = textWidth(place + text) <= columns
  const head = isShort ? [`${colours.cyan(place)}${text}`] : wrapped(place + text, columns)
  return [...head, ...wrapped(explanation, Math.max(20, columns - 6)).map(line => `      ${colours.dim(line)}`)]
}

const more = (count: number, { limit, colours }: GroupView): string[] =>
  count > limit ? [colours.dim(`    … ${count - limit} more, see --limit`)] : []
