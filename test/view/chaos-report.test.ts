import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import picocolors from 'picocolors'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import { textWidth } from '../../src/terminal/text-width'
import { chaosReport, shortReport } from '../../src/view/chaos-report'
import { inspectPage } from '../../src/view/inspect-page'
import { crashDocument, crashRecord, frame, Graph, scope, writeCapsule } from '../helpers/crash-record'
import { UNSAFE, writeHostileCapsule } from '../helpers/hostile-capsule'

const dir = mkdtempSync(join(tmpdir(), 'faultsnap-view-'))
test.after(() => rmSync(dir, { recursive: true, force: true }))

const plain = picocolors.createColors(false)
const views = { chaosReport, shortReport, inspectPage }

async function shopCrash (): Promise<Capsule> {
  const graph = new Graph()
  const order = graph.object({ id: 7, token: { missing: 'masked' }, lines: graph.array([1, 2, 3]) }, 'Order')
  const crash = crashDocument([
    frame({ function: 'charge', file: '/srv/shop/pay.js', script: 0, lineNumber0: 1, columnNumber0: 15, this: { type: 'undefined' },
      scopes: [scope('local', { order, text: { missing: 'string', size: 90_000, value: 'a long text' } }), scope('closure', { rate: 19 })] }),
    frame({ function: 'handle', file: '/srv/shop/node_modules/router/index.js', inApp: false }),
    frame({ function: 'main', file: '/srv/shop/main.js', scopes: [scope('local', {
      exports: 1, require: 2, module: 3, __filename: 4, __dirname: 5, started: true,
    })] }),
  ], graph.nodes, {
    exception: { type: 'TypeError', message: 'cannot charge', stack: 'TypeError: cannot charge\n    at charge (/srv/shop/pay.js:2:16)', value: null,
      cause: { type: 'RangeError', message: 'no rate', stack: '', value: null } },
    scripts: [{ url: 'file:///srv/shop/pay.js', source: 'sources/0.js' }],
  })
  const record = crashRecord(crash)
  record.process.memory = { rss: 60 * 1024 ** 2, heapUsed: 8 * 1024 ** 2 }
  record.process.memoryAtStart = { rss: 50 * 1024 ** 2, heapUsed: 9 * 1024 ** 2 }
  const file = await writeCapsule(join(dir, 'shop.faultsnap'), record, { 'sources/0.js': 'function charge (order) {\n  return order.customer.name\n}\n' }, {
    culprit: { summary: 'order.customer is undefined · order has id, token, lines, no customer', value: 'undefined',
      trail: [{ text: 'order has id, token, lines, no customer' }, { text: 'argument of charge(), passed at main.js:3' }] },
  })
  return await readCapsule(file)
}

test('the Chaos Report has trigger, snapshot, environment and trace', async () => {
  const text = (await chaosReport(await shopCrash(), { colours: plain, columns: 100 })).join('\n')
  for (const part of [
    /^── CHAOS REPORT ─+$/m, /^Trigger\n {2}TypeError: cannot charge\n {2}caused by RangeError: no rate\n {2}at charge \(pay\.js:2:16\)\n {2}▸ order\.customer is undefined$/m,
    /^ {4}argument of charge\(\), passed at main\.js:3$/m, /^ {2}> 2 \| {3}return order\.customer\.name$/m,
    /^Snapshot\n {2}charge {2}pay\.js:2:16\n/m, /order +Order +Order { id: 7, token: \[masked\], lines: \[ 1, 2, 3 \] }/, /\(90000 characters\)/,
    /^ {2}main {2}main\.js/m, /started +boolean +true/,
    /memory +60\.0 MiB resident \(\+10\.0 MiB since the start\), heap 8\.0 MiB \(-1\.0 MiB\)/, /run time +1\.50 s/,
    /^Trace\n {2}> 0 {2}charge[^\n]*\n {7}… 1 frame of router\n/m,
  ]) assert.match(text, part)
  assert.not.match(text, /__filename/, 'what Node hands to every module')
})

test('the short report has the error, the culprit, the line and what is nearest to it', async () => {
  const text = (await shortReport(await shopCrash(), { colours: plain, columns: 100 })).join('\n')
  assert.match(text, /▸ order\.customer is undefined/)
  assert.match(text, /^ {2}local +order/m)
  assert.not.match(text, /closure|CHAOS|started/)
})

test('what every CommonJS module has does not crowd out its own variables', async () => {
  const names = ['exports', 'require', 'module', '__filename', '__dirname', 'a', 'b', 'c', 'd', 'e', 'f']
  const local = scope('local', Object.fromEntries(names.map((name, index) => [name, index])))
  const record = crashRecord(crashDocument([frame({ scopes: [local] })]))
  const capsule = await readCapsule(await writeCapsule(join(dir, 'module.faultsnap'), record))
  const text = (await shortReport(capsule, { colours: plain, columns: 80 })).join('\n')
  assert.match(text, /local +f +number +10$/m)
  assert.not.match(text, /__dirname|exports/)
  const page = (await inspectPage(capsule, { colours: plain, columns: 80 })).join('\n')
  assert.match(page, /local +f +number +10\n {2}and exports, require, module, __filename, __dirname, as every CommonJS module$/m)
})

