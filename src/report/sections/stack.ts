import type { FrameRecord } from '../../model'
import { framePlace } from '../../values/frame-place'
import { frameVariables } from '../../values/frame-variables'
import { shownName } from '../../values/original-name'
import { missingFrameWords } from '../../values/missing-frame'
import { countText } from '../../values/missing-words'
import { previewValue } from '../../values/preview'
import { topFrameOf } from '../../values/top-frame'
import { runText, stackOutline } from '../../view/stack-outline'
import { stackText } from '../../view/stack-text'
import { editorLink } from '../editor-link'
import { sourcePlace } from '../frame-source'
import { html, type Html } from '../html'
import { inlineValues } from '../inline-values'
import type { PageModel } from '../page/model'
import { shortestPath } from '../short-path'
import { excerpt, windowsOf, wordAt, type ExcerptLine } from '../source-window'

const BEFORE = 4
const AFTER = 3
/** Frames whose source is in the page itself; the script shows that of the others when they are opened. */
const MAX_EXCERPTS = 12
const MAX_VARIABLES = 100
const MAX_PREVIEW_CHARS = 240

/** The stack, innermost first: frames of the program one by one, others folded. */
export function stackSection (model: PageModel): Html {
  const { crash } = model
  const top = topFrameOf(crash.frames)
  let excerpts = 0
  const show = (frame: FrameRecord): Html => frameDetails(model, frame, frame === top, frame.inApp && excerpts++ < MAX_EXCERPTS)
  const entries = stackOutline(crash, { kept: top })
  return html`<section id="stack" aria-labelledby="stack-title" tabindex="-1">
<h2 id="stack-title">Stack <span class="count">${countText(crash.frames.length)} ${
  crash.frames.length === 1 ? 'frame' : 'frames'}, innermost first</span></h2>
<div id="search"></div><div id="pins"></div>
${crash.frames.length === 0 && html`<p class="note">No frames were recorded.</p>`}
<div class="frames">${entries.map(entry => {
  if (entry.kind === 'await') return html`<p class="await-mark"><span>below: callers that were suspended in an await</span></p>`
  if (entry.kind === 'frame') return show(entry.frame)
  return html`<details class="run"><summary>${runText(entry.frames)}</summary>${entry.frames.map(show)}</details>`
})}</div>
${crash.exception.stack !== '' && html`<details class="raw-stack"><summary>Stack as text</summary>
<pre tabindex="0">${stackText(crash)}</pre></details>`}
</section>`
}

function frameDetails (model: PageModel, frame: FrameRecord, isTop: boolean, hasSource: boolean): Html {
  const { crash, manifest } = model
  const place = framePlace(frame)
  const position = place.line > 0 ? `:${place.line}${place.column > 0 ? `:${place.column}` : ''}` : ''
  const index = crash.frames.indexOf(frame)
  const link = editorLink(model.editorUrl, model.pathMap, place)
  const opening = html`<details class="frame ${frame.inApp ? 'is-own' : 'is-foreign'}" id="frame-${index}" data-frame="${index}"${
    isTop && html` open`}>`
  return html`${opening}
<summary><span class="frame-number">${index}</span> <span class="frame-name">${
  frame.kind === 'async' && html`<span class="keyword">async</span> `}${
  place.function || '(anonymous)'}</span> <span class="frame-place">${
  shortestPath(place.file, manifest.process.cwd)}${position}</span>${
  manifest.culprit?.frame === index && html` <span class="badge badge-culprit">culprit</span>`}${
  crash.caughtAt?.frame === index && html` <span class="badge badge-caught">catch</span>`}${
  frame.folded && html` <span class="badge">↻ ${countText(frame.folded.repetitions)} more</span>`}</summary>
<div class="frame-body">
${frame.folded && html`<p class="note">${recursionText(frame.folded)}</p>`}
<p class="frame-tools"><code class="full-place">${place.file || 'unnamed code'}${position}</code>${
  link !== undefined && html` <a class="editor-link" href="${link}">Open in editor</a>`}</p>
<div class="frame-source">${hasSource && source(model, frame)}</div>
<div class="frame-variables">${isTop ? variables(model, frame) : frame.missing !== undefined && noVariables(model, frame)}</div>
</div></details>`
}

function recursionText ({ length, repetitions }: NonNullable<FrameRecord['folded']>): string {
  return length === 1 ? `Recursion: the call followed ${countText(repetitions)} more times and is shown once.`
    : `Recursion: the ${countText(length)} calls that end here followed ${countText(repetitions)} more times and are shown once.`
}

function source (model: PageModel, frame: FrameRecord): Html | undefined {
  const place = sourcePlace(model.crash, frame)
  const lines = excerpt(windowsOf(model.sources, place.path), place, BEFORE, AFTER)
  if (lines.length === 0) return html`<p class="note">The source is not in the capsule.</p>`
  return html`<pre class="source" tabindex="0" role="group" aria-label="Source around line ${place.line}"><code>${
    lines.map(line => sourceLine(model, frame, line))}</code></pre>`
}

function sourceLine ({ crash, manifest }: PageModel, frame: FrameRecord, line: ExcerptLine): Html {
  const { number, text, isPlace, isCutBefore, column0 } = line
  const [from, to] = column0 === undefined ? [text.length, text.length] : wordAt(text, column0)
  const values = isPlace ? inlineValues(crash, frame, text, manifest.culprit) : []
  const word = to > from && html`<mark class="column">${text.slice(from, to)}</mark>`
  return html`<span class="line${isPlace && ' failing'}"><span class="number">${number}</span><span class="text">${
    isCutBefore && '…'}${text.slice(0, from)}${word}${text.slice(to)}</span>${values.length === 0 ? '\n'
    : html`<span class="inline-values">${values.map(({ name, value }) =>
      html`<span class="inline-value"><b>${name}</b> = ${value}</span>`)}</span>`}</span>`
}

function variables (model: PageModel, frame: FrameRecord): Html {
  const { crash } = model
  const all = frameVariables(frame)
  if (all.length === 0) return noVariables(model, frame)
  const rows = all.slice(0, MAX_VARIABLES).map(({ scope, value, ...named }) =>
    html`<tr><th scope="row">${shownName(named)} <small>${scope}</small></th>
<td><code>${previewValue(crash, value, MAX_PREVIEW_CHARS)}</code></td></tr>`)
  return html`<table class="previews"><caption>Variables</caption><tbody>${rows}</tbody></table>${
    all.length > MAX_VARIABLES && html`<p class="note">${countText(all.length - MAX_VARIABLES)} more are in the capsule.</p>`}`
}

function noVariables ({ crash }: PageModel, frame: FrameRecord): Html {
  const words = missingFrameWords(crash, frame)
  return html`<p class="no-variables">No variables${
    words ? html`: <span class="missing">${words.label}</span> ${words.explanation}` : '.'}</p>`
}
