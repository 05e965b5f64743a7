import { occasionParts } from '../../occasion/occasion'
import type { OccasionPart } from '../../occasion/part'
import { hasMembers } from '../../values/members'
import { previewValue } from '../../values/preview'
import { renderValueTree } from '../../view/value-tree'
import { html, type Html } from '../html'
import type { PageModel } from '../page/model'

const MAX_PREVIEW_CHARS = 400
const MAX_ROWS = 200
const TREE = { depth: 5, maxChars: 300, maxLines: 400 }

/**
 * Whom the error hit, each part a section of its own: `above` the stack what is the matter itself (a death, a test), `below` what it
 * happened in (the request, the worker). Nothing without an occasion.
 */
export function occasionSections ({ crash }: PageModel, where: 'above' | 'below'): Html[] {
  const isAbove = (kind: OccasionPart['kind']): boolean => kind === 'death' || kind === 'test'
  return occasionParts(crash).filter(({ kind }) => isAbove(kind) === (where === 'above')).map(part => html`<section id="${part.kind}" class="occasion" aria-labelledby="${part.kind}-title">
<h2 id="${part.kind}-title">${part.title}</h2>
${part.headline !== '' && part.kind !== 'death' && html`<p class="occasion-headline">${part.headline}</p>`}
${part.facts.length > 0 && pairs(part.facts)}
${part.values.map(({ name, value }) => html`<div class="occasion-value"><h3>${name}</h3>
<p><code>${previewValue(crash, value, MAX_PREVIEW_CHARS)}</code></p>${hasMembers(crash, value) &&
  html`<details><summary>Its members</summary><pre tabindex="0">${renderValueTree(crash, value, TREE).join('\n')}</pre></details>`}</div>`)}
${part.lists.map(list)}
${part.text && html`<h3>${part.text.title}</h3><pre class="occasion-text" tabindex="0">${part.text.text}</pre>`}
</section>`)
}

function list ({ title, rows }: OccasionPart['lists'][number]): Html {
  const left = rows.length - MAX_ROWS
  return html`<details class="occasion-list"><summary>${title} <span class="count">${rows.length}</span></summary>${
    pairs(rows.slice(0, MAX_ROWS))}${left > 0 && html`<p class="note">${left} more are in the capsule.</p>`}</details>`
}

const pairs = (rows: readonly (readonly [string, string])[]): Html =>
  html`<table class="pairs"><tbody>${rows.map(([name, value]) =>
    html`<tr><th scope="row">${name}</th><td><code>${value}</code></td></tr>`)}</tbody></table>`
