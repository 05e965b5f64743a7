import type { ExecutionPath, Link, StepKind } from './execution-path'

const SHAPES: Readonly<Record<StepKind, string>> = {
  entry: 'shape=oval', frame: 'shape=box', run: 'shape=box, style=dashed', omitted: 'shape=plaintext',
  throw: 'shape=octagon, color="#c62828"', catch: 'shape=box, style=rounded', signal: 'shape=oval',
}
const EDGES: Readonly<Record<Link, string>> = {
  calls: '', awaits: ' [style=dashed, label="awaits"]', throws: ' [color="#c62828", label="throws"]',
  caught: ' [label="caught"]', ends: '',
}

/** The path as a digraph for Graphviz. Ends without a line break. */
export function toDot ({ steps }: ExecutionPath): string {
  const lines = ['digraph "execution path" {', '  node [fontname="monospace"]']
  for (const [index, { kind, title, detail }] of steps.entries()) {
    const label = detail === '' ? escaped(title) : `${escaped(title)}\\n${escaped(detail)}`
    lines.push(`  s${index} [label="${label}", ${SHAPES[kind]}]`)
  }
  for (const [index, { next }] of steps.entries()) {
    if (next !== undefined && index + 1 < steps.length) lines.push(`  s${index} -> s${index + 1}${EDGES[next]}`)
  }
  return [...lines, '}'].join('\n')
}

/** In a quoted label Graphviz reads backslashes (`\N` is the node's name) and HTML entities. */
const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;')
