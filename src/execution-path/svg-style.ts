/** Colours of the drawing, as CSS values. `soft` is for text that matters less, and must still be readable. */
export interface PathColours { text: string, soft: string, line: string, box: string, link: string, failed: string, caught: string }

/** The style of {@link toSvg} for a page: variables of the page where it has them, else what fits any background. */
export const PATH_STYLE = pathStyle({
  text: 'var(--path-text, currentColor)', soft: 'var(--path-soft, currentColor)', line: 'var(--path-line, currentColor)',
  box: 'var(--path-box, transparent)', link: 'var(--path-link, currentColor)', failed: 'var(--path-failed, currentColor)',
  caught: 'var(--path-caught, currentColor)',
})

const LIGHT: PathColours = { text: '#1f2328', soft: '#57606a', line: '#6e7781', box: '#f6f8fa', link: '#0550ae', failed: '#b3121d',
  caught: '#116329' }
const DARK: PathColours = { text: '#e6edf3', soft: '#9da7b3', line: '#8b949e', box: '#161b22', link: '#79c0ff', failed: '#ff8a80',
  caught: '#56d364' }

/** The style of a drawing that stands alone, for readers with a light and with a dark setting. */
export const STANDALONE_STYLE = [
  pathStyle(LIGHT), '.path-ground { fill: #fff }',
  `@media (prefers-color-scheme: dark) {\n${pathStyle(DARK)}\n.path-ground { fill: #0d1117 }\n}`,
].join('\n')

function pathStyle ({ text, soft, line, box, link, failed, caught }: PathColours): string {
  return `
.path text { font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: ${text} }
.path .path-title { font-size: 13px; font-weight: 600 }
.path .path-detail, .path .path-badge { font-size: 12px; fill: ${soft} }
.path .path-label { font-size: 11px; fill: ${soft}; font-family: system-ui, sans-serif }
.path rect.path-box { fill: ${box}; stroke: ${line}; stroke-width: 1 }
.path .path-line { fill: none; stroke: ${line}; stroke-width: 1.5 }
.path .path-head { fill: ${line}; stroke: none }
.path .path-line.path-await, .path .path-line.path-later, .path .path-line.path-cause { stroke-dasharray: 5 4 }
.path .path-line.path-unknown, .path .path-line.path-within { stroke-dasharray: 1.5 3.5 }
.path .path-foreign .path-box, .path .path-group .path-box, .path .path-gap .path-box { stroke-dasharray: 4 3 }
.path .path-foreign .path-title, .path .path-group .path-title, .path .path-gap .path-title { font-weight: 400; fill: ${soft} }
.path .path-exception .path-box { stroke: ${failed}; stroke-width: 2 }
.path .path-exception .path-title, .path .path-cause .path-title { fill: ${failed} }
.path .path-line.path-throw, .path .path-line.path-uncaught { stroke: ${failed} }
.path .path-head.path-throw, .path .path-head.path-uncaught { fill: ${failed} }
.path .path-catch .path-box { stroke: ${caught}; stroke-width: 2 }
.path .path-catch .path-title { fill: ${caught} }
.path .path-line.path-caught, .path .path-line.path-within { stroke: ${caught} }
.path .path-head.path-caught { fill: ${caught} }
.path a { cursor: pointer; outline: none }
.path a.path-own .path-title { fill: ${link} }
.path a:hover .path-box { stroke-width: 2 }
.path a:focus-visible .path-box { stroke: ${link}; stroke-width: 3; stroke-dasharray: none }
@media print { .path .path-box { fill: none } }`.trim()
}
