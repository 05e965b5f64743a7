import type { Value } from '../model'
import { textWidth } from '../terminal/text-width'
import { wrapped } from '../terminal/facts'
import { safeText } from '../terminal/safe-text'
import { framePlace } from '../values/frame-place'
import { previewValue } from '../values/preview'
import type { OpenedCrash } from '../view/opened-crash'
import { shortPath } from '../view/paths'
import type { ViewOptions } from '../view/view-options'
import type { CrashComparison } from './compare-crashes'
import { isEqualFact, type Fact } from './compare-facts'
import type { FramePair, VariableDifference } from './compare-frames'
import type { Difference } from './compare-values'
import { natureOf } from './nature'

/** `isTerminal` false: one difference is one line, however long. `all`: equal, unknown and volatile parts, too. */
export interface ComparisonView extends ViewOptions { isTerminal: boolean, all: boolean }

type Sides = readonly [OpenedCrash, OpenedCrash]

/**
 * Two capsules like a diff: `-` is only in the first, `+` only in the second, `~` in both and different, `?` cannot be told,
 * two spaces equal (`--all`). On a terminal, `~` lines that are too long become a `-` and a `+` line; what
 * is longer still goes on below.
 */
export function renderComparison (sides: Sides, comparison: CrashComparison, view: ComparisonView): string[] {
  const { facts, frames, fields } = comparison
  const sections: [string, string[]][] = [
    ['Exception', [...renderFacts(facts.exception, view), ...renderDifferences(sides, fields, '', view)]],
    ['Stack', renderStack(sides, frames, view)],
    ['Variables', frames.flatMap(pair => renderVariables(sides, pair, view))],
    ['Environment', renderFacts(facts.environment, view)],
    ['Runtime', renderFacts(facts.runtime, view)],
    ['Process', renderFacts(facts.process, view)],
  ]
  const shown = sections.filter(([, lines]) => lines.length > 0)
  const body = shown.flatMap(([title, lines]) => ['', view.colours.bold(title), ...lines])
  return [...renderHeads(sides, view), ...(shown.length > 0 ? body : ['', 'No difference but times, ids and memory.'])]
}

function renderHeads ([a, b]: Sides, view: ComparisonView): string[] {
  const head = ({ manifest }: OpenedCrash): string =>
    safeText(`${manifest.id}  ${manifest.capturedAt}  ${manifest.exception.type}`, 200)
  return [...fit(`--- ${head(a)}`, view, view.colours.red), ...fit(`+++ ${head(b)}`, view, view.colours.green)]
}

const MAX_FACT_CHARS = 500

function renderFacts (facts: readonly Fact[], view: ComparisonView): string[] {
  const text = (side: string): string => safeText(side, MAX_FACT_CHARS)
  return facts.flatMap(fact => {
    const { a, b } = fact
    if (!view.all && (isEqualFact(fact) || fact.isVolatile)) return []
    const name = safeText(fact.name, 100) + (fact.isVolatile ? ' (volatile)' : '')
    if (a !== undefined && b !== undefined && fact.isUnknown) {
      return view.all ? fit(`? ${name}: ${text(a)} → ${text(b)}`, view) : []
    }
    if (a === b) return fit(`  ${name}: ${text(a ?? '')}`, view)
    return change(name, a && text(a), b && text(b), view)
  })
}

function renderStack (sides: Sides, frames: readonly FramePair[], view: ComparisonView): string[] {
  const { colours, all } = view
  return frames.flatMap(({ a, b, hasMoved }) => {
    const [one, other] = [a && frameText(sides[0], a), b && frameText(sides[1], b)]
    if (one !== undefined && other !== undefined && !hasMoved) return all ? fit(`  ${one}`, view) : []
    return [
      ...(one === undefined ? [] : fit(`- ${one}`, view, colours.red)),
      ...(other === undefined ? [] : fit(`+ ${other}`, view, colours.green)),
    ]
  })
}

