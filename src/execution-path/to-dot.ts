import { printable } from '../capsule/printable'
import type { ExecutionPath, PathEdge, PathNode, PathNodeKind } from './execution-path'

/** The path in Graphviz' language (https://graphviz.org/doc/info/lang.html), every text in a quoted string. */
export function toDot ({ nodes, edges }: ExecutionPath): string {
  return [
    'digraph "execution path" {',
    '  rankdir=TB',
    '  node [shape=box, fontname="monospace", fontsize=11]',
    '  edge [fontname="sans-serif", fontsize=10]',
    ...nodes.map(node => `  ${node.id} [label="${label(node)}"${attributes(NODES[node.kind])}${isForeign(node) ? ', style="dashed"' : ''}]`),
    ...edges.map(edge => `  ${edge.from} -> ${edge.to} [${edge.label === undefined ? 'label=""' : `label="${escapeDot(edge.label, 60)}"`}${
      attributes(EDGES[edge.kind])}]`),
    '}',
  ].join('\n') + '\n'
}

const NODES: Readonly<Record<PathNodeKind, string>> = {
  entry: 'shape=oval', frame: '', group: 'peripheries=2', gap: 'shape=plain', exception: 'shape=octagon, color="#d1242f", penwidth=2',
  cause: 'shape=octagon', catch: 'shape=invtrapezium, color="#1a7f37", penwidth=2', signal: 'shape=oval',
}

const EDGES: Readonly<Record<PathEdge['kind'], string>> = {
  call: '', await: 'style="dashed"', later: 'style="dashed"', unknown: 'style="dotted"', repeat: 'constraint=false',
  throw: 'color="#d1242f", penwidth=2', caught: 'color="#1a7f37"', uncaught: 'color="#d1242f"', then: '',
  within: 'style="dotted", arrowhead="none", constraint=false', cause: 'style="dashed"',
}

const attributes = (text: string): string => text === '' ? '' : `, ${text}`

const isForeign = ({ kind, inApp }: PathNode): boolean => kind === 'group' || (kind === 'frame' && inApp === false)

function label ({ title, detail }: PathNode): string {
  return escapeDot(title, 80) + (detail === undefined ? '' : `\\n${escapeDot(detail, 160)}`)
}

/** A backslash is an escape in labels, and `&` the beginning of an HTML entity, which Graphviz reads there too. */
function escapeDot (text: string, maxChars: number): string {
  return printable(text, maxChars).replace(/[\\"&]/g, character => character === '&' ? '&amp;' : `\\${character}`)
}
