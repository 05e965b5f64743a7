import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule } from '../../src/capsule/read'
import type { PageModel } from '../../src/report/page/model'
import { renderReport } from '../../src/report/report'
import { loadReportAssets, type ReportAssets } from '../../src/report/report-assets'
import type { OpenedCrash } from '../../src/view/opened-crash'
import { crashDocument, frame, Graph, scope, writeShopCapsule } from '../helpers/crash-record'
import { writeHostileCapsule } from '../helpers/hostile-capsule'
import { buildReportAssets } from '../helpers/report-assets'

const dir = mkdtempSync(join(tmpdir(), 'faultsnap-report-'))
const assets = buildReportAssets()
const render = (crash: OpenedCrash, given: ReportAssets = assets): Promise<string> =>
  renderReport(crash, { assets: given, editorUrl: 'vscode://file/{path}:{line}:{column}', pathMap: ['/srv=/home/me'] })
const shop = async (): Promise<OpenedCrash> => await readCapsule(await writeShopCapsule(dir))

/** The elements of a page without the contents of its script, data and style. */
const markup = (page: string): string => page.replace(/(<(script|style)[^>]*>).*?<\/\2>/gs, '$1</$2>')
const visible = (page: string): string => markup(page).replace(/<[^>]*>/g, '')
const dataOf = (page: string): PageModel => JSON.parse(/<script type="application\/json" id="report-data">(.*?)<\/script>/s.exec(page)![1]!)

test.after(() => rmSync(dir, { recursive: true, force: true }))

test('a capsule that does not say what wrote it is shown all the same', async () => {
  const crash = await shop()
  const { generator: _generator, ...manifest } = crash.manifest
  assert.match(visible(await render({ ...crash, manifest: manifest as typeof crash.manifest })), /Recorded by FaultSnap of an unknown version,/)
})

test('without its script the page shows what broke, where, the source, variables, what led there and the surroundings', async () => {
  const crash = await shop()
  crash.manifest.culprit = { summary: 'item.price is undefined · element of this.items', value: 'undefined', frame: 0, path: 'item.price',
    trail: [{ text: 'element of this.items', frame: 0, file: '/srv/shop/src/basket.ts', line: 4 },
      { text: 'passed by checkout() at app.js:7', frame: 1, file: '/srv/shop/dist/app.js', line: 7 }] }
  crash.crash.caughtAt = { frame: 3, file: '/srv/shop/dist/app.js', line: 22, column: 3 }
  const text = visible(await render(crash, {}))
  for (const part of [
    'TypeError', 'Cannot read properties of undefined (reading &#39;amount&#39;)', 'E_PRICE', 'caused by RangeErrorno price',
    'element of this.items', 'passed by checkout() dist/app.js:7', 'src/basket.ts:4:51',
    '2026-06-13 23:29:34.123 UTC', 'caught, and led to a failing exit, exit code 1', 'The program printed its message on stderr.',
    'Node.js v22.23.0', 'c0ffee00c0ffee00', 'for (const item of this.items) sum += item.', 'item = { id: 2, price: undefined }',
    'token local', '[masked]', '‹optimized out›', 'checkout', '1 frame of node', 'suspended in an await',
    'checkout failed', 'NODE_ENV', 'production', '1 of 12', 'beyond the item limit', 'Node 20 cannot tell \\u{1b}[2Jthis.',
    '/srv/shop/src/basket.ts:4:51', 'dist/app.js:22:3',
  ]) assert.ok(text.includes(part), part)
  assert.is(text.split('element of this.items').length, 2, 'what the list says the headline does not say, too')
})

test('the culprit leads to its frame, the path too, and links open the reader\'s editor', async () => {
  const crash = await shop()
  crash.manifest.culprit = { summary: 'x is undefined', value: 'undefined', frame: 0, trail: [] }
  const page = await render(crash)
  assert.match(page, /<div id="culprit" class="culprit">.*<a href="#frame-0" data-frame="0">x is undefined<\/a>/s)
  assert.match(page, /<svg[^>]*>.*<a class="[^"]*" href="#frame-0" data-frame="0"/s)
  assert.match(page, /<a class="editor-link" href="vscode:\/\/file\/home\/me\/shop\/src\/basket\.ts:4:51">/)
})

test('a crash without a culprit says that it is unknown', async () => {
  assert.match(visible(await render(await shop())), /Culprit\s+Unknown/)
})

test('the failing column is marked', async () => {
  assert.match(await render(await shop()), /class="line failing"><span class="number">4<\/span>.*?<mark class="column">ce<\/mark>/)
})

test('the Content-Security-Policy lets exactly the script and the style run that are in the page', async () => {
  const page = await render(await shop())
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const script = /<script>(.*?)<\/script>/s.exec(page)![1]!
  const style = /<style>(.*?)<\/style>/s.exec(page)![1]!
  assert.is(policy, `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'`)
  assert.is(page.match(/<script/g)!.length, 2)
  assert.not.match(script, /<!--/)
})

