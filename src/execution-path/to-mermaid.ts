import type { ExecutionPath, Link, PathStep, StepKind } from './execution-path'

const SHAPES: Readonly<Record<StepKind, readonly [string, string]>> = {
  entry: ['([', '])'], frame: ['[', ']'], run: ['[[', ']]'], omitted: ['[', ']'], throw: ['{{', '}}'], catch: ['[/', '/]'],
  signal: ['([', '])'],
}
const ARROWS: Readonly<Record<Link, string>> = {
  calls: '-->', awaits: '-.->|awaits|', throws: '==>|throws|', caught: '-->|caught|', ends: '-->',
}

/** The path as a Mermaid flowchart, as GitHub draws it in a `mermaid` block. Ends without a line break. */
export function toMermaid ({ steps }: ExecutionPath): string {
  const lines = ['flowchart TD']
  for (const [index, step] of steps.entries()) {
    const [open, close] = SHAPES[step.kind]
    lines.push(`  s${index}${open}"${label(step)}"${close}`)
  }
  for (const [index, { next }] of steps.entries()) {
    if (next !== undefined && index + 1 < steps.length) lines.push(`  s${index} ${ARROWS[next]} s${index + 1}`)
  }
  lines.push('  classDef thrown stroke:#c62828,stroke-width:2px', '  classDef foreign stroke-dasharray:4')
  for (const [index, { kind }] of steps.entries()) {
    if (kind === 'throw') lines.push(`  class s${index} thrown`)
    else if (kind === 'run' || kind === 'omitted') lines.push(`  class s${index} foreign`)
  }
  return lines.join('\n')
}

const label = ({ title, detail }: PathStep): string => `${escaped(title)}${detail === '' ? '' : `<br/>${escaped(detail)}`}`

/**
 * Everything that Mermaid, or the Markdown and HTML that it reads in labels, could take for syntax becomes an entity code
 * (`#quot;`): all but letters, digits and what is plain in a place.
 * https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
function escaped (text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:/()=-]|:(?=\/\/)|^[-=]|(?<=^\d+)[.)]/gu, character =>
    character === '"' ? '#quot;' : `#${character.codePointAt(0)};`)
}
