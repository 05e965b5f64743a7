import { printable } from '../../capsule/printable'
import type { Breadcrumb } from '../../model'
import { isMissing, type MissingReason } from '../../model'
import { countText, missingWords } from '../../values/missing-words'
import { secondsText } from '../facts'
import { html, type Html } from '../html'
import type { PageModel } from '../page/model'

const MAX_BREADCRUMBS = 300
const MAX_VARIABLES = 1_000

/** What happened before, as a timeline that ends in the crash. */
export function breadcrumbsSection ({ breadcrumbs, manifest, crash }: PageModel): Html {
  const end = Date.parse(manifest.capturedAt)
  const shown = breadcrumbs.slice(-MAX_BREADCRUMBS)
  const left = breadcrumbs.length - shown.length
  return html`<section id="breadcrumbs" aria-labelledby="breadcrumbs-title"><h2 id="breadcrumbs-title">Before the crash</h2>
<ol class="timeline">${left > 0 && html`<li class="note">${countText(left)} earlier ones are in the capsule.</li>`}${
  breadcrumbs.length === 0 && html`<li class="note">Nothing was recorded before it.</li>`}
${shown.map(crumb => breadcrumb(crumb, end))}
<li class="crumb crumb-crash"><span class="crumb-time">0 s</span><span class="crumb-body"><b>${
  crash.exception.type || 'Exception'}</b> <span class="crumb-message">${
  crash.exception.message}</span></span></li></ol></section>`
}

const LEVELS = new Set(['debug', 'info', 'warning', 'error'])

function breadcrumb ({ at, category, level, message, data }: Breadcrumb, end: number): Html {
  const before = (end - Date.parse(at)) / 1_000
  const when = Number.isFinite(before) ? `−${secondsText(Math.max(0, before))}` : printable(at, 30)
  const details = Object.entries(data ?? {}).slice(0, 20).map(([name, value]) => html` <code>${name}=${String(value)}</code>`)
  return html`<li class="crumb crumb-${LEVELS.has(level) ? level : 'info'}"><time class="crumb-time" datetime="${
    at}" title="${at}">${when}</time><span class="crumb-body"><span class="crumb-category">${category}</span>${
    (level === 'error' || level === 'warning') && html` <span class="crumb-level">${level}</span>`} <span class="crumb-message">${
    message}</span>${details.length > 0 && html`<span class="crumb-data">${details}</span>`}</span></li>`
}

/** Process, memory, what kept it alive, versions and environment variables. */
export function environmentSection ({ manifest, environment }: PageModel): Html {
  const { process, runtime } = manifest
  const shown = Object.entries(environment.variables).slice(0, MAX_VARIABLES)
  const facts: [string, string | undefined][] = [
    ['Command', [...process.argv.slice(0, 1), ...process.execArgv, ...process.argv.slice(1)].join(' ')],
    ['Directory', process.cwd],
    ['Title', process.title],
    ['Parent', String(process.ppid)],
    ['Package', process.package?.dir],
    ['Active resources', process.activeResources && (Object.entries(process.activeResources)
      .map(([name, count]) => Number(count) === 1 ? name : `${name} ×${count}`).join(', ') || 'none')],
  ]
  return html`<section id="environment" aria-labelledby="environment-title"><h2 id="environment-title">Environment</h2>
<div class="columns"><div><h3>Process</h3><table class="pairs"><tbody>${
  facts.map(([name, value]) => value !== undefined && value !== '' && pair(name, value))}</tbody></table>
${process.memory && memory(process.memory, process.memoryAtStart)}</div>
<div><h3>Environment variables</h3><p class="note">${countText(shown.length)} of ${
  countText(Number(environment.total))} (policy “${environment.policy}”)</p>
${shown.length > 0 && html`<table class="pairs"><tbody>${shown.map(([name, value]) => pair(name, typeof value === 'string' ? value
  : isMissing(value) ? missingMark(value.missing) : ''))}</tbody></table>`}
${runtime.versions && html`<details class="versions"><summary>Versions of Node's parts</summary><table class="pairs"><tbody>${
  Object.entries(runtime.versions).slice(0, 100).map(([name, value]) => pair(name, value))}
</tbody></table></details>`}</div></div>
</section>`
}

function memory (now: Record<string, number>, atStart: Record<string, number> | undefined): Html {
  return html`<h3>Memory</h3><table class="memory">
<thead><tr><th scope="col">Kind</th><th scope="col">Now</th><th scope="col">Since start</th></tr></thead>
<tbody>${Object.entries(now).slice(0, 20).map(([name, bytes]) => {
  const start = atStart && Object.hasOwn(atStart, name) ? atStart[name] : undefined
  return html`<tr><th scope="row">${name}</th><td>${mebibytes(bytes)}</td><td>${start === undefined ? 'unknown'
    : `${bytes >= start ? '+' : '−'}${mebibytes(Math.abs(bytes - start))}`}</td></tr>`
})}</tbody></table>`
}

const mebibytes = (bytes: number): string => `${(Number(bytes) / 1_048_576).toFixed(1)} MiB`

const missingMark = (reason: MissingReason): Html =>
  html`<span class="missing" title="${missingWords(reason).explanation}">${missingWords(reason).label}</span>`

const pair = (name: string, value: string | Html): Html =>
  html`<tr><th scope="row">${name}</th><td>${typeof value === 'string' ? html`<code>${value}</code>` : value}</td></tr>`

/** What is not in the capsule, and why. */
export function missingSection ({ manifest, crash }: PageModel): Html {
  const counts = Object.entries(manifest.missing).filter(([, count]) => Number(count) > 0) as [MissingReason, number][]
  return html`<section id="missing" aria-labelledby="missing-title"><h2 id="missing-title">What is not recorded, and why</h2>
${counts.length + crash.notes.length === 0 && html`<p class="note">Nothing was left out.</p>`}
${counts.length > 0 && html`<table class="reasons"><tbody>${counts.map(reasonRow)}</tbody></table>`}
${crash.notes.length > 0 && html`<ul class="notes">${crash.notes.map(note => html`<li>${note}</li>`)}</ul>`}
${crash.pauseMs !== undefined && html`<p class="note">The program was paused for ${
  Number(crash.pauseMs).toFixed(1)} ms for this snapshot.</p>`}</section>`
}

function reasonRow ([reason, count]: [MissingReason, number]): Html {
  const { label, explanation } = missingWords(reason)
  return html`<tr><th scope="row">${label}</th><td class="count">${countText(Number(count))}</td><td>${explanation}</td></tr>`
}