test('nothing of the page asks for the network, has a handler or a style of its own', async () => {
  for (const crash of [await shop(), await readCapsule(await writeHostileCapsule(dir))]) {
    const page = markup(await render(crash))
    assert.not.match(page, /<[^>]*\s(?:src|srcset|style|on\w+|ping|action|formaction)=/i)
    assert.not.match(page, /<(?:link|img|iframe|object|embed|base|form|video|audio|use|image)\b/i)
    for (const [, href] of page.matchAll(/\shref="([^"]*)"/g)) assert.match(href!, /^(?:#|vscode:\/\/file\/)/)
  }
  assert.not.match(assets.style!, /url\(|@import|@font-face/)
})

test('without assets the page has no script and the policy allows none', async () => {
  const page = await render(await shop(), loadReportAssets(join(dir, 'nowhere')))
  assert.not.match(page, /<script|<style/)
  assert.match(page, /script-src 'none'; style-src 'none'/)
})

const EVIL = '"\'><script>alert(1)</script><img src=x onerror=alert(1)>${7*7}{{7*7}}<!--</script>\u202e\u0000\u001b]8;;\ud800\u2028`'

test('nothing of a hostile crash becomes markup or script, in the page or in its data', async () => {
  const keep = new Set(['kind', 'type', 'subtype', 'missing', 'reason', 'what', 'functionKind', 'source'])
  const sample = await shop()
  const evil = <T> (value: T): T => JSON.parse(JSON.stringify(value, (key, inner) =>
    typeof inner === 'string' && !keep.has(key) ? EVIL + '\n'.repeat(3) + EVIL : inner))
  const crash: OpenedCrash = {
    manifest: { ...evil(sample.manifest), missing: { [EVIL]: 1, ['__proto__']: 2 } as never,
      culprit: { summary: EVIL, value: EVIL, frame: 0, path: EVIL, trail: [{ text: EVIL, file: EVIL, line: 1, frame: 99 }] } },
    crash: evil(sample.crash), environment: { policy: 'all', total: 3, variables: JSON.parse(`{"__proto__": "x", "constructor": ${JSON.stringify(EVIL)}}`) },
    breadcrumbs: evil(sample.breadcrumbs), readText: async () => `${EVIL}\n`.repeat(10),
  }
  crash.crash.exception.type = EVIL
  crash.crash.frames[0]!.missing = EVIL as 'async'
  const page = await render(crash)
  assert.not.match(page, /[\u0000\u001b\u202e\u2028]|[\ud800-\udfff]/u)
  const body = markup(page)
  assert.not.match(body, /<script>alert|<img|<!--|<\/script>alert/)
  assert.is(body.match(/<script/g)!.length, 2)
  for (const [tag] of body.matchAll(/<\/?[a-z][^>]*>/gi)) assert.not.match(tag.replace(/"[^"]*"/g, ''), /alert|onerror/)
  assert.equal(dataOf(page).crash.exception.message, crash.crash.exception.message)
})

test('a source of one line as long as a bundle does not make the page as long', async () => {
  const sample = await shop()
  const page = await render({ ...sample, readText: async () => 'x'.repeat(3_000_000) })
  assert.ok(page.length < 250_000, String(page.length))
})

test('a source path that is the name of something else is no source', async () => {
  for (const source of ['constructor', '__proto__']) {
    const sample = await shop()
    sample.crash.scripts = [{ url: '', source, originals: [{ file: '/srv/shop/src/basket.ts', source }] }]
    assert.match(visible(await render({ ...sample, readText: async () => undefined })), /The source is not in the capsule/)
  }
})

test('the data holds the sources around the frames only', async () => {
  const { sources } = dataOf(await render({ ...await shop(), readText: async () => 'line\n'.repeat(5_000) }))
  assert.equal(Object.fromEntries(Object.entries(sources).map(([path, windows]) => [path, windows.map(({ line1, lines }) => [line1, lines.length])])),
    { 'sources/0.ts': [[1, 34]], 'sources/0.js': [[1, 10]] })
})

test('a crash without frames, and one of ten thousand objects and hundreds of frames, have their page', async () => {
  const sample = await shop()
  assert.match(visible(await render({ ...sample, crash: crashDocument() })), /No frames were recorded/)
  const graph = new Graph()
  const objects = Array.from({ length: 10_000 }, (_, n) => graph.object({ n }))
  const frames = Array.from({ length: 600 }, (_, n) => frame({ function: `f${n}`, scopes: [scope('local', { all: objects[n]! })] }))
  const page = await render({ ...sample, crash: crashDocument(frames, graph.nodes) })
  assert.is(page.match(/<details class="frame /g)!.length, 600)
  assert.ok(markup(page).length < 700_000, String(markup(page).length))
})

test('an own recursion that was folded, and a frame without variables, say so', async () => {
  const crash = crashDocument([frame({ function: 'walk', missing: 'unavailable', folded: { length: 1, repetitions: 3120 } })])
  const text = visible(await render({ ...await shop(), crash }))
  assert.match(text, /↻ 3,120 more/)
  assert.match(text, /Recursion: the call followed 3,120 more times and is shown once/)
  assert.match(text, /No variables: unavailable V8 gave no value/)
})

test.run()
