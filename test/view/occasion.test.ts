import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import picocolors from 'picocolors'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import type { CrashDocument } from '../../src/model'
import { occasionText } from '../../src/occasion/occasion'
import { requestValueText } from '../../src/occasion/request-part'
import { renderReport } from '../../src/report/report'
import { textWidth } from '../../src/terminal/text-width'
import { chaosReport, shortReport } from '../../src/view/chaos-report'
import { inspectPage } from '../../src/view/inspect-page'
import { crashDocument, crashRecord, frame, writeCapsule } from '../helpers/crash-record'
import { UNSAFE } from '../helpers/hostile-capsule'
import { occasions } from '../helpers/occasions'

const dir = mkdtempSync(join(tmpdir(), 'faultsnap-occasion-'))
test.after(() => rmSync(dir, { recursive: true, force: true }))

const colours = picocolors.createColors(false)
const frames = [frame({ function: 'pay', file: '/srv/shop/pay.js' })]

async function capsuleOf (kind: keyof typeof occasions, change: (crash: CrashDocument) => void = () => {}): Promise<Capsule> {
  const { graph, rest } = occasions[kind]()
  const crash = crashDocument(kind === 'death' ? [] : frames, graph.nodes, rest)
  change(crash)
  return await readCapsule(await writeCapsule(join(dir, `${kind}.faultsnap`), crashRecord(crash)))
}

const page = async (kind: keyof typeof occasions, columns = 100): Promise<string> =>
  (await inspectPage(await capsuleOf(kind), { colours, columns })).join('\n')
const report = async (capsule: Capsule): Promise<string> =>
  (await renderReport(capsule, { assets: {}, editorUrl: '', pathMap: [] })).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

test('inspect names the request below the error, and all that is known of it after the variables', async () => {
  const text = await page('request')
  assert.match(text, /^Error: boom\nin POST \/orders\/42 answered 500 after 12 ms\n/)
  assert.match(text, /\n\nRequest\n {2}POST \/orders\/42 answered 500 after 12 ms\n {2}route {4}\/orders\/:id, OrdersController\.pay\n/)
  for (const line of [
    '  params   id = 42', '  query    full = 1, tag = a, b', '  body     17 bytes, not recorded', '  from     127.0.0.1', '  version  HTTP/1.1',
    '  trace    4bf92f3577b34da6a3ce929d0e0e4736, span 00f067aa0ba902b7',
    '  headers  accept: application/json, authorization: [masked], cookie: [masked]',
  ]) assert.ok(text.includes(`\n${line}\n`), `${line}\n\n${text}`)
})

test('inspect names the test and the two sides of its assertion before the stack', async () => {
  const text = await page('test')
  assert.match(text, /^Error: boom\nin test basket > adds > rounds\n\nTest\n {2}basket > adds > rounds\n/)
  assert.match(text, / {2}file {6}\/srv\/shop\/test\/basket\.test\.ts\n {2}runner {4}vitest, attempt 2\n {2}expected {2}\{ total: 5 \}\n {2}actual {4}\{ total: NaN \}\n\nStack\n/)
})

test('inspect tells who started a worker, and with what', async () => {
  const text = await page('worker', 140)
  assert.match(text, /\nWorker\n {2}worker thread 3 "resizer", started by the main thread of process 4711\n {2}job +7\n {2}workerData {2}\{ file: 'a\.png', token: \[masked\] \}\n/)
  assert.match(text, / pid 4711, worker\s+thread 3 "resizer"\n/)
  assert.match(text, / {2}started by {2}the main thread of process 4711, job 7\n/)
})

