import type { ExecutionPath, PathEdge, PathNode } from './execution-path'

/** A node with its box in the drawing, in pixels. `badge` stands at the right of the title. */
export interface Box { node: PathNode, x: number, y: number, width: number, height: number, badge?: string }

export interface SvgLayout { boxes: Box[], boxOf: ReadonlyMap<string, Box>, height: number }

/** Free at both sides: loops of recursion at the left, the way from the catch to its frame at the right. */
export const GUTTER = 22
/** Where the line of the main way stands within a box. */
export const LINE_X = GUTTER + 16
const FIRST_CAUSE_X = GUTTER + 34
const CAUSE_STEP = 16
const MAX_INDENTS = 5
const MARGIN = 8

/**
 * One column from the entry down, as narrow as a phone allows; the causes stand indented below the exception that has them, and
 * the main way passes them at the left.
 */
export function layOut ({ nodes, edges }: ExecutionPath, width: number): SvgLayout {
  const parentOf = new Map(edges.filter(({ kind }) => kind === 'cause').map(({ from, to }) => [to, from]))
  const labelled = new Set(edges.filter(({ kind, label }) => label !== undefined && kind !== 'repeat' && kind !== 'within')
    .map(({ to }) => to))
  const boxes: Box[] = []
  const boxOf = new Map<string, Box>()
  let y = MARGIN
  for (const node of inColumn(nodes)) {
    if (boxes.length > 0) y += labelled.has(node.id) ? 30 : 20
    const x = node.kind === 'cause' ? causeX(node.id, parentOf) : GUTTER
    const height = node.detail === undefined ? 28 : 44
    const badge = repeatBadge(node.id, edges)
    const box: Box = { node, x, y, width: width - GUTTER - x, height, ...(badge !== undefined && { badge }) }
    boxes.push(box)
    boxOf.set(node.id, box)
    y += height
  }
  return { boxes, boxOf, height: y + MARGIN }
}

/** Causes directly below the exception, before what became of it. */
function inColumn (nodes: readonly PathNode[]): PathNode[] {
  const causes = nodes.filter(({ kind }) => kind === 'cause')
  return nodes.flatMap(node => node.kind === 'cause' ? [] : node.kind === 'exception' ? [node, ...causes] : [node])
}

function causeX (id: string, parentOf: ReadonlyMap<string, string>): number {
  let depth = 0
  for (let parent = parentOf.get(id); parent !== undefined && parent !== 'exception'; parent = parentOf.get(parent)) depth++
  return FIRST_CAUSE_X + Math.min(depth, MAX_INDENTS) * CAUSE_STEP
}

const repeatBadge = (id: string, edges: readonly PathEdge[]): string | undefined =>
  edges.find(({ kind, to }) => kind === 'repeat' && to === id)?.label
