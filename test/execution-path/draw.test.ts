import { spawnSync } from 'node:child_process'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ExecutionPath, PathEdge, PathNode } from '../../src/execution-path/execution-path'
import { executionPath } from '../../src/execution-path/execution-path'
import { mermaidLabel } from '../../src/execution-path/mermaid-label'
import { fitText } from '../../src/execution-path/svg-text'
import { toDot } from '../../src/execution-path/to-dot'
import { toMermaid } from '../../src/execution-path/to-mermaid'
import { toSvg } from '../../src/execution-path/to-svg'
import { crashDocument, frame } from '../helpers/crash-record'
import { HOSTILE_TEXTS } from '../helpers/hostile-texts'

const NODES = ['entry', 'frame', 'group', 'gap', 'exception', 'cause', 'catch', 'signal'] as const
const EDGES = ['call', 'await', 'later', 'unknown', 'repeat', 'throw', 'caught', 'uncaught', 'then', 'within', 'cause'] as const

/** Every hostile text as title, detail and label, in every kind of node and edge. */
const hostile: ExecutionPath = {
  nodes: HOSTILE_TEXTS.map((text, index): PathNode => ({ id: `n${index}`, kind: NODES[index % NODES.length]!, title: text, detail: text, frame: index })),
  edges: HOSTILE_TEXTS.slice(1).map((label, index): PathEdge =>
    ({ from: `n${index}`, to: `n${index + 1}`, kind: EDGES[index % EDGES.length]!, label })),
}

