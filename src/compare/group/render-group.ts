import { safeText } from '../../terminal/safe-text'
import type { ViewOptions } from '../../view/view-options'
import type { Observation } from './observe'
import type { Ranking } from './rank'

/** `limit`: how many of each are shown. `isTerminal` false: one finding is one line. */
export interface GroupView extends ViewOptions { isTerminal: boolean, limit: number }

/** A ranking as lines: what is the same with its rank and why, then what varies. */
export function renderGroup ({ constants, varying }: Ranking, view: GroupView): string[] {
  const { colours } = view
  const lines: string[] = [colours.bold('Same in every capsule, most telling first')]
  for (const [index, { place, value, why, also }] of constants.slice(0, view.limit).entries()) {
    const head = `${String(index + 1).padStart(2)}. ${colours.cyan(placeText(place))} = ${safeText(value, 100)}`
    const seen = also.length === 0 ? '' : `; also ${also.map(each => safeText(each, 120)).join(', ')}`
    lines.push(...record(head, `${why.join('; ')}${seen}`, view))
  }
  if (constants.length === 0) lines.push('nothing that was recorded')
  lines.push(...more(constants.length, view), '', colours.bold('Varies'))
  for (const { place, distinct, samples, known } of varying.slice(0, view.limit)) {
    const head = `  ${colours.cyan(placeText(place))}: ${samples.map(each => safeText(each, 60)).join(', ')}`
    lines.push(...record(head, `${distinct} distinct in ${known}`, view))
  }
  if (varying.length === 0) lines.push('nothing that was recorded')
  return [...lines, ...more(varying.length, view)]
}

const placeText = ({ frame, path }: Observation): string => `frame ${frame} ${safeText(path, 120)}`

function record (head: string, explanation: string, { isTerminal, colours }: GroupView): string[] {
  if (isTerminal) return [head, `      ${colours.dim(explanation)}`]
  return [`${head}  (${explanation})`]
}

const more = (count: number, { limit, colours }: GroupView): string[] =>
  count > limit ? [colours.dim(`    … ${count - limit} more, see --limit`)] : []
