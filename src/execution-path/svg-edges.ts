import type { PathEdge } from './execution-path'
import { escapeXml } from './escape-xml'
import { GUTTER, LINE_X, type Box } from './svg-layout'

/** The lines, arrow head and label of an edge. None if a node of it is not drawn. */
export function edgeLines (edge: PathEdge, boxOf: ReadonlyMap<string, Box>): string[] {
  const from = boxOf.get(edge.from)
  const to = boxOf.get(edge.to)
  if (!from || !to) return []
  switch (edge.kind) {
    case 'repeat': return loop(edge, from, to)
    case 'within': return atRight(edge, from, to)
    case 'cause': return elbow(edge, from, to)
    default: return [
      line(edge, `M${LINE_X} ${bottom(from)}V${to.y - 6}`),
      head(edge, LINE_X, to.y, 'down'),
      label(edge, LINE_X + 10, to.y - 10),
    ]
  }
}

/** From the innermost frame of a cycle, at the left, back up to its outermost; to itself if it is the same. */
function loop (edge: PathEdge, from: Box, to: Box): string[] {
  const start = from === to ? from.y + from.height - 8 : from.y + from.height / 2
  const end = to.y + 10
  return [line(edge, `M${from.x} ${start}H${GUTTER / 2 - 3}V${end}H${to.x - 6}`), head(edge, to.x, end, 'right')]
}

/** A dot marks the frame that the catch stands in. */
function atRight (edge: PathEdge, from: Box, to: Box): string[] {
  const x = from.x + from.width
  const [start, end] = [from.y + from.height / 2, to.y + to.height / 2]
  return [line(edge, `M${x} ${start}h12V${end}H${to.x + to.width + 3}`),
    `<circle class="path-head path-caught" cx="${to.x + to.width}" cy="${end}" r="3.5"/>`]
}

function elbow (edge: PathEdge, from: Box, to: Box): string[] {
  const x = to.x - 8
  const y = to.y + to.height / 2
  // Beyond the deepest indentation a cause stands straight below the one that has it.
  const start = from.x < to.x ? `M${x} ${bottom(from)}` : `M${from.x} ${from.y + from.height / 2}H${x}`
  return [line(edge, `${start}V${y}H${to.x - 6}`), head(edge, to.x, y, 'right'), label(edge, to.x + 4, to.y - 8)]
}

const bottom = ({ y, height }: Box): number => y + height

const line = ({ kind }: PathEdge, d: string): string => `<path class="path-line path-${kind}" d="${d}"/>`

function head ({ kind }: PathEdge, x: number, y: number, to: 'down' | 'right'): string {
  const d = to === 'down' ? `M${x} ${y}l-4 -7h8z` : `M${x} ${y}l-7 -4v8z`
  return `<path class="path-head path-${kind}" d="${d}"/>`
}

function label ({ label: text }: PathEdge, x: number, y: number): string {
  return text === undefined ? '' : `<text class="path-label" x="${x}" y="${y}">${escapeXml(text, 60)}</text>`
}
