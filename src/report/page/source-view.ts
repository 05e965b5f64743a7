import { printable } from '../../capsule/printable'
import type { FrameRecord } from '../../model'
import { sourcePlace } from '../frame-source'
import { inlineValues } from '../inline-values'
import { excerpt, windowsOf, wordAt, type ExcerptLine } from '../source-window'
import { element } from './dom'
import { highlightLines, type Token } from './highlight-code'
import type { PageModel } from './model'

const BEFORE = 5
const AFTER = 4
const ALL = 10_000

/** What of a source is shown. `isGenerated`: the code that ran. `isWhole`: all lines that the page has. */
export interface SourceViewOptions { isGenerated?: boolean, isWhole?: boolean }

/** The lines around a frame's place, coloured, with the values of the variables in the line. Undefined if they are not there. */
export function sourceView (model: PageModel, frame: FrameRecord, { isGenerated = false, isWhole = false }: SourceViewOptions):
{ view: HTMLElement, hasMore: boolean } | undefined {
  const place = sourcePlace(model.crash, frame, isGenerated)
  // From the window's first line on, so that a comment that began further up is known as one.
  const known = excerpt(windowsOf(model.sources, place.path), place, ALL, ALL)
  if (known.length === 0) return undefined
  const coloured = highlightLines(known.map(({ text }) => printable(text, ALL, '\t')))
  const shown = known.map((line, index) => ({ line, tokens: coloured[index] ?? [] }))
    .filter(({ line: { number } }) => isWhole || (number >= place.line - BEFORE && number <= place.line + AFTER))
  const code = element('code', {}, ...shown.map(({ line, tokens }) => lineView(model, frame, line, tokens, isGenerated || frame.original === undefined)))
  const view = element('pre',
    { class: 'source', tabindex: '0', role: 'group', 'aria-label': `Source around line ${place.line}` }, code)
  return { view, hasMore: shown.length < known.length }
}

function lineView (model: PageModel, frame: FrameRecord, line: ExcerptLine, tokens: readonly Token[], isGenerated: boolean): HTMLElement {
  const text = element('span', { class: 'text' }, line.isCutBefore ? '…' : '', ...pieces(line, tokens))
  const host = element('span', { class: `line${line.isPlace ? ' failing' : ''}` },
    element('span', { class: 'number' }, String(line.number)), text)
  const values = line.isPlace ? inlineValues(model.crash, frame, line.text, model.manifest.culprit, isGenerated) : []
  if (values.length > 0) {
    host.append(element('span', { class: 'inline-values' }, ...values.map(({ name, value }) =>
      element('span', { class: 'inline-value' }, element('b', {}, name), ` = ${value}`))))
  } else host.append('\n')
  return host
}

/** The tokens, those that are at the failing column in a mark. */
function pieces ({ text, column0 }: ExcerptLine, tokens: readonly Token[]): (Node | string)[] {
  // Where characters are shown by their codes, columns are others than in the text.
  const [from, to] = column0 === undefined ? [-1, -1]
    : wordAt(text, column0).map(at => printable(text.slice(0, at), ALL, '\t').length) as [number, number]
  let at = 0
  return tokens.flatMap(({ type, text: whole }) => {
    const start = at
    at += whole.length
    const cuts = [0, from - start, to - start, whole.length].map(cut => Math.min(whole.length, Math.max(0, cut)))
    return [0, 1, 2].flatMap(part => {
      const piece = whole.slice(cuts[part], cuts[part + 1])
      if (piece === '') return []
      const coloured = type === '' ? piece : element('span', { class: `t-${type}` }, piece)
      return part === 1 && column0 !== undefined ? element('mark', { class: 'column' }, coloured) : coloured
    })
  })
}
