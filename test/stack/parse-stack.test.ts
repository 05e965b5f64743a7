import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parseStackText } from '../../src/stack/parse-stack'
import { nodeBinaries } from './node-binaries'

const first = (line: string) => parseStackText(`Error: x\n    at ${line}`)[0]!

test('each form of frame that V8 prints is read', () => {
  const at = { isAsync: false, isNative: false, file: '/a/x.js', line1: 3, column1: 7 }
  assert.equal(first('fn (/a/x.js:3:7)'), { ...at, function: 'fn' })
  assert.equal(first('/a/x.js:3:7'), { ...at, function: '' })
  assert.equal(first('new Cart (/a/x.js:3:7)'), { ...at, function: 'new Cart' })
  assert.equal(first('Object.<anonymous> (/a/x.js:3:7)'), { ...at, function: 'Object.<anonymous>' })
  assert.equal(first('<anonymous> (/a/x.js:3:7)'), { ...at, function: '' })
  assert.equal(first('Cart.add [as push] (/a/x.js:3:7)'), { ...at, function: 'Cart.add [as push]' })
  assert.equal(first('async fn (/a/x.js:3:7)'), { ...at, function: 'fn', isAsync: true })
  assert.equal(first('async /a/x.js:3:7'), { ...at, function: '', isAsync: true })
  assert.equal(first('async (/a/x.js:3:7)'), { ...at, function: 'async' })
  assert.equal(first('Array.map (<anonymous>)'), { isAsync: false, isNative: true, function: 'Array.map', file: '' })
  assert.equal(first('fn (native)'), { isAsync: false, isNative: true, function: 'fn', file: '' })
  assert.equal(first('async Promise.all (index 2)'),
    { isAsync: true, isNative: true, function: 'Promise.all', file: '', promiseIndex: 2 })
  assert.equal(first('eval (eval at run (/a/y.js:1:2), <anonymous>:3:7)'), { ...at, function: '', file: '', isEval: true })
  assert.equal(first('deep (eval at a (eval at b (/a/y.js:1:2), <anonymous>:9:9), <anonymous>:3:7)'),
    { ...at, function: 'deep', file: '', isEval: true })
})

test('files are paths, whatever platform they are from', () => {
  assert.is(first('fn (file:///a%20b/x.mjs?v=1:3:7)').file, '/a b/x.mjs')
  assert.is(first('file:///C:/a%20b/x.mjs:3:7').file, 'C:\\a b\\x.mjs')
  assert.is(first('fn (C:\\a (b)\\x.js:3:7)').file, 'C:\\a (b)\\x.js')
  assert.is(first('C:\\x.js:3:7').line1, 3)
  assert.is(first('fn (node:internal/modules/cjs/loader:3:7)').file, 'node:internal/modules/cjs/loader')
  assert.is(first('fn (/a (copy)/x.js:3:7)').file, '/a (copy)/x.js')
  assert.is(first('Object.a (b) (/a (copy)/x.js:3:7)').function, 'Object.a (b)')
  assert.is(first('fn (webpack://shop/./src/a.ts:3:7)').file, 'webpack://shop/./src/a.ts')
})

test('message lines that look like frames are not frames', () => {
  const frames = parseStackText('Error: a\n    at fake (/f.js:1:1)\nb\n    at real (/r.js:2:2)\n')
  assert.equal(frames.map(frame => frame.function), ['real'])
  const known = 'a\n    at fake (/f.js:1:1)'
  assert.equal(parseStackText(`Error: ${known}\n    at real (/r.js:2:2)`, known).map(frame => frame.function), ['real'])
})

test('text without a trailing block of frames gives none', () => {
  for (const text of ['', 'Error: x', 'Error: x\n    at fake (/f.js:1:1)\nend',
    'at fn (/a.js:1:1)']) assert.equal(parseStackText(text), [])
})

test('carriage returns do not end up in files', () => {
  assert.is(parseStackText('Error: x\r\n    at fn (/a/x.js:3:7)\r\n')[0]!.file, '/a/x.js')
})

/** Prints V8's own call sites, as data, beside the stack text that V8 makes of them. */
const PROGRAM = `
const vm = require('node:vm')
const results = []
function record (run) {
  let sites
  Error.prepareStackTrace = (error, callSites) => {
    sites = callSites.map(site => ({ file: site.getFileName(), line: site.getLineNumber(), column: site.getColumnNumber(),
      isAsync: site.isAsync(), index: site.getPromiseIndex(), isEval: site.isEval(),
      isNative: site.isNative() || site.getFileName() == null && !site.isEval() }))
    return callSites.map(String)
  }
  const keep = error => {
    const lines = error.stack
    const header = 'Error: multi\\n    at fake (/f.js:1:1)\\nline\\n'
    results.push({ sites, text: header + lines.map(line => '    at ' + line).join('\\n') })
  }
  try { const running = run(); return Promise.resolve(running).catch(keep) } catch (error) { keep(error) }
}
class Cart {
  constructor (fail) { if (fail) throw new Error('x') }
  total () { throw new Error('x') }
  get price () { throw new Error('x') }
  #secret () { throw new Error('x') }
  secret () { this.#secret() }
  ['a (b)'] () { throw new Error('x') }
}
const other = { alias: Cart.prototype.total }
async function leaf () { await null; throw new Error('x') }
async function all () { await Promise.all([1, leaf()]) }
;(async () => {
  record(() => new Cart(true)); record(() => new Cart().total()); record(() => new Cart().price)
  record(() => new Cart().secret())
  record(() => new Cart()['a (b)']()); record(() => other.alias()); record(() => eval('throw new Error("x")'))
  record(() => new Function('throw new Error("x")')()); record(() => eval('(function named () { throw new Error("x") })()'))
  record(() => vm.runInThisContext('throw new Error("x")'))
  record(() => vm.runInThisContext('throw new Error("x")', 'plug (1)/in.js'))
  record(() => [1].map(function each () { throw new Error('x') })); record(() => JSON.parse('{'))
  await record(all)
  await record(async () => { await all() })
  console.log(JSON.stringify(results))
})()
`

for (const node of nodeBinaries) {
  test(`what V8 says of its call sites is what the text is read as (${node.split(/[\\/]/).at(-1)})`, () => {
    const dir = join(realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-stack-'))), 'a (copy) é')
    mkdirSync(dir)
    writeFileSync(join(dir, 'program.cjs'), PROGRAM)
    const results = JSON.parse(execFileSync(node, [join(dir, 'program.cjs')],
      { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })) as {
      text: string
      sites: { file: string | null, line: number | null, column: number | null, isAsync: boolean, index: number | null,
        isEval: boolean, isNative: boolean }[]
    }[]
    assert.is(results.length, 15)
    for (const { text, sites } of results) {
      const frames = parseStackText(text)
      assert.is(frames.length, sites.length, text)
      frames.forEach((frame, at) => {
        const site = sites[at]!
        assert.is(frame.isAsync, site.isAsync, text)
        if (site.index !== null) {
          assert.is(frame.promiseIndex, site.index, text)
          return
        }
        assert.is(frame.isNative, site.isNative, text)
        assert.is(frame.file, site.file ?? '', text)
        if (frame.isNative) return
        assert.is(frame.line1, site.line, text)
        assert.is(frame.column1, site.column, text)
      })
    }
    rmSync(join(dir, '..'), { recursive: true })
  })
}

test.run()
