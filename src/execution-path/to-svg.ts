import type { ExecutionPath, PathEdge } from './execution-path'
import { edgeLines } from './svg-edges'
import { layOut, type Box } from './svg-layout'
import { fitText } from './svg-text'
import { STANDALONE_STYLE } from './svg-style'
import { escapeXml } from './escape-xml'

/**
 * `width` in pixels, at least 240. `isStandalone`: a file of its own, with its style and without links; else a part of a page that
 * has {@link PATH_STYLE}, in which each node of a frame is a link to `#frame-N` with `data-frame="N"`.
 */
export interface SvgOptions { width?: number, isStandalone?: boolean }

export const MIN_SVG_WIDTH = 240

/**
 * The path as SVG: one column, drawn without scripts, fonts or anything from elsewhere, and without style attributes, which the
 * page's Content-Security-Policy forbids. Well-formed XML and HTML at once. Nodes are `a` or `g` of the classes `path-node` and
 * `path-<kind>`.
 */
export function toSvg (path: ExecutionPath, { width = 360, isStandalone = false }: SvgOptions = {}): string {
  const wide = Math.max(MIN_SVG_WIDTH, Math.trunc(width))
  const { boxes, boxOf, height } = layOut(path, wide)
  const name = 'Execution path from the entry to the exception'
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="path" viewBox="0 0 ${wide} ${height}" width="${wide}" height="${height}" ` +
      `role="group" aria-label="${name}">`,
    ...isStandalone ? [`<title>${name}</title>`, `<style>${STANDALONE_STYLE}</style>`,
      `<rect class="path-ground" width="${wide}" height="${height}"/>`] : [],
    '<g aria-hidden="true">',
    ...path.edges.flatMap(edge => edgeLines(edge, boxOf)).filter(line => line !== ''),
    '</g>',
    ...boxes.map(box => nodeElement(box, path.edges, isStandalone)),
    '</svg>',
  ].join('\n') + '\n'
}

function nodeElement (box: Box, edges: readonly PathEdge[], isStandalone: boolean): string {
  const { node, x, y, width, height, badge } = box
  const isForeign = node.kind === 'frame' && node.inApp === false
  const classes = `path-node path-${node.kind}${isForeign ? ' path-foreign' : node.kind === 'frame' ? ' path-own' : ''}`
  const said = [spokenKind(box), node.title, node.detail, badge, ...edges.filter(({ from, kind }) => from === node.id
    && kind === 'await').map(() => 'awaits the next')]
  const spoken = escapeXml(said.filter(part => part !== undefined && part !== '').join(', '), 300)
  const centre = node.detail === undefined ? y + height / 2 + 4 : y + 18
  const badgeRoom = badge === undefined ? 0 : badge.length * 7.3 + 24
  const body = `<rect class="path-box" x="${x}" y="${y}" width="${width}" height="${height}" rx="${
    node.kind === 'entry' || node.kind === 'signal' ? 14 : 4}"/>` +
    text('path-title', x + 12, centre, fitText(node.title, (width - 24 - badgeRoom) / 7.9)) +
    (badge === undefined ? '' : text('path-badge', x + width - 12, centre, `↻ ${badge}`, 'end')) +
    (node.detail === undefined ? ''
      : text('path-detail', x + 12, y + 35, fitText(node.detail, (width - 24) / 7.3, node.kind === 'frame' || node.kind === 'catch')))
  const isLink = node.frame !== undefined && !isStandalone
  return isLink
    ? `<a class="${classes}" href="#frame-${node.frame}" data-frame="${node.frame}" aria-label="${spoken}">${body}</a>`
    : `<g class="${classes}" role="img" aria-label="${spoken}">${isStandalone
      ? `<title>${spoken}</title>` : ''}${body}</g>`
}

function spokenKind ({ node }: Box): string {
  switch (node.kind) {
    case 'entry': return 'entry'
    case 'frame': return `frame ${node.frame}`
    case 'exception': return 'exception'
    case 'cause': return 'cause'
    case 'signal': return 'ended by'
    default: return ''
  }
}

function text (className: string, x: number, y: number, content: string, anchor?: 'end'): string {
  return `<text class="${className}" x="${x}" y="${y}"${anchor ? ` text-anchor="${anchor}"` : ''}>${escapeXml(content, 300)}</text>`
}
