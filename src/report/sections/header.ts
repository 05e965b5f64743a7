import { wasThrown, type CulpritRecord, CulpritStep } from '../../model'
import { causesOf, type Cause } from '../../values/causes'
import { headerFacts } from '../facts'
import { html, type Html } from '../html'
import type { PageModel } from '../page/model'
import { shortestPath } from '../short-path'
import { withoutStep } from '../../view/culprit'

const MAX_TRAIL = 10

/** What happened and what broke it, then when, where and of which versions. */
export function headerSection (model: PageModel): Html {
  const { exception } = model.crash
  const { causes, isCut } = causesOf(exception)
  const isCrash = wasThrown(model.manifest.signal, exception)
  return html`<header class="hero" id="top">
<p class="kicker"><span class="brand">FaultSnap</span> ${isCrash ? 'crash report' : 'a process while it ran'}</p>
<div id="toolbar" class="toolbar"></div>
<h1><span class="exception-type">${exception.type || 'Exception'}</span>${exception.code !== undefined &&
  html` <code class="exception-code">${exception.code}</code>`}</h1>
<p class="message">${exception.message || '(no message)'}</p>
${exception.atThrow && html`<p class="at-throw"><span class="relation">thrown as</span> <b>${exception.atThrow.type}</b><span class="cause-message">${
  exception.atThrow.message}</span></p>`}
${isCrash && culprit(model.manifest.culprit, model)}
${causes.length > 0 && html`<ul class="causes" aria-label="Causes">${causes.map(causeItem)}${isCut &&
  html`<li class="note">The chain goes on; the rest was not recorded.</li>`}</ul>`}
<dl class="facts">${headerFacts(model).map(({ label, text, isCode }) =>
  html`<div><dt>${label}</dt><dd>${isCode ? html`<code>${text}</code>` : text}</dd></div>`)}</dl>
</header>`
}

function causeItem ({ relation, exception: { type, message, code }, depth }: Cause): Html {
  return html`<li class="depth-${Math.min(depth, 6)}"><span class="relation">${relation}</span> <b>${type}</b>${
    code !== undefined && html` <code>${code}</code>`}<span class="cause-message">${message}</span></li>`
}

/** The place stands beside it, with its folder. */
function withoutPlace ({ text, file, line }: CulpritStep): string {
  const place = file === undefined || line === undefined ? undefined : / at ([^\s/\\]+:\d+)$/.exec(text)
  return place != null && `${file}:${line}`.endsWith(place[1]!) ? text.slice(0, place.index) : text
}

function culprit (record: CulpritRecord | undefined, { manifest, crash }: PageModel): Html {
  if (!record && crash.death) {
    return html`<div id="culprit" class="culprit"><p class="culprit-label">What killed it</p>
<p class="culprit-summary">${crash.death.reason}</p></div>`
  }
  if (!record) {
    return html`<div id="culprit" class="culprit is-unknown"><p class="culprit-label">Culprit</p>
<p class="culprit-summary">Unknown: the capsule does not prove which value broke it.</p></div>`
  }
  const link = (frame: number | undefined, text: string): Html | string =>
    frame !== undefined && crash.frames[frame] ? html`<a href="#frame-${frame}" data-frame="${frame}">${text}</a>` : text
  const { cwd } = manifest.process
  const trail = record.trail.slice(0, MAX_TRAIL)
  // One step that the summary has told already is not worth a line.
  const isNews = trail.length === 1 && !record.summary.includes(trail[0]!.text)
  const isListed = trail.length > 1 || isNews
  // Elsewhere the summary has to do alone, with the first step in it.
  const claim = isListed ? withoutStep(record.summary, trail[0]?.text) : record.summary
  return html`<div id="culprit" class="culprit"><p class="culprit-label">Culprit</p>
<p class="culprit-summary">${link(record.frame, claim)}</p>
${isListed && html`<ol class="trail">${trail.map(step => html`<li>${link(step.frame, withoutPlace(step))}${
  step.file !== undefined && step.line !== undefined &&
    html` <code>${shortestPath(step.file, cwd)}:${step.line}</code>`}</li>`)}</ol>`}</div>`
}
