import type { Breadcrumb, CrashDocument, ExceptionRecord, FrameRecord, Manifest } from '../model'
import { framePlace } from '../values/frame-place'
import { frameVariables } from '../values/frame-variables'
import { previewValue } from '../values/preview'
import { escapeHtml } from './escape-html'

/** What the page shows. `breadcrumbs` oldest first. */
export interface HtmlPageInput { manifest: Omit<Manifest, 'entries'>, crash: CrashDocument, breadcrumbs: readonly Breadcrumb[] }

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
const MAX_PREVIEW_CHARS = 400
const MAX_VARIABLES = 200
const MAX_CAUSES = 20

/**
 * A crash as one plain HTML page for people: no script, nothing loaded from anywhere (the CSP forbids both), every text escaped.
 * Shows exception, place, frames with variables, notes and breadcrumbs.
 */
export function htmlPage ({ manifest, crash, breadcrumbs }: HtmlPageInput): string {
  const { exception } = crash
  const place = manifest.place
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(exception.type)} – FaultSnap</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(exception.type)}</h1>
<p class="message">${escapeHtml(exception.message)}</p>
${place ? `<p>in ${functionName(place.function)} at ${code(`${place.file}:${place.line}:${place.column}`)}</p>` : ''}
${causes(exception)}
</header>
${section('Crash', table(facts(manifest, crash)))}
${section('Notes', crash.notes.length > 0 ? `<ul>${crash.notes.map(note => `<li>${escapeHtml(note)}</li>`).join('')}</ul>` : '')}
${section('Frames', crash.frames.map(frame => frameBlock(crash, frame)).join('\n'))}
${section('Stack', exception.stack === '' ? '' : `<pre>${escapeHtml(exception.stack)}</pre>`)}
${section('Before the crash', breadcrumbs.length > 0 ? table(breadcrumbs.map(breadcrumbRow)) : '')}
</body>
</html>
`
}

function breadcrumbRow ({ at, category, message }: Breadcrumb): [string, string] {
  return [`${at} ${category}`, escapeHtml(message)]
}

function causes (exception: ExceptionRecord): string {
  const lines: string[] = []
  for (let cause = exception.cause; cause !== undefined && lines.length < MAX_CAUSES; cause = cause.cause) {
    lines.push(`<p class="cause">caused by <b>${escapeHtml(cause.type)}</b>: ${escapeHtml(cause.message)}</p>`)
  }
  for (const error of exception.errors ?? []) {
    lines.push(`<p class="cause">contains <b>${escapeHtml(error.type)}</b>: ${escapeHtml(error.message)}</p>`)
  }
  return lines.join('\n')
}

/** Rows of a name and HTML. */
function facts (manifest: HtmlPageInput['manifest'], crash: CrashDocument): [string, string][] {
  const { runtime, process } = manifest
  const missing = Object.entries(manifest.missing).map(([reason, count]) => `${count} ${reason}`).join(', ')
  const thread = crash.thread.isMainThread ? '' : `, thread ${crash.thread.id}`
  const rows: [string, string][] = [
    ['Captured', escapeHtml(`${manifest.capturedAt} (${manifest.signal})`)],
    ['Tied to exit', crash.exit ? escapeHtml(`code ${crash.exit.exitCode}: ${crash.exit.evidence}`) : ''],
    ['Fingerprint', code(manifest.fingerprint)],
    ['Capsule', code(manifest.id)],
    ['Runtime', escapeHtml(`Node.js ${runtime.version} on ${runtime.platform} ${runtime.arch}`)],
    ['Process', `${process.pid}${thread} in ${code(process.cwd)}`],
    ['Command', code([...process.execArgv, ...process.argv.slice(1)].join(' '))],
    ['Not recorded', escapeHtml(missing)],
  ]
  return rows.filter(([, html]) => html !== '')
}

function frameBlock (crash: CrashDocument, frame: FrameRecord): string {
  const place = framePlace(frame)
  const where = place.line > 0 ? `${place.file}:${place.line}:${place.column}` : place.file
  const kind = frame.kind === 'async' ? 'async ' : ''
  const folded = frame.folded ? ` <i>and ${frame.folded.repetitions} more repetitions of ${frame.folded.length} frames</i>` : ''
  const variables = frameVariables(frame)
  const rows = variables.slice(0, MAX_VARIABLES).map(({ name, scope, value }): [string, string] =>
    [`${name} ${scope}`, code(previewValue(crash, value, MAX_PREVIEW_CHARS))])
  if (variables.length > MAX_VARIABLES) rows.push(['…', `${variables.length - MAX_VARIABLES} more in the capsule`])
  const body = rows.length > 0 ? table(rows) : `<p>No variables${frame.missing ? ` (${escapeHtml(frame.missing)})` : ''}.</p>`
  return `<details${frame.inApp ? ' open' : ''}><summary>${kind}${functionName(place.function)} ${code(where)}${folded}</summary>
${body}</details>`
}

function table (rows: readonly (readonly [string, string])[]): string {
  return `<table>${rows.map(([name, html]) => `<tr><th>${escapeHtml(name)}</th><td>${html}</td></tr>`).join('\n')}</table>`
}

/** Nothing at all for an empty body. */
const section = (title: string, body: string): string => body === '' ? '' : `<section><h2>${title}</h2>\n${body}</section>`

const functionName = (name: string): string => `<b>${escapeHtml(name || '(anonymous)')}</b>`

const code = (text: string): string => `<code>${escapeHtml(text)}</code>`

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#ddd, #444) }
:root { --soft: light-dark(#666, #aaa); --accent: light-dark(#b00020, #ff8a80) }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1rem }
body { background: Canvas; color: CanvasText }
h1 { color: var(--accent); margin: 0 } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem }
code, pre { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; unicode-bidi: isolate }
pre { white-space: pre-wrap; border: 1px solid var(--line); padding: .5rem; overflow-x: auto }
.message { font-size: 1.15rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .25rem 0 }
.cause, summary i { color: var(--soft) }
details { border-top: 1px solid var(--line); padding: .35rem 0 } summary { cursor: pointer }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .15rem .75rem .15rem 0 }
th { font-weight: normal; color: var(--soft); width: 14rem; overflow-wrap: anywhere } td { overflow-wrap: anywhere }
`
