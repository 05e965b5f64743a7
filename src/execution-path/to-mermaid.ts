import type { ExecutionPath, PathEdge, PathNode, PathNodeKind } from './execution-path'
import { mermaidLabel } from './mermaid-label'

/**
 * The path as a Mermaid flowchart that GitHub renders (https://mermaid.js.org/syntax/flowchart.html). One statement per line;
 * every text of the program stands in a quoted label in which only letters, digits and harmless punctuation are left as they are.
 */
export function toMermaid ({ nodes, edges }: ExecutionPath): string {
  const kinds = new Set(nodes.map(styleOf))
  return [
    'flowchart TD',
    ...nodes.map(node => `  ${node.id}${SHAPES[node.kind].replace('@', () => `"${label(node)}"`)}`),
    ...edges.map(edge => `  ${edge.from} ${arrow(edge)} ${edge.to}`),
    ...Object.entries(STYLES).filter(([name]) => kinds.has(name)).map(([name, style]) => `  classDef ${name} ${style}`),
    ...[...kinds].filter(name => name in STYLES)
      .map(name => `  class ${nodes.filter(node => styleOf(node) === name).map(({ id }) => id).join(',')} ${name}`),
  ].join('\n') + '\n'
}

const SHAPES: Readonly<Record<PathNodeKind, string>> = {
  entry: '([@])', frame: '[@]', group: '[[@]]', gap: '[/@/]', exception: '{{@}}', cause: '[@]', catch: '[\\@/]', signal: '([@])',
}

// Only strokes: fills would have to fit the light and the dark theme.
const STYLES: Readonly<Record<string, string>> = {
  foreign: 'stroke-dasharray:4 3',
  failed: 'stroke:#d1242f,stroke-width:2px',
  caught: 'stroke:#1a7f37,stroke-width:2px',
}

function styleOf ({ kind, inApp }: PathNode): string {
  if (kind === 'exception') return 'failed'
  if (kind === 'catch') return 'caught'
  return kind === 'group' || kind === 'gap' || (kind === 'frame' && inApp === false) ? 'foreign' : 'own'
}

const ARROWS: Readonly<Record<PathEdge['kind'], string>> = {
  call: '-->', await: '-.->', later: '-.->', unknown: '-.->', repeat: '-->', throw: '==>', caught: '-->', uncaught: '==>',
  then: '-->', within: '-.-', cause: '-.->',
}

function arrow ({ kind, label: text }: PathEdge): string {
  return text === undefined ? ARROWS[kind] : `${ARROWS[kind]}|"${mermaidLabel(text, 60)}"|`
}

function label ({ title, detail }: PathNode): string {
  const first = mermaidLabel(title, 60)
  return detail === undefined ? first : `${first}<br/>${mermaidLabel(detail, 120)}`
}
