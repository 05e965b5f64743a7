import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { fateInSource, type ErrorFate } from '../../src/syntax/swallowed-in-source'

/** The fate of an error thrown at `THROW`, when the answer is given at `ANSWER`, if there is one. */
function fateOf (source: string, isForeign = false): ErrorFate['kind'] {
  return wholeFateOf(source, isForeign).kind
}

function wholeFateOf (source: string, isForeign = false): ErrorFate {
  const place = (mark: string): { source: string, scriptKey: string, lineNumber0: number, columnNumber0: number } => {
    const before = source.slice(0, source.indexOf(mark)).split('\n')
    return { source, scriptKey: '1', lineNumber0: before.length - 1, columnNumber0: before.at(-1)!.length }
  }
  const answer = source.includes('ANSWER') ? [place('ANSWER')] : []
  return fateInSource([{ ...place('THROW'), function: '', isAsync: false, isForeign }], answer)
}

test('an error that nothing catches, or that is thrown or handed on, is passed on', () => {
  for (const source of [
    'function f () { THROW() }',
    'function f () { try { THROW() } catch (e) { throw e } }',
    'function f () { try { THROW() } catch (e) { throw new Error("x", { cause: e }) } }',
    'function f (next) { try { THROW() } catch (e) { next(e) } }',
    'function f () { try { THROW() } catch (e) { return { error: e } } }',
    'function f () { let failure; try { THROW() } catch (e) { failure = e } }',
    'function f () { return THROW().catch(e => answer(e)) }',
    'function f () { try { THROW() } finally { close() } }',
    'function f () { try { open() } catch { THROW() } }',
  ]) assert.is(fateOf(source), 'passed', source)
})

test('an error that a handler forgets, or only tells of, is swallowed', () => {
  for (const source of [
    'function f () { try { THROW() } catch {} }',
    'function f () { try { THROW() } catch (e) { flags = {} } }',
    'function f () { try { THROW() } catch (e) { console.error(e) } }',
    'function f () { try { THROW() } catch (e) { this.logger.warn("no file", e) } }',
    'async function f () { return await THROW().catch(() => null) }',
    'async function f () { return await THROW().then(use, () => undefined) }',
    'function f () { try { THROW() } catch (e) {} ANSWER() }',
  ]) assert.is(fateOf(source), 'swallowed', source)
})

test('a handler that counts, or gives a number or a truth value, leaves a mark; one that goes on with a default does not', () => {
  const leavesMark = (source: string): unknown => {
    const fate = wholeFateOf(source)
    return fate.kind === 'swallowed' ? fate.leavesMark : fate.kind
  }
  for (const handling of ['errors++', 'failed = true', 'return 1', 'return false', 'code = 2', 'return -1', 'report.count += 1', 'process.exitCode = 1', 'return EXIT_FAILED']) {
    assert.is(leavesMark(`function f () { try { THROW() } catch (e) { console.error(e); ${handling} } }`), true, handling)
  }
  for (const handling of ['', 'return {}', 'return null', 'return []', "return ''", 'config = { max: 1 }', 'response.statusCode = 400', 'list = []', 'return', 'continue_()']) {
    assert.is(leavesMark(`function f () { try { THROW() } catch (e) { console.error(e); ${handling} } }`), false, handling)
  }
  assert.is(leavesMark('async function f () { return await THROW().catch(() => 1) }'), true)
  assert.is(leavesMark('async function f () { return await THROW().catch(() => null) }'), false)
})

test('an error is answered where its handler gives the answer', () => {
  for (const source of [
    'function f () { try { THROW() } catch { ANSWER() } }',
    'async function f () { try { await THROW() } catch (e) { console.error(e); await audit(); ANSWER() } }',
    'function f () { THROW().catch(() => { ANSWER() }) }',
  ]) assert.is(fateOf(source), 'answered', source)
})

test('of packages only a handler that never looks at the error swallows it', () => {
  assert.is(fateOf('function f () { try { THROW() } catch (e) { log(e) } }', true), 'passed')
  assert.is(fateOf('function f () { try { THROW() } catch (e) { a = 1 } }', true), 'swallowed')
})

test('what cannot be read counts as passed on', () => {
  assert.is(fateOf('function f ( { THROW() }'), 'passed')
})

test.run()
