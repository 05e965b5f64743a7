import { escapeHtml } from '../report/escape-html'
import type { ExecutionPath, Link, PathStep } from './execution-path'

/** `isStandalone`: with colours of its own, for a file; without, the page's style paints the classes. */
export interface SvgOptions { isStandalone?: boolean }

const WIDTH = 360
const SIDE = 8
const TOP = 6
const GAP = 30
const TALL = 46
const LOW = 30
/** Widths in characters of a monospaced font of 13 and 11 px. */
const TITLE_CHARS = 40
const DETAIL_CHARS = 48

const WORDS: Readonly<Record<Link, string>> = { calls: '', awaits: 'awaits', throws: 'throws', caught: 'caught', ends: '' }

/**
 * The path drawn from top to bottom: steps that have a frame are links to `#frame-N` with `data-frame`. Classes only: no style
 * attribute, no handler, nothing loaded.
 */
export function toSvg ({ steps }: ExecutionPath, { isStandalone = false }: SvgOptions = {}): string {
  let y = TOP
  const parts: string[] = []
  for (const [index, step] of steps.entries()) {
    const height = step.detail === '' ? LOW : TALL
    parts.push(stepSvg(step, y, height))
    y += height
    if (step.next === undefined || index + 1 === steps.length) continue
    parts.push(linkSvg(step.next, y))
    y += GAP
  }
  const height = y + TOP
  const size = isStandalone ? `width="${WIDTH}" height="${height}" ` : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" class="execution-path" viewBox="0 0 ${WIDTH} ${height}" ` +
    `${size}role="group" aria-label="Execution path, from the entry to the throw">` +
    `${isStandalone ? `<style>${STYLE}</style>` : ''}${parts.join('')}</svg>`
}

function stepSvg (step: PathStep, y: number, height: number): string {
  const { kind, title, detail, frame, isAsync } = step
  const middle = WIDTH / 2
  const round = kind === 'entry' || kind === 'signal' ? height / 2 : kind === 'throw' ? 2 : 7
  const body = `<rect x="${SIDE}" y="${y}" width="${WIDTH - 2 * SIDE}" height="${height}" rx="${round}"/>` +
    `<text class="step-title" x="${middle}" y="${y + 19}" text-anchor="middle">${escapeHtml(fit(title, TITLE_CHARS))}</text>` +
    (detail === '' ? '' : `<text class="step-detail" x="${middle}" y="${y + 36}" text-anchor="middle">` +
      `${escapeHtml(fit(detail, DETAIL_CHARS))}</text>`)
  const classes = `step step-${kind}${isAsync ? ' step-async' : ''}`
  const label = escapeHtml(`${title}${detail === '' ? '' : `, ${detail}`}${isAsync ? ', suspended in an await' : ''}`)
  if (frame === undefined) return `<g class="${classes}" role="img" aria-label="${label}">${body}</g>`
  const index = Math.trunc(Number(frame))
  return `<a class="${classes}" href="#frame-${index}" data-frame="${index}" aria-label="${label}">${body}</a>`
}

function linkSvg (link: Link, y: number): string {
  const middle = WIDTH / 2
  const end = y + GAP - 2
  const word = WORDS[link] === '' ? ''
    : `<text class="link-word" x="${middle + 12}" y="${y + GAP / 2 + 3}">${WORDS[link]}</text>`
  return `<g class="link link-${link}" aria-hidden="true"><path class="link-line" d="M${middle} ${y + 2}V${end - 6}"/>` +
    `<path class="link-head" d="M${middle - 5} ${end - 7}h10l-5 7z"/>${word}</g>`
}

/** Cut to a width; wide characters (East Asian, emoji) count twice. */
function fit (text: string, maxChars: number): string {
  let width = 0
  let shown = ''
  for (const character of text) {
    width += character.codePointAt(0)! >= 0x1100 ? 2 : 1
    if (width > maxChars - 1 && shown.length + character.length < text.length) return `${shown}…`
    shown += character
  }
  return shown
}

const STYLE = 'svg{font-family:ui-monospace,Menlo,Consolas,monospace;background:#fff}.step rect{fill:#f6f8fa;stroke:#57606c}' +
  '.step-title{font-size:13px;fill:#1c2128}.step-detail,.link-word{font-size:11px;fill:#57606c}.link-line{stroke:#57606c;fill:none}' +
  '.link-head{fill:#57606c}.link-awaits .link-line,.step-async rect,.step-run rect{stroke-dasharray:4 3}.step-throw rect{fill:#fdecec;' +
  'stroke:#b3261e;stroke-width:2}.step-catch rect{fill:#e9f5ec;stroke:#1a7f37}.step-entry rect,.step-signal rect{fill:#e8eefb}'
