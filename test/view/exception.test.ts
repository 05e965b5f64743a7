import picocolors from 'picocolors'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ExceptionRecord } from '../../src/model'
import { exceptionInfo } from '../../src/postmortem/dap/exception'
import { causesOf } from '../../src/values/causes'
import { crashSummaryText } from '../../src/view/crash-summary-text'
import { renderException } from '../../src/view/exception'
import { breadcrumbText } from '../../src/view/breadcrumb-text'
import { causeText } from '../../src/view/causes'
import { stackText, stackTextLines } from '../../src/view/stack-text'
import { crashDocument, frame } from '../helpers/crash-record'

const error = (message: string, rest: Partial<ExceptionRecord> = {}): ExceptionRecord => ({ type: 'Error', message, stack: '', value: null, ...rest })
const lines = (exception: ExceptionRecord): string[] => renderException(exception, { colours: picocolors.createColors(false), columns: 80 })

test('what is behind an included error is indented below it, a chain of causes is not', () => {
  const first = error('first', { cause: error('root', { cause: error('deep root') }) })
  assert.equal(lines(error('all', { errors: [first, error('second', { errors: [error('inner')] })] })), [
    'Error: all', 'includes Error: first', '  caused by Error: root', '  caused by Error: deep root', 'includes Error: second',
    '  includes Error: inner',
  ])
  assert.equal(lines(error('top', { cause: error('cause', { cause: error('root', { errors: [error('part')] }) }) })), [
    'Error: top', 'caused by Error: cause', 'caused by Error: root', '  includes Error: part',
  ])
})

test('both errors of a SuppressedError are shown everywhere, and told apart', () => {
  const exception = error('two', { type: 'SuppressedError', errors: [error('disposal'), error('body', { isSuppressed: true })] })
  const crash = { ...crashDocument([], []), exception }
  assert.equal(lines(exception), ['SuppressedError: two', 'includes Error: disposal', 'suppressed Error: body'])
  assert.equal(causesOf(crash.exception).causes.map(({ relation, exception: { message } }) => `${relation} ${message}`), ['includes disposal', 'suppressed body'])
  const summary = crashSummaryText({ crash, signal: 'uncaughtException', capturedAt: '' })
  assert.match(summary, /^Includes Error: disposal\nSuppressed Error: body$/m)
  assert.equal(exceptionInfo({ crash, signal: 'uncaughtException' }).details?.innerException?.map(({ evaluateName }) => evaluateName), [
    '$exception.error', '$exception.suppressed',
  ])
})

test('the text of a stack has the places of the frames above it, and none that its file does not have', () => {
  const file = '/srv/orders.ts'
  const place = { file, script: 0 }
  const crash = crashDocument([
    frame({ ...place, lineNumber0: 0, columnNumber0: 1200, original: { file, line1: 31, column1: 21 } }),
    frame({ ...place, kind: 'async', lineNumber0: -1, columnNumber0: -1, original: { file, line1: 9, column1: 3 } }),
  ], [], {
    scripts: [{ url: `file://${file}`, originals: [{ file }] }],
    exception: error('bad\nthing', { stack: [
      'Error: bad', 'thing', `    at total (file://${file}:1:1201)`, `    at async ${file}:9:3`, `    at async Promise.all (index 0)`, `    at seen (${file}:1:77)`, `    at made (${file}:1:80)`,
      '    at run (/srv/other.js:1:77)', '    at eval (eval at f (/srv/orders.ts:1:1201), <anonymous>:1:1)',
    ].join('\n'), stackPlaces: [{ place: `${file}:1:80`, file, line1: 30, column1: 1 }] }),
  })
  const expected = [
    `at total (${file}:31:21)`, `at async ${file}:9:3`, 'at async Promise.all (index 0)', `at seen (${file}:1:77) of the code as it was run`, `at made (${file}:30:1)`,
    'at run (/srv/other.js:1:77)', 'at eval (eval at f (/srv/orders.ts:1:1201), <anonymous>:1:1)',
  ]
  assert.equal(stackTextLines(crash), expected)
  assert.is(stackText(crash), ['Error: bad', 'thing', ...expected.map(line => `    ${line}`)].join('\n'))
})

test('a message of several lines is one where there is room for one', () => {
  assert.is(causeText({ relation: 'caused by', exception: error('[\n  {\n    "code": "custom"\n  }\n]', { type: 'ZodError' }), depth: 0 }),
    'caused by ZodError: [ { "code": "custom" } ]')
})

test('a breadcrumb of a request has its path, without the query', () => {
  const text = (category: 'http.server' | 'custom', url: string): string =>
    breadcrumbText({ category, message: 'GET answered 404', data: { method: 'GET', url, status: 404 } })
  assert.is(text('http.server', '/nope?token=a#b'), 'GET /nope answered 404')
  assert.is(text('http.server', ''), 'GET answered 404')
  assert.is(text('custom', '/nope'), 'GET answered 404')
})

test.run()