// How GitHub's versions render these was looked at once; here the text is held to what makes it safe.
test('a Mermaid label holds letters, digits, harmless punctuation and entities, and nothing else', () => {
  const label = String.raw`"(?:[\p{L}\p{N}_ ./(),:+=@'–…-]|#\d+;|#(?:lt|gt|amp|quot);)+(?:<br/>(?:[\p{L}\p{N}_ ./(),:+=@'–…-]|#\d+;|#(?:lt|gt|amp|quot);)+)?"`
  const node = new RegExp(String.raw`^  n\d+(?:\(\[${label}\]\)|\[${label}\]|\[\[${label}\]\]|\[/${label}/\]|\{\{${label}\}\}|\[\\${label}/\])$`, 'u')
  const edge = new RegExp(String.raw`^  n\d+ (?:-->|-\.->|==>|-\.-)\|${label}\| n\d+$`, 'u')
  const lines = toMermaid(hostile).trimEnd().split('\n')
  assert.is(lines.shift(), 'flowchart TD')
  const styles = lines.splice(hostile.nodes.length + hostile.edges.length)
  for (const line of lines.splice(0, hostile.nodes.length)) assert.match(line, node)
  for (const line of lines) assert.match(line, edge)
  for (const line of styles) assert.match(line, /^  class(?:Def \w+ [\w:#,. -]+| (?:n\d+,?)+ \w+)$/)
})

test('what Mermaid would read as Markdown, icons, formulas or commands does not stay together', () => {
  const decoded = (text: string): string => mermaidLabel(text, 100)
    .replace(/#(\d+|lt|gt|amp|quot);/g, (_, code: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"' })[code] ?? String.fromCodePoint(Number(code)))
  for (const text of ['$$x$$', 'fa:fa-bug', 'a\\nb', '[a](b)', 'http://a', 'www.a', 'a@b.c', '_a_', '*a*', '~a~', '`a`', '1. x', '- x', '# x', '---']) {
    const isAtStart = /^(?:1|-|#)/.test(text)
    assert.ok(isAtStart ? decoded(text).startsWith('\u200b') : !decoded(text).includes(text), text)
    assert.is(decoded(text).replace(/[\u200b\ufeff]/g, '').replaceAll('\u02cb', '`'), text)
  }
  for (const text of ['snake_case.ts:1:2', 'a b', 'Cannot read properties of undefined']) assert.is(mermaidLabel(text, 100), text)
  assert.not.match(mermaidLabel('direction LR', 100), /direction\s/)
  assert.not.match(mermaidLabel('my-style.ts:1:2 #', 100), /style/)
})

test('a Mermaid chart stays below the length that Mermaid refuses', () => {
  const frames = Array.from({ length: 500 }, (_, index) => frame({ function: '<'.repeat(5_000), file: `/${'#'.repeat(5_000)}`, lineNumber0: index }))
  const crash = crashDocument(frames)
  crash.exception.message = '"'.repeat(5_000)
  assert.ok(toMermaid(executionPath(crash)).length < 50_000)
})

test('a DOT text is made of quoted strings that Graphviz reads back as they were', () => {
  const dot = toDot(hostile)
  // Its lexer's rule for strings: up to a quote without a backslash before it.
  const outside = dot.replace(/"(?:[^"\\]|\\[^])*"/g, '""')
  assert.not.match(outside.replace(/""/g, ''), /[^\w\s[\]{}=,.>-]/)
  const { status, stdout, stderr, error } = spawnSync('dot', ['-Tsvg'], { input: dot, encoding: 'utf8', maxBuffer: 1e8 })
  if (error) return console.log('note: Graphviz is not installed, DOT texts are held to its grammar only')
  assert.equal([status, stderr], [0, ''])
  assert.is(stdout.match(/class="node"/g)!.length, HOSTILE_TEXTS.length)
  assert.is(stdout.match(/class="edge"/g)!.length, HOSTILE_TEXTS.length - 1)
  assert.not.match(stdout, /<(?:script|a|image|img|iframe)\b/)
})

test('an SVG has its own elements and attributes only, and no style attributes or handlers', () => {
  for (const isStandalone of [false, true]) {
    const svg = toSvg(hostile, { isStandalone })
    const names = new Set([...svg.matchAll(/<(\w+)([^>]*)>/g)].flatMap(([, name, attributes]) =>
      [name!, ...[...attributes!.matchAll(/ ([\w:-]+)="[^"<]*"/g)].map(match => `@${match[1]}`)]))
    const allowed = ['svg', 'g', 'path', 'rect', 'text', 'circle', ...isStandalone ? ['title', 'style'] : ['a', '@href', '@data-frame'],
      '@xmlns', '@class', '@viewBox', '@width', '@height', '@role', '@aria-label', '@aria-hidden', '@d', '@x', '@y', '@cx', '@cy', '@r', '@rx',
      '@text-anchor']
    assert.equal([...names].filter(name => !allowed.includes(name)), [])
    // Every < begins one of these elements, every & one of these entities: so no text of the program is markup.
    const markup = /<\/?(?:svg|g|path|rect|text|circle|title|style|a)(?: [\w:-]+="[^"<>]*")*\/?>|&(?:amp|lt|gt|quot|#39);/g
    assert.not.match(svg.replace(/<style>[^<]*<\/style>/, '').replace(markup, ''), /[<&]/)
    assert.not.match(svg, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udfff]/u)
  }
})

test('an SVG in a page links to frames, one of its own does not', () => {
  const path = executionPath(crashDocument([frame({ function: 'f' }), frame({ function: 'g' })]))
  assert.match(toSvg(path), /<a class="path-node path-frame path-own" href="#frame-1" data-frame="1" aria-label="frame 1, g, [^"]*">/)
  assert.not.match(toSvg(path, { isStandalone: true }), /<a |href/)
  assert.not.match(toSvg(path), /<style/)
})

test('text is cut to what fits: at its end, a place at its beginning', () => {
  assert.is(fitText('abcdef', 6), 'abcdef')
  assert.is(fitText('abcdefg', 6), 'abcde…')
  assert.is(fitText('/long/path/file.ts:1:2', 12, true), '…file.ts:1:2')
  assert.is(fitText('漢字漢字', 8), '漢字漢字')
  assert.is(fitText('漢字漢字', 7), '漢字漢…')
  assert.is(fitText('\u202e', 20), '\\u{202e}')
  assert.is(fitText(`${'x'.repeat(1e6)}😀`, 6, true), '…xxx😀')
})

test.run()
