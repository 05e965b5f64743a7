import { createHash } from 'node:crypto'
import { executionPath } from '../execution-path/execution-path'
import { PATH_STYLE } from '../execution-path/svg-style'
import { toSvg } from '../execution-path/to-svg'
import type { OpenedCrash } from '../view/opened-crash'
import { html, rawHtml, type Html } from './html'
import { blockJson, pageData } from './page-data'
import type { PageModel } from './page/model'
import type { ReportAssets } from './report-assets'
import { headerSection } from './sections/header'
import { stackSection } from './sections/stack'
import { breadcrumbsSection, environmentSection, missingSection } from './sections/surroundings'

/** `editorUrl` and `pathMap`: the options of these names, for links into the reader's editor. */
export interface ReportOptions { assets: ReportAssets, editorUrl: string, pathMap: readonly string[] }

/**
 * A crash as one HTML page that loads nothing. Complete without JavaScript and on paper; the page's script, whose data is in the
 * page, adds what needs one. The Content-Security-Policy lets exactly the script and the style run that are in it.
 */
export async function renderReport (crash: OpenedCrash, { assets, editorUrl, pathMap }: ReportOptions): Promise<string> {
  const model = await pageData(crash, { editorUrl, pathMap })
  const style = assets.style === undefined ? undefined : ended(`${assets.style}\n${PATH_STYLE}`, 'style')
  const script = assets.script === undefined ? undefined : ended(assets.script, 'script')
  return `<!doctype html>\n${page(model, style, script).markup}\n`
}

function page (model: PageModel, style: string | undefined, script: string | undefined): Html {
  const { manifest, crash } = model
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; img-src data:; ` +
    "base-uri 'none'; form-action 'none'"
  const svg = toSvg(executionPath(crash, { manifest }))
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${rawHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${crash.exception.type || 'Crash'}: ${crash.exception.message.slice(0, 80)} – FaultSnap</title>
${style !== undefined && html`<style>${rawHtml(style)}</style>`}
</head>
<body>
<a class="skip-link" href="#stack">Skip to the stack</a>
${headerSection(model)}
<main>
<div class="main-column">${stackSection(model)}</div>
<aside class="side-column" aria-label="Execution path"><section id="path" aria-labelledby="path-title">
<h2 id="path-title">Execution path</h2><div id="path-tools"></div>
<div class="path-drawing" tabindex="0" role="group" aria-label="Drawing of the execution path">${
  rawHtml(svg)}</div></section></aside>
${breadcrumbsSection(model)}
${environmentSection(model)}
${missingSection(model)}
</main>
<footer><p>Recorded by FaultSnap ${manifest.generator?.version ?? 'of an unknown version'}, capsule ${manifest.id}, fingerprint
<code class="whole-fingerprint">${manifest.fingerprint}</code>. This page loads nothing and sends nothing.</p></footer>
${script !== undefined && html`<script type="application/json" id="report-data">${rawHtml(blockJson(model))}</script>
<script>${rawHtml(script)}</script>`}
</body>
</html>`
}

/** Nothing in a bundle may end its own element; in JavaScript strings and CSS the backslash changes nothing. */
const ended = (text: string, tag: 'script' | 'style'): string => text.replace(new RegExp(`</(?=${tag})`, 'gi'), '<\\/')

const hashOf = (text: string | undefined): string =>
  text === undefined ? "'none'" : `'sha256-${createHash('sha256').update(text).digest('base64')}'`