test('functions and imports of a module are one line, its data and a function\'s own stay', async () => {
  const graph = new Graph()
  const exported = Object.fromEntries(['a', 'b', 'c', 'd'].map(name => [name, graph.func(name)]))
  const scopes = [
    scope('local', { callback: graph.func('callback') }), scope('closure', { near: graph.func('near') }),
    scope('module', {
      Router: graph.func('Router'), z: graph.add({ className: 'Module', subtype: 'module' }), lodash: graph.object(exported),
      late: { missing: 'time', type: 'function', className: 'Function' }, rates: graph.object({ eu: 1 }), handlers: graph.object({ a: exported['a']! }),
    }),
  ]
  const capsule = await readCapsule(await writeCapsule(join(dir, 'code.faultsnap'), crashRecord(crashDocument([frame({ scopes })], graph.nodes))))
  for (const view of [inspectPage, chaosReport]) {
    const text = (await view(capsule, { colours: plain, columns: 100 })).join('\n')
    assert.match(text, /local +callback .*\n.*closure +near .*\n.*module +rates +Object +\{ eu: 1 \}\n.*module +handlers /)
    assert.match(text, /and 4 functions and imports of the module: Router, z, lodash, late \("vars" has them\)/)
    assert.not.match(text, /module +(?:Router|z|lodash|late)/)
  }
})

test('a code has a line of its own below a message of several', async () => {
  const report = async (message: string, code: string): Promise<string> => {
    const record = crashRecord(crashDocument([], [], { exception: { type: 'E', message, code, stack: '', value: null } }))
    const capsule = await readCapsule(await writeCapsule(join(dir, 'code.faultsnap'), record))
    return (await shortReport(capsule, { colours: plain, columns: 80 })).join('\n')
  }
  assert.is(await report('is gone', 'EIO'), '  E: is gone (code EIO)')
  assert.is(await report('differs:\n\n1 !== 2\n', 'ERR_A'), '  E: differs:\n\n  1 !== 2\n  code ERR_A')
  assert.is(await report('has EIO in it', 'EIO'), '  E: has EIO in it')
  assert.is(await report('E', 'EIO'), '  E (code EIO)', 'a message that is the type, as that of a thrown undefined')
})

test('a stack that repeats itself, and breadcrumbs, fit as well', async () => {
  const record = crashRecord(crashDocument([frame({ file: `/srv/${'deep/'.repeat(20)}app.js`, folded: { length: 2, repetitions: 1_000 } })]))
  record.breadcrumbs = [{ at: record.capturedAt, category: 'console', level: 'info', message: 'x'.repeat(300) }]
  const capsule = await readCapsule(await writeCapsule(join(dir, 'folded.faultsnap'), record))
  for (const columns of [40, 60, 80, 120]) {
    const lines = await inspectPage(capsule, { colours: plain, columns })
    for (const line of lines) assert.ok(textWidth(line) <= columns, line)
    assert.is(textWidth(lines.find(line => line.includes('xxx'))!), columns, 'as much of a message as fits')
  }
})

test('no view is wider than its terminal, from 40 columns up, whatever a program is called', async () => {
  const capsules = [await shopCrash(), await readCapsule(await writeHostileCapsule(dir))]
  for (const [name, view] of Object.entries(views)) {
    for (const capsule of capsules) {
      for (const columns of [40, 41, 60, 80, 120, 200]) {
        const lines = await view(capsule, { colours: plain, columns, isTerminal: true })
        for (const line of lines) {
          assert.not.match(line, UNSAFE, `${name} ${columns}`)
          // The stack as V8 wrote it is quoted, and left to the terminal to wrap.
          if (name === 'inspectPage' && lines.indexOf(line) > lines.indexOf('Stack as text')) continue
          assert.ok(textWidth(line) <= columns, `${name} at ${columns}: ${line}`)
        }
      }
    }
  }
})

test('colour changes nothing but colour', async () => {
  const capsule = await shopCrash()
  for (const view of Object.values(views)) {
    const lines = await view(capsule, { colours: plain, columns: 80 })
    const coloured = await view(capsule, { colours: picocolors.createColors(true), columns: 80 })
    assert.equal(coloured.map(line => stripVTControlCharacters(line).trimEnd()), lines.map(line => line.trimEnd()))
    assert.not.equal(coloured, lines)
  }
})

test('in a pipe nothing is cut or wrapped', async () => {
  const capsule = await readCapsule(await writeHostileCapsule(dir))
  const lines = await inspectPage(capsule, { colours: plain, columns: 40, isTerminal: false })
  assert.ok(lines.some(line => textWidth(line) > 200))
  assert.not.ok(lines.some(line => UNSAFE.test(line)))
})

test.run()
