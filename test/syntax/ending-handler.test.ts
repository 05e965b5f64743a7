import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { endingHandler } from '../../src/syntax/ending-handler'
import type { ThrowFrame } from '../../src/syntax/ending-handler'
import { nodeBinaries } from '../stack/node-binaries'
import { ENDED, UNRELATED } from './ending-programs'
import { runProgram } from './run-program'

/** What `endingHandler` says of a program that really ran; it must have failed. */
function evidenceOf (source: string, node?: string): string | undefined {
  const { frames, exit, exitCode } = runProgram(source, node)
  assert.ok(exitCode !== 0 && exitCode !== null, 'the program was to end with a non-zero code')
  assert.ok(frames.length > 0, 'the program was to throw')
  return endingHandler(frames.map(frame => ({ ...frame, source, scriptKey: '1' })), exit && { ...exit, source, scriptKey: '1' })
}

for (const [title, source, evidence] of ENDED) {
  test(`ended by ${title}`, () => { assert.match(String(evidenceOf(source)), evidence) })
}

for (const [title, source] of UNRELATED) {
  test(`unrelated: ${title}`, () => { assert.is(evidenceOf(source), undefined) })
}

test('the positions of all Node versions are understood', () => {
  const titles = ['a method', 'a catch clause around an await', 'minified code', 'a throw in the executor of a new Promise']
  for (const node of nodeBinaries) {
    for (const [title, source, evidence] of ENDED) {
      if (titles.includes(title)) assert.match(String(evidenceOf(source, node)), evidence, `${node}: ${title}`)
    }
  }
})

const frameAt = (source: string, marker: string, rest: Partial<ThrowFrame> = {}): ThrowFrame => {
  const before = source.slice(0, source.indexOf(marker) + marker.length).split('\n')
  const [lineNumber0, columnNumber0] = [before.length - 1, before.at(-1)!.length]
  return { function: '', source, scriptKey: source, lineNumber0, columnNumber0, isAsync: false, ...rest }
}

test('an error that leaves its script is followed into the script of the exit, by the function\'s name', () => {
  const library = 'export async function main () { await null; /*throw*/throw new Error() }'
  const program = 'import { main } from "./library.js"\nmain().catch(e => { console.error(e); /*exit*/process.exit(1) })'
  const exit = frameAt(program, '/*exit*/')
  const frames = [frameAt(library, '/*throw*/', { function: 'main' })]
  assert.is(endingHandler(frames, exit), 'the rejection handler at line 2 ends the process')
  assert.is(endingHandler([frameAt(library, '/*throw*/', { function: 'main' })]), undefined)
})

test('a helper of another script is known by its name', () => {
  const program = 'try { /*throw*/f() } catch (e) { helpers.die(e) }'
  const helpers = 'exports.die = function (e) { console.error(e); /*exit*/process.exit(1) }'
  assert.is(endingHandler([frameAt(program, '/*throw*/')], frameAt(helpers, '/*exit*/')),
    'the catch clause at line 1 calls die, which ends the process')
  const other = 'exports.end = function (e) { /*exit*/process.exit(1) }'
  assert.is(endingHandler([frameAt(program, '/*throw*/')], frameAt(other, '/*exit*/')), undefined)
})

test('a call of process.exit elsewhere rules out a call in the handler', () => {
  const source = 'try { /*throw*/f() } catch (e) { /*exit*/process.exit(1) }\n/*other*/process.exit(1)'
  assert.ok(endingHandler([frameAt(source, '/*throw*/')], frameAt(source, '/*exit*/')))
  assert.is(endingHandler([frameAt(source, '/*throw*/')], frameAt(source, '/*other*/')), undefined)
  assert.ok(endingHandler([frameAt(source, '/*throw*/')]))
})

test('an exit with zero is no failure', () => {
  assert.is(endingHandler([frameAt('try { /*throw*/f() } catch (e) { process.exit(0) }', '/*throw*/')]), undefined)
  assert.is(endingHandler([frameAt('try { /*throw*/f() } catch (e) { process.exitCode = void 0 }', '/*throw*/')]), undefined)
})

test('other things called exit or kill do not end the process', () => {
  for (const handler of ['fiber.exit(1)', 'child.kill()', 'process.kill(child.pid)', 'result.exitCode = 1']) {
    assert.is(endingHandler([frameAt(`try { /*throw*/f() } catch (e) { ${handler} }`, '/*throw*/')]), undefined, handler)
  }
  for (const handler of [
    'process.abort()', 'process.kill(process.pid, "SIGTERM")', 'process.exit.call(process, 1)', 'globalThis.process.exit()',
  ]) {
    assert.ok(endingHandler([frameAt(`try { /*throw*/f() } catch (e) { ${handler} }`, '/*throw*/')]), handler)
  }
})

test('text that cannot be read gives no answer and no error', () => {
  const frame = { function: 'f', scriptKey: '1', lineNumber0: 0, columnNumber0: 6, isAsync: false }
  assert.is(endingHandler([]), undefined)
  const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  for (const source of ['', 'try { ', '\u0000', '('.repeat(100_000), nested, '!'.repeat(500_000)]) {
    assert.is(endingHandler([{ ...frame, source }]), undefined)
    assert.is(endingHandler([{ ...frame, source }], { ...frame, source }), undefined)
  }
  const good = 'try { f() } catch { process.exit(1) }'
  assert.ok(endingHandler([{ ...frame, source: good }]))
  assert.is(endingHandler([{ ...frame, source: good, lineNumber0: 7 }]), undefined)
  assert.is(endingHandler([{ ...frame, source: good, columnNumber0: 1000 }]), undefined)
})

test('a source of two million characters is read, and one more is not', () => {
  const good = 'try { f() } catch { process.exit(1) }'
  const frame = { function: 'f', scriptKey: '1', lineNumber0: 0, columnNumber0: 6, isAsync: false }
  assert.ok(endingHandler([{ ...frame, source: good.padEnd(2_000_000) }]))
  assert.is(endingHandler([{ ...frame, source: good.padEnd(2_000_001) }]), undefined)
})

test('functions that call each other in circles come to an end', () => {
  const source = 'async function a () { /*throw*/x() } async function b () { return a() || c() }'
    + 'async function c () { return b() }'
  assert.is(endingHandler([frameAt(source, '/*throw*/', { function: 'a' })]), undefined)
})

test.run()
