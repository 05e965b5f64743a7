import picocolors from 'picocolors'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ExceptionRecord } from '../../src/model'
import { exceptionInfo } from '../../src/postmortem/dap/exception'
import { causesOf } from '../../src/values/causes'
import { crashSummaryText } from '../../src/view/crash-summary-text'
import { renderException } from '../../src/view/exception'
import { crashDocument } from '../helpers/crash-record'

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

test.run()
