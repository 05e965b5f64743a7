import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { scopeMembers } from '../../cli/explore/frame-rows'
import { searchVariables } from '../../cli/crashes/search-variables'
import { generatedPath, isRenamed } from '../../cli/dap/hovered-name'
import { frameVariablesShape } from '../../cli/shapes'
import { checkCrash } from '../../src/capsule/document-shapes'
import type { FrameRecord, VariableRecord } from '../../src/model'
import { postmortemView } from '../../src/postmortem/dap/view'
import { scopeRows } from '../../src/postmortem/dap/scopes'
import { inlineValues } from '../../src/report/inline-values'
import { childRows, frameRows } from '../../src/report/page/variables/frame-rows'
import { readablePath, shownPath } from '../../src/report/page/variables/member-path'
import { routeOfPath } from '../../src/report/page/variables/path-route'
import { createColours } from '../../src/terminal/colours'
import { frameVariables } from '../../src/values/frame-variables'
import { getPath } from '../../src/values/get-path'
import { nameForGet, shownName, sourceName } from '../../src/values/original-name'
import type { OpenedCrash } from '../../src/view/opened-crash'
import { renderVariables } from '../../src/view/variables'
import { crashDocument, frame, Graph } from '../helpers/crash-record'

// As esbuild minifies `let t = 0; for (const item of e) t += n * item.price.cents`; the module around has `e` and an imported `config`.
const graph = new Graph()
const item = graph.object({ price: null })
const variable = (name: string, value: VariableRecord['value'], original?: VariableRecord['original']): VariableRecord =>
  ({ name, value, ...original && { original } })
const crash = crashDocument([frame({
  original: { file: '/srv/shop/main.ts', line1: 4, column1: 25, function: 'sum' },
  scopes: [
    { type: 'block', variables: [variable('t', item, { name: 'item' })] },
    { type: 'local', variables: [variable('n', 7), variable('c', 21, { name: 't' })] },
    { type: 'closure', variables: [variable('i', 3, {}), variable('config', 1, { name: 'config', isElsewhere: true }), variable('q', 'all', { name: 'list', isElsewhere: true })] },
  ],
})], graph.nodes)
const top: FrameRecord = crash.frames[0]!
const get = (path: string, ...rest: [number?, undefined?, 'generated'?]) => getPath(crash, path, ...rest).value

test('beside the original source a variable has its original name, and none where that is not known or means another one', () => {
  assert.equal(frameVariables(top).map(sourceName), ['item', 'n', 't', undefined, undefined, undefined])
  const values = (line: string, isGenerated?: boolean): string[] =>
    inlineValues(crash, top, line, undefined, isGenerated).map(({ name, value }) => `${name} = ${value}`)
  assert.equal(values('t += n * item.price.cents + i + config + list'), ['t = 21', 'n = 7', 'item = { price: null }'])
  assert.equal(values('for(let t of e)c+=n*t.price.cents+i', true), ['t = { price: null }', 'c = 21', 'n = 7', 'i = 3'])
})

test('the culprit comes first by its generated path, under its original name', () => {
  const culprit = { summary: '', value: 'null', frame: 0, path: 't.price', trail: [] }
  assert.equal(inlineValues(crash, top, 't += n * item.price', culprit).map(({ name }) => name), ['item', 't', 'n'])
})

test('get reads names of the original source first, then those of the code that ran', () => {
  assert.equal([get('t'), get('item'), get('n'), get('i'), get('c'), get('list'), get('q')], [21, item, 7, 3, 21, 'all', 'all'])
  assert.is(get('item.price'), null)
  assert.is(get('t.price'), null, 'a path of the culprit, which leads nowhere by original names')
  assert.equal(get('t', 0, undefined, 'generated'), item)
  assert.throws(() => get('item', 0, undefined, 'generated'), /no variable "item"/)
  assert.throws(() => get('itme'), /did you mean "item"/)
})

test('a name of the original source in an outer frame goes before a generated one in an inner frame', () => {
  const both = crashDocument([top, frame({ scopes: [{ type: 'local', variables: [variable('i', 'meant')] }] })], graph.nodes)
  assert.is(getPath(both, 'i').value, 'meant')
  assert.is(getPath(both, 'i', 0).value, 3)
})

test('lists have both names, and a question mark for one that is not known', () => {
  assert.equal(frameVariables(top).map(shownName), ['item (t)', 'n', 't (c)', '? (i)', 'config', 'list (q)'])
  const opened = { crash } as OpenedCrash
  const options = { colours: createColours({ isTTY: false, env: {} }), columns: 100 }
  assert.match(renderVariables(opened, options, top)[0]!, /^block +item \(t\) +Object/)
  const fits = (name: string, original?: string): boolean => name === 'item' || original === 'item'
  assert.is(renderVariables(opened, options, top, { fits }).length, 1)
  assert.equal(frameVariablesShape(crash, top, { fits }).variables.map(({ name, original }) => [name, original]), [['t', { name: 'item' }]])
  assert.equal(frameVariablesShape(crash, top).variables[3]!.original, {})
  const row = { id: 'f0/s0', parent: 'f0', level: 1, kind: 'scope', canOpen: true, isOpenAtFirst: true, frame: top, label: () => [] } as const
  assert.equal(scopeMembers(crash, row).map(each => [each.label()[0]!.text, each.path]), [['item (t)', 'item']])
  assert.equal(searchVariables(crash, 'all', 5).map(({ path }) => path), ['list'])
  assert.equal(scopeRows(postmortemView(crash), 0, 1, {}).map(make => [make().name, make().evaluateName]), [['n', 'n'], ['t (c)', 'c']])
})

test('a path that is handed on leads back to its variable', () => {
  for (const { variables } of top.scopes) for (const each of variables) assert.equal(get(nameForGet(top, each)), each.value)
})

test('rows of the page have both names and a path that get reads; the culprit is found by its generated path', () => {
  const rows = frameRows(crash, top).flatMap(row => childRows(crash, row).rows)
  assert.equal(rows.map(({ name }) => name), ['item (t)', 'n', 't (c)', '? (i)', 'config', 'list (q)'])
  const price = childRows(crash, rows[0]!).rows[0]!
  assert.equal([shownPath(price), readablePath(crash, price), shownPath(rows[3]!)], ['item.price', 'item.price', '? (i)'])
  assert.is(routeOfPath(crash, 0, 't.price'), price.route)
})

test('what is pointed at in the original source is looked up by its original name, or not at all', () => {
  assert.equal(['t', 'item.price', 'i', 'list', 'n + 1'].map(text => generatedPath(top, text)), ['c', 't.price', undefined, undefined, undefined])
  const source = { source: {}, line: 4, column: 25 }
  assert.equal([isRenamed(top, source), isRenamed(top, { ...source, line: 1 })], [true, false])
})

test('a capsule whose original names are no names is refused', () => {
  const with_ = (original: unknown): unknown => {
    const copy = structuredClone(crash)
    copy.frames[0]!.scopes[0]!.variables[0]!.original = original as {}
    return copy
  }
  assert.not.throws(() => checkCrash(with_({ name: 'item', isElsewhere: true, later: 1 })))
  for (const wrong of [{ name: 7 }, { isElsewhere: 'yes' }, null, 'item']) assert.throws(() => checkCrash(with_(wrong)), /expected/)
})

test.run()
