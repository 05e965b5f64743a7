import { transformSync } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { textOf } from '../../src/culprit/expression-text'
import { originalText } from '../../src/culprit/original-text'
import type { Place } from '../../src/culprit/place'
import { originalPlace, readScriptMap } from '../../src/sourcemap/script-map'
import { allNodes } from '../../src/syntax/functions'
import { offsetOf, parseSource } from '../../src/syntax/syntax-tree'

type Compile = (text: string) => { code: string, map: string }

const compilers: Record<string, Compile> = {
  'as tsx does': text => transformSync(text, {
    loader: 'ts', keepNames: true, minifyWhitespace: true, sourcemap: 'external', format: 'cjs', target: 'node20', sourcefile: 'a.ts' }),
  'as a bundler does': text => transformSync(text, { loader: 'ts', minify: true, sourcemap: 'external', format: 'cjs', sourcefile: 'a.ts' }),
  'for an old Node': text => transformSync(text, { loader: 'ts', sourcemap: 'external', format: 'cjs', target: 'es2020', sourcefile: 'a.ts' }),
}

/** Of each `mark(…)` in a program: what was written in it, and what is made of the compiled one. */
function quoted (text: string, compile: Compile): { written: string, quote: string | undefined }[] {
  const { code, map } = compile(text)
  const script = readScriptMap(map, '/srv/a.js', () => false)
  const generated = parseSource(code)!
  const originals = text.split(/\n *mark\(/).slice(1).map(rest => rest.slice(0, endOf(rest)))
  const calls = [...allNodes(generated.program)].filter(({ type, callee }) => type === 'CallExpression' && callee.name === 'mark')
  const starts = [...text.matchAll(/^/gm)].map(({ index }) => index)
  const quotes = calls.map(({ arguments: [argument] }) => originalText(generated.text, argument.start, argument.end, at => {
    const line0 = generated.lineStarts.findLastIndex(start => start <= at)
    assert.is(offsetOf(generated, line0, at - generated.lineStarts[line0]!), at)
    const place = originalPlace(script, line0, at - generated.lineStarts[line0]!)
    return place?.isExact ? { text, offset: starts[place.line0]! + place.column0 } : undefined
  }))
  return originals.map((original, index) => ({ written: original, quote: quotes[index] }))
}

/** Where the parenthesis ends that was opened before. */
function endOf (rest: string): number {
  let depth = 0
  for (let index = 0; index < rest.length; index++) {
    if (rest[index] === '(') depth++
    if (rest[index] === ')' && depth-- === 0) return index
  }
  return rest.length
}

const program = `import { load as read, type Row } from './rows'
import * as shop from './shop'
import settings from './settings'
declare const mark: (value?: unknown) => void
declare const rows: Map<string, Row[]>
async function main (order: { id: string, due?: string }, codes: number[]) {
  mark(order.due)
  mark(new Date(order.due as string))
  mark(await read<Row>(order.id as unknown as string, 'all'))
  mark(rows.get(order.id)!.filter((row: Row, index?: number) => row.due > 'x' && codes[0] === 1_000))
  mark({ id: order.id, 'kind': 'x', price: 0.5, list: [1, 2,], })
  mark(shop.total(order) ?? settings.fallback.eu)
  mark(\`\${order.id}-\${ (order as Row).due }/\`)
  mark((order as Row).due.trim())
  mark(codes.map((code: number): string => { const one = (each: number) => each * 2; return String(one(code)) }))
  mark(codes.map(code => ({ code, sum: code * 2 })).find(each => /[()'"]/.test(String(each))))
}
main({ id: '1' }, [])
`

const isMinifier = (name: string): boolean => name === 'as a bundler does'

for (const [name, compile] of Object.entries(compilers)) {
  test(`an expression compiled ${name} is quoted as it was written`, () => {
    const found = quoted(program, compile)
    assert.is(found.length, 10)
    // A minifier may write anew what a function does.
    const wrong = found.filter(({ written, quote }) => quote !== written && !(isMinifier(name) && written.includes('const one') && quote === undefined))
    assert.equal(wrong, [])
  })
}

test('what a compiler made into something else is not quoted', () => {
  const found = quoted('declare const mark: any, a: any, b: any\nmark(a?.b.c ?? b)\nmark(a ** b)\n', text => transformSync(text, {
    loader: 'ts', sourcemap: 'external', target: 'es2015', sourcefile: 'a.ts' }))
  assert.equal(found.map(({ quote }) => quote), [undefined, undefined])
})

test('a secret in a long expression is masked before its middle is cut out', () => {
  const tree = parseSource(`pay('${'a'.repeat(20)}-s3cret-key-that-is-long-${'b'.repeat(60)}')`)!
  const place = { tree, frame: { file: 'a.js' }, mask: (text: string) => text.replace('s3cret-key-that-is-long', '[masked]') } as unknown as Place
  assert.match(textOf(place, tree.program.body[0].expression), /^pay\('a{20}-\[masked\]-b+ … b+'\)$/)
})

test.run()