function frameText (capsule: OpenedCrash, frame: NonNullable<FramePair['a']>): string {
  const place = framePlace(frame)
  const name = safeText(place.function, 80) || '<anonymous>'
  const position = place.line > 0 ? `:${place.line}:${place.column}` : ''
  return `frame ${frame.index} ${name}  ${shortPath(capsule, place.file)}${position}`
}

function renderVariables (sides: Sides, { a, b, variables, equal }: FramePair, view: ComparisonView): string[] {
  if (a === undefined || b === undefined) return []
  const prefix = `frame ${a.index}${a.index === b.index ? '' : `/${b.index}`} `
  const lines = renderDifferences(sides, variables, prefix, view)
  if (!view.all) return lines
  return [...lines, ...equal.flatMap(({ name, value }) =>
    fit(`  ${prefix}${safeText(name, 80)}: ${shownValue(sides[0], value, view)}`, view))]
}

function renderDifferences (sides: Sides, differences: readonly (Difference | VariableDifference)[], prefix: string,
  view: ComparisonView): string[] {
  const lines: string[] = []
  const unknown = new Map<string, number>()
  for (const { path, kind, a, b, reason } of differences) {
    if (kind === 'unknown' && !view.all) {
      unknown.set(reason ?? 'unavailable', (unknown.get(reason ?? 'unavailable') ?? 0) + 1)
      continue
    }
    const [one, other] = [a, b].map((value, side) => value === undefined ? undefined : shownValue(sides[side]!, value, view))
    const nature = natureOf(a ?? b, sides[a === undefined ? 1 : 0])
    const mark = nature !== undefined && (a === undefined || b === undefined || natureOf(b, sides[1]) === nature)
      ? ` (a${nature === 'id' ? 'n id' : ' time'})` : ''
    const name = prefix + safeText(path, 300)
    if (kind === 'unknown') {
      const why = `not recorded: ${safeText(reason ?? '', 40)}`
      lines.push(...fit(`? ${name}: ${one ?? 'nothing'} → ${other ?? 'nothing'} (${why})`, view))
    } else lines.push(...change(name, one, other, view, mark))
  }
  if (unknown.size > 0) {
    const counts = [...unknown].map(([reason, count]) => `${count} ${safeText(reason, 40)}`).join(', ')
    lines.push(...fit(`? ${prefix}${prefix === '' ? '' : 'has '}values that cannot be compared: ${counts}`, view,
      view.colours.dim))
  }
  return lines
}

function change (name: string, a: string | undefined, b: string | undefined, view: ComparisonView, mark = ''): string[] {
  const { colours, columns, isTerminal } = view
  if (a !== undefined && b !== undefined) {
    const isShort = textWidth(`~ ${name}: ${a} → ${b}${mark}`) <= columns
    if (!isTerminal || isShort) return [`~ ${name}: ${colours.red(a)} → ${colours.green(b)}${colours.dim(mark)}`]
  }
  return [
    ...(a === undefined ? [] : fit(`- ${name}: ${a}${mark}`, view, colours.red)),
    ...(b === undefined ? [] : fit(`+ ${name}: ${b}${mark}`, view, colours.green)),
  ]
}

/** A line as it is in a pipe; on a terminal within its width, what goes on below indented behind the sign. */
function fit (line: string, { isTerminal, columns }: ComparisonView, paint = (text: string): string => text): string[] {
  if (!isTerminal || textWidth(line) <= columns) return [paint(line)]
  const [sign, text] = [line.slice(0, 2), line.slice(2)]
  return wrapped(text, Math.max(20, columns - 2)).map((part, at) => paint(`${at === 0 ? sign : '  '}${part}`))
}

function shownValue ({ crash }: OpenedCrash, value: Value, { columns, isTerminal }: ComparisonView): string {
  const room = isTerminal ? Math.max(30, columns - 30) : 200
  return safeText(previewValue(crash, value, room), room + 20)
}
