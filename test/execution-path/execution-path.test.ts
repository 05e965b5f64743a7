import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { executionPath } from '../../src/execution-path/execution-path'
import { toDot } from '../../src/execution-path/to-dot'
import { toMermaid } from '../../src/execution-path/to-mermaid'
import { toSvg } from '../../src/execution-path/to-svg'
import { crashDocument, frame } from '../helpers/crash-record'

const layer = { function: 'next', file: '/srv/shop/node_modules/express/lib/router.js', inApp: false }
const sample = () => crashDocument([
  frame({ function: 'charge', lineNumber0: 3, columnNumber0: 8 }),
  frame(layer), frame({ ...layer, function: 'handle' }),
  frame({ function: 'walk', lineNumber0: 9, folded: { length: 1, repetitions: 3120 } }),
  frame({ kind: 'async', function: 'main', lineNumber0: 20, missing: 'async' }),
])

test('the path leads from the entry over the calls to the throw, the catch and the signal', () => {
  const crash = sample()
  crash.caughtAt = { frame: 4, file: '/srv/shop/app.js', line: 22, column: 3 }
  crash.exit = { by: 'printed', evidence: '', exitCode: 3 }
  const { steps } = executionPath(crash, 'exit')
  assert.equal(steps.map(({ kind, title, detail, frame, next }) => [kind, title, detail, frame, next]), [
    ['entry', 'Main thread', '', undefined, 'calls'],
    ['frame', 'main', 'app.js:21:1', 4, 'awaits'],
    ['frame', 'walk', 'app.js:10:1 · ↻ 3,120 more times', 3, 'calls'],
    ['run', '2 frames of express', 'handle', 2, 'calls'],
    ['frame', 'charge', 'app.js:4:9', 0, 'throws'],
    ['throw', 'throws Error', 'boom', 0, 'caught'],
    ['catch', 'catch in main', 'app.js:22:3', 4, 'ends'],
    ['signal', 'Exit with an error', 'exit code 3', undefined, undefined],
  ])
})

test('a crash without frames still has its entry and its throw', () => {
  const { steps } = executionPath(crashDocument())
  assert.equal(steps.map(({ kind }) => kind), ['entry', 'throw'])
})

test('of a stack that no picture can hold the middle is left out, and counted', () => {
  const frames = (count: number) => Array.from({ length: count }, () => frame({ function: 'f' }))
  const kinds = (count: number) => executionPath(crashDocument(frames(count))).steps.map(({ kind }) => kind)
  assert.is(kinds(57).includes('omitted'), false)
  assert.is(kinds(57).length, 59)
  const { steps } = executionPath(crashDocument(frames(58)))
  assert.is(steps.find(({ kind }) => kind === 'omitted')!.title, '2 more frames')
  assert.is(steps.length, 59)
})

test('Mermaid has one node a step and arrows of their kind', () => {
  assert.is(toMermaid(executionPath(sample(), 'uncaughtException')), [
    'flowchart TD',
    '  s0(["Main thread"])',
    '  s1["main<br/>app.js:21:1"]',
    '  s2["walk<br/>app.js:10:1 #183; #8635; 3,120 more times"]',
    '  s3[["2 frames of express<br/>handle"]]',
    '  s4["charge<br/>app.js:4:9"]',
    '  s5{{"throws Error<br/>boom"}}',
    '  s6(["Uncaught exception"])',
    '  s0 --> s1', '  s1 -.->|awaits| s2', '  s2 --> s3', '  s3 --> s4', '  s4 ==>|throws| s5', '  s5 --> s6',
    '  classDef thrown stroke:#c62828,stroke-width:2px', '  classDef foreign stroke-dasharray:4',
    '  class s3 foreign', '  class s5 thrown',
  ].join('\n'))
})

const EVIL = '"]; click s0 "javascript:alert(1)"\n<script>alert(1)</script> `__x__` #quot; {{}} https://evil\u202e\u001b[31m \\N &lt; 1. \ud800'

function evilPath () {
  return executionPath(crashDocument([frame({ function: EVIL, file: EVIL })], [],
    { exception: { type: EVIL, message: EVIL, stack: '', value: null } }), EVIL as 'exit')
}

test('in Mermaid no name or message is syntax', () => {
  const lines = toMermaid(evilPath()).split('\n')
  assert.is(lines.length, 1 + 4 + 3 + 2 + 1)
  for (const line of lines.slice(1, 5)) {
    const [, label] = /^ {2}s\d\W+"([^"]*)"\W+$/.exec(line) ?? assert.unreachable(line) as never
    assert.not.match(label!.replaceAll('<br/>', ''), /[<>"`[\]{}\\_*|;](?<!#\d+;|#quot;)/)
    assert.not.match(label!, /:\/\/|#(?!\d+;|quot;)/)
  }
})

test('in DOT no name or message ends its label', () => {
  const lines = toDot(evilPath()).split('\n')
  assert.is(lines.length, 2 + 4 + 3 + 1)
  for (const line of lines.slice(2, 6)) assert.match(line, /^ {2}s\d \[label="(?:[^"\\]|\\\\|\\"|\\n)*", shape=/)
})

test('the SVG links its steps to frames, and carries no style, handler, markup or request', () => {
  const svg = toSvg(executionPath(sample()))
  for (const index of [0, 2, 3, 4]) assert.ok(svg.includes(`href="#frame-${index}" data-frame="${index}"`), String(index))
  assert.match(svg, /aria-label="charge, app\.js:4:9"/)
  const evil = toSvg(evilPath())
  assert.not.match(evil, /<script|\sstyle=|\son\w+=|\u202e|\u001b|href="(?!#frame-\d+")/)
  assert.equal([...new Set([...evil.matchAll(/<(\w+)/g)].map(match => match[1]))].sort(), ['a', 'g', 'path', 'rect', 'svg', 'text'])
})

test('the SVG for a file brings its own colours', () => {
  assert.match(toSvg(executionPath(sample()), { isStandalone: true }), /<style>.*<\/style>/)
  assert.not.match(toSvg(executionPath(sample())), /<style/)
})

test.run()