test('inspect of a process that died without a word is about its death', async () => {
  const text = await page('death')
  assert.match(text, /^SIGSEGV: The process died of SIGSEGV \(segmentation fault\)\n\nDeath\n {2}Segmentation fault in native code\.\n {2}signal +SIGSEGV\n {2}exit code +139\n {2}report +Node's diagnostic report, report\.json in the capsule\n {2}last lines of stderr\n {4}first\n {4}loading addon\n {4}last words\n/)
  assert.match(text, /\nStack\n\(no frames were recorded\)\n/)
  assert.not.match(text, /Variables/)
})

test('inspect shows the context that the program gave', async () => {
  assert.match(await page('context'), /\nContext\n {2}context {2}\{ tenant: 'acme' \}\n/)
})

test('the Chaos Report and the short one have the occasion', async () => {
  const lines = async (view: typeof chaosReport, kind: keyof typeof occasions): Promise<string> =>
    (await view(await capsuleOf(kind), { colours, columns: 100 })).join('\n')
  assert.match(await lines(shortReport, 'request'), /^ {2}in POST \/orders\/42 answered 500 after 12 ms$/m)
  assert.match(await lines(shortReport, 'death'), /^ {2}Segmentation fault in native code\.$/m)
  assert.match(await lines(chaosReport, 'request'), /\nRequest\n {2}POST .*\n[^]*\n\nEnvironment\n/)
  assert.match(await lines(chaosReport, 'worker'), /\nWorker\n/)
})

test('the page has a section for each part of the occasion, headers folded', async () => {
  const request = await capsuleOf('request')
  const markup = await renderReport(request, { assets: {}, editorUrl: '', pathMap: [] })
  assert.match(markup, /<section id="request"[^]*?<details class="occasion-list"><summary>headers[^]*?authorization[^]*?\[masked\][^]*?<\/section>/)
  assert.match(await report(request), /Request POST \/orders\/42 answered 500 after 12 ms route \/orders\/:id/)
  assert.match(await report(await capsuleOf('test')), /Test basket &gt; adds &gt; rounds file .* expected \{ total: 5 \} .*actual \{ total: NaN \}/)
  assert.match(await report(await capsuleOf('worker')), /Worker worker thread 3 &quot;resizer&quot;, started by the main thread of process 4711 .*token: \[masked\]/)
  assert.match(await report(await capsuleOf('death')), /What killed it Segmentation fault in native code\. .*last lines of stderr first loading addon last words/)
})

test('a crash of nobody in particular has no such section', async () => {
  const crash = await readCapsule(await writeCapsule(join(dir, 'plain.faultsnap'), crashRecord(crashDocument(frames))))
  assert.not.match(await renderReport(crash, { assets: {}, editorUrl: '', pathMap: [] }), /class="occasion"/)
  assert.not.match((await inspectPage(crash, { colours, columns: 100 })).join('\n'), /Request|Test|Worker|Death|Context/)
})

test('no occasion is wider than its terminal, and none makes a terminal obey', async () => {
  const evil = '\u001b[31m\u202e<b>\u0000' + 'x'.repeat(300)
  for (const kind of Object.keys(occasions) as (keyof typeof occasions)[]) {
    const capsule = await capsuleOf(kind)
    const part = (['request', 'test', 'death', 'parent'] as const).find(name => name in capsule.crash)
    if (part !== undefined) {
      for (const [name, value] of Object.entries(capsule.crash[part] as object)) {
        if (typeof value === 'string') Object.assign(capsule.crash[part] as object, { [name]: value + evil })
      }
    }
    if (capsule.crash.request) capsule.crash.request.headers[evil] = evil
    for (const columns of [40, 80, 120]) {
      for (const view of [inspectPage, chaosReport, shortReport]) {
        for (const line of await view(capsule, { colours, columns, isTerminal: true })) {
          assert.not.match(line, UNSAFE)
          if (!/^ {2}at /.test(line)) assert.ok(textWidth(line) <= columns, `${kind} at ${columns}: ${line}`)
        }
      }
    }
    assert.not.match(await renderReport(capsule, { assets: {}, editorUrl: '', pathMap: [] }), /<b>\u0000|\u001b|\u202e/)
  }
})

test('a list tells the request by its route, or the test, in at most 200 characters', () => {
  const textOf = (kind: keyof typeof occasions, change = (_: CrashDocument): void => {}): string | undefined => {
    const crash = crashDocument([], [], occasions[kind]().rest)
    change(crash)
    return occasionText(crash)
  }
  assert.is(textOf('request'), 'POST /orders/:id')
  assert.is(textOf('request', crash => { delete crash.request!.route }), 'POST /orders/42')
  assert.is(textOf('test'), 'basket > adds > rounds')
  assert.is(textOf('test', crash => { crash.test!.name = 'x'.repeat(200) }), 'x'.repeat(200))
  assert.is(textOf('test', crash => { crash.test!.name = 'x'.repeat(201) }), 'x'.repeat(199) + '…')
  assert.is(textOf('worker'), undefined)
})

test('values of a request that are not recorded say so', () => {
  assert.is(requestValueText({ missing: 'string', size: 900, value: 'beg' }), 'beg… (900 characters)')
  assert.is(requestValueText(['a', { missing: 'masked' }]), 'a, [masked]')
})

test('code without a name that catches the error is told of as the stack does', async () => {
  const capsule = await capsuleOf('request', crash => { crash.caughtAt = { frame: 0, file: '', line: 38, column: 1 } })
  assert.match((await inspectPage(capsule, { colours, columns: 100 })).join('\n'), /\n {2}caught +by the catch at <unknown>:38, the nearest in the source\n/)
})

test.run()
