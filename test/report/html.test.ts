import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { html, rawHtml } from '../../src/report/html'
import { escapeHtml } from '../../src/report/escape-html'

test('texts between markup are escaped, in content and in attributes', () => {
  assert.is(html`<a title="${'"><script>'}">${'<b>&\''}</a>`.markup, '<a title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;</a>')
})

test('markup of our own, lists and what is nothing are put in as they are meant', () => {
  assert.is(html`<ul>${['a<', 'b'].map(text => html`<li>${text}</li>`)}</ul>${undefined}${null}${false}${0}${rawHtml('<hr>')}`.markup,
    '<ul><li>a&lt;</li><li>b</li></ul>0<hr>')
})

test('what only looks like markup of our own, as a capsule could hold it, is escaped', () => {
  assert.is(html`${JSON.parse('{"markup":"<script>"}')}`.markup, '[object Object]')
})

test('characters that reorder, hide or control text are shown by their code, line ends stay', () => {
  assert.is(escapeHtml('a\u202eb\u2066c\u200fd\u0007e\u009bf\ud800g\n\th\u2028i\ufeffj😀'),
    'a\\u{202e}b\\u{2066}c\\u{200f}d\\u{7}e\\u{9b}f\\u{d800}g\n\th\\u{2028}i\\u{feff}j😀')
  assert.is(escapeHtml('x'.repeat(64 * 1024)).length, 64 * 1024)
  assert.is(escapeHtml('x'.repeat(64 * 1024 + 1)), 'x'.repeat(64 * 1024) + '…')
})

test.run()
