import { agoText } from '../../src/terminal/ago-text'
import { clipEnd, clipStart } from '../../src/terminal/clip'
import { textWidth } from '../../src/terminal/text-width'
import { oneLine, safeText } from '../../src/terminal/safe-text'
import { table } from '../../src/terminal/table'
import { shownMessage } from '../../src/view/exception'
import type { Io } from '../io'

/** What a row tells, of a crash or of a group of them. `count` of a group only. */
export interface CrashRow {
  id: string
  capturedAt: string
  fingerprint: string
  signal?: string
  count?: number
  /** If more were seen than there are; of a crash those of its bug on its day, and when last. */
  seen?: number | undefined
  lastSeen?: string | undefined
  exception: { type: string, message: string }
  place?: { file: string, line: number } | undefined
  culprit?: string | undefined
  /** The request or the test. */
  occasion?: string | undefined
}

/** `cwd`: paths in it are shown from there, on a terminal. */
type CrashRowsIo = Pick<Io, 'colours' | 'columns' | 'isTerminal'> & Partial<Pick<Io, 'cwd'>>

/** Below this a crash takes two lines: one for what it was, one for its culprit or place. */
const WIDE_COLUMNS = 110
const MARK = '▸ '

/**
 * Crashes as lines. In a pipe one line each, nothing cut: id, time (ISO 8601, UTC), fingerprint, signal or count, exception,
 * occasion, place, culprit.
 * On a terminal what fits, paths from the working directory: how long ago it was instead of the time, and below 110 columns two lines each.
 */
export function crashRows (rows: readonly CrashRow[], { colours, columns, isTerminal, cwd }: CrashRowsIo, now: Date): string[] {
  const cells = rows.map(row => ({
    id: safeText(row.id, 20),
    time: safeText(row.capturedAt.replace(/\.\d+(?=Z$)/, '')),
    ago: agoText(row.capturedAt, now),
    fingerprint: safeText(row.fingerprint.slice(0, 8)),
    what: row.count === undefined ? safeText(row.signal ?? '', 40) : `${row.seen ?? row.count} ×`,
    type: safeText(row.exception.type, 60),
    message: oneLine(shownMessage(row.exception), 100),
    place: row.place === undefined ? '' : (safeText(isTerminal ? fromHere(row.place.file, cwd) : row.place.file, 200) || '<unknown>') + (row.place.line > 0 ? `:${row.place.line}` : ''),
    seen: seenText(row, isTerminal ? now : undefined),
    occasion: [seenText(row, isTerminal ? now : undefined), row.occasion === undefined ? '' : safeText(row.occasion, 200)].filter(text => text !== '').join('  '),
    culprit: row.culprit === undefined ? '' : MARK + safeText(row.culprit, 300),
    isGroup: row.count !== undefined,
  }))
  if (!isTerminal) {
    return table(cells.map(({ id, time, fingerprint, what, type, message, occasion, place, culprit }) => [
      colours.bold(id), time, colours.dim(fingerprint), what,
      [colours.red(type) + (message === '' ? '' : `: ${message}`), colours.cyan(occasion), colours.dim(place), colours.yellow(culprit)].filter(text => text !== '').join('  '),
    ]))
  }
  const exceptionIn = (type: string, message: string, room: number): string => {
    const name = clipEnd(type, room)
    const rest = clipEnd(message === '' ? '' : `: ${message}`, room - textWidth(name))
    return colours.red(name) + rest
  }
  const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - textWidth(text)))
  const agoWidth = Math.max(0, ...cells.map(({ ago }) => textWidth(ago)))
  const whatWidth = Math.max(0, ...cells.map(({ what, isGroup }) => isGroup ? textWidth(what) : 0))
  return cells.flatMap(({ id, ago, fingerprint, what, type, message, seen, occasion, place, culprit, isGroup }) => {
    const head = [isGroup ? undefined : colours.bold(id), colours.dim(fingerprint), isGroup ? pad(what, whatWidth) : undefined, pad(ago, agoWidth)]
      .filter(text => text !== undefined).join('  ')
    const room = columns - widthOfHead(isGroup, id, whatWidth, agoWidth) - 2
    if (columns >= WIDE_COLUMNS) {
      const left = Math.floor(room * (culprit === '' ? 0.6 : 0.4))
      const text = textWidth(message === '' ? type : `${type}: ${message}`)
      const exception = exceptionIn(type, message, left) + ' '.repeat(Math.max(0, left - text))
      const rest = room - left - 2
      const placeRoom = culprit === '' ? rest : Math.min(rest, Math.max(16, Math.floor(rest * 0.4)))
      const shownPlace = aside(occasion, place, placeRoom)
      return [`${head}  ${exception}  ${colours.dim(culprit === '' ? shownPlace : pad(shownPlace, placeRoom))}${culprit === '' ? ''
        : `  ${colours.yellow(clipEnd(culprit, Math.max(8, rest - placeRoom - 2)))}`}`.trimEnd()]
    }
    const lines = room >= 24 ? [`${head}  ${exceptionIn(type, message, room)}`] : [head, `  ${exceptionIn(type, message, columns - 2)}`]
    if (culprit !== '') lines.push(`  ${colours.yellow(clipEnd(seen === '' ? culprit : `${seen}  ${culprit}`, columns - 2))}`)
    else if (place + occasion !== '') lines.push(`  ${colours.dim(aside(occasion, place, columns - 2))}`)
    return lines
  })
}

/** Of a crash whose like were only counted; a group has its count in a column. */
function seenText ({ count, seen, lastSeen }: CrashRow, now: Date | undefined): string {
  if (count !== undefined || seen === undefined || lastSeen === undefined) return ''
  return `${seen} ×, last ${now === undefined ? safeText(lastSeen.replace(/\.\d+(?=Z$)/, '')) : agoText(lastSeen, now)}`
}

function fromHere (file: string, cwd: string | undefined): string {
  const isInside = cwd !== undefined && file.startsWith(cwd) && /^[\\/]./.test(file.slice(cwd.length))
  return isInside ? file.slice(cwd.length + 1) : file
}

/** The occasion and the place in so many columns. Of a path that is too long the end tells most. */
function aside (occasion: string, place: string, columns: number): string {
  if (occasion === '') return clipStart(place, columns)
  const shown = clipEnd(occasion, columns)
  const left = columns - textWidth(shown) - 2
  return place === '' || left < MIN_PLACE_COLUMNS ? shown : `${shown}  ${clipStart(place, left)}`
}

const MIN_PLACE_COLUMNS = 12

const widthOfHead = (isGroup: boolean, id: string, whatWidth: number, agoWidth: number): number =>
  8 + 2 + agoWidth + (isGroup ? whatWidth + 2 : textWidth(id) + 2)
