import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Manifest } from '../../src/model'
import { escapeHtml } from '../../src/report/escape-html'
import { htmlPage } from '../../src/report/html-page'
import { sampleDocuments } from '../capsule/raw-zip'
import { sampleCrash } from '../pack/sample-record'

const manifest: Manifest = sampleDocuments()['manifest.json']

test('the page shows exception, place, frames with variables, notes and breadcrumbs', () => {
  const crash = sampleCrash()
  crash.notes.push('Stack overflow: V8 gives no variables.')
  const page = htmlPage({
    manifest: { ...manifest, place: { function: 'total', file: '/srv/shop/cart.js', line: 12, column: 20 },
      missing: { masked: 2 } },
    crash,
    breadcrumbs: [{ at: '2026-06-13T23:29:33.000Z', category: 'console', level: 'info', message: 'start <b>' }],
  })
  for (const text of [
    '<h1>TypeError</h1>', 'Cannot read properties of undefined (reading &#39;price&#39;)', '/srv/shop/cart.js:12:20',
      'caused by <b>string</b>: low \\u{d800} level',
    '<th>order local</th>', 'Order {', '[masked]', 'No variables (async)', 'async <b>main</b>', 'Stack overflow: V8',
      'start &lt;b&gt;', '2 masked', manifest.fingerprint,
  ]) assert.ok(page.includes(text), text)
})

test('nothing of a hostile crash becomes markup, script or a request', () => {
  const evil = '"\'><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u0000\u001b]8;;'
  const crash = JSON.parse(JSON.stringify(sampleCrash(), (key, value) =>
    typeof value === 'string' && !['kind', 'type', 'subtype', 'missing', 'reason', 'what'].includes(key) ? evil : value))
  crash.exception.type = evil
  crash.notes = [evil]
  const page = htmlPage({
    manifest: { ...manifest, id: evil, capturedAt: evil, fingerprint: evil, signal: evil as 'exit',
      missing: { [evil]: 1 } as Manifest['missing'], place: { function: evil, file: evil, line: 1, column: 1 } },
    crash,
    breadcrumbs: [{ at: evil, category: evil as 'custom', level: 'info', message: evil }],
  })
  assert.not.match(page, /<script|<img|<a |href=|src="|\u202e|\u0000|\u001b/)
  assert.match(page, /content="default-src 'none'; style-src 'unsafe-inline'/)
  assert.not.match(page, /https?:/)
  assert.is(page.match(/<\/?[a-z][^>]*>/g)!.filter(tag => /alert|onerror/.test(tag)).length, 0)
})

test('characters that reorder, hide or control text are shown by their code, line ends stay', () => {
  assert.is(escapeHtml('a\u202eb\u2066c\u200fd\u0007e\u009bf\ud800g\n\th\u2028i\ufeffj😀'),
    'a\\u{202e}b\\u{2066}c\\u{200f}d\\u{7}e\\u{9b}f\\u{d800}g\n\th\\u{2028}i\\u{feff}j😀')
  assert.is(escapeHtml(`<a href="x">'&`), '&lt;a href=&quot;x&quot;&gt;&#39;&amp;')
  assert.is(escapeHtml('x'.repeat(64 * 1024)).length, 64 * 1024)
  assert.is(escapeHtml('x'.repeat(64 * 1024 + 1)), 'x'.repeat(64 * 1024) + '…')
})

test('a frame with hundreds of variables and an exception with a long chain stay readable', () => {
  const crash = sampleCrash()
  const variables = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `v${n}`, value: n }))
  crash.frames[0]!.this = undefined
  delete crash.frames[0]!.this
  const page = (count: number): string => {
    crash.frames[0]!.scopes[0]!.variables = variables(count)
    return htmlPage({ manifest, crash, breadcrumbs: [] })
  }
  assert.not.match(page(200), 'more in the capsule')
  assert.match(page(201), '1 more in the capsule')
})

test.run()
