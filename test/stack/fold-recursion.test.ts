import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { FrameRecord } from '../../src/model'
import { foldRecursion, MAX_CYCLE_FRAMES } from '../../src/stack/fold-recursion'

/** One frame per letter; letters are functions. */
const frames = (letters: string | string[], firstIndex = 0): FrameRecord[] => [...letters].map((name, at) => ({
  index: firstIndex + at, kind: 'stack', function: name, file: '/app/x.js', lineNumber0: 1, columnNumber0: 1, inApp: true,
    scopes: [], missing: 'unavailable',
}))
const shown = (folded: FrameRecord[]): string =>
  folded.map(({ function: name, folded }) => name + (folded ? `(${folded.length}x${folded.repetitions})` : '')).join('')

/** What the folded frames stand for, written out again. */
const unfolded = (folded: FrameRecord[]): string => folded.map(({ function: name, folded: fold }, at) =>
  name + (fold ? folded.slice(at + 1 - fold.length,
    at + 1).map(frame => frame.function).join('').repeat(fold.repetitions) : '')).join('')

test('a cycle is left once, with its length and how many more times it followed', () => {
  assert.is(shown(foldRecursion(frames('haaaam'))), 'ha(1x3)m')
  assert.is(shown(foldRecursion(frames('abababm'))), 'ab(2x2)m')
  assert.is(shown(foldRecursion(frames('ababa'))), 'ab(2x1)a')
  assert.is(shown(foldRecursion(frames('aabaab'))), 'aab(3x1)')
  assert.is(shown(foldRecursion(frames('abc'))), 'abc')
  assert.equal(foldRecursion([]), [])
})

test('indexes go on from the first one, and the input stays as it was', () => {
  const input = frames('xaaay', 3)
  const copy = structuredClone(input)
  assert.equal(foldRecursion(input).map(frame => frame.index), [3, 4, 5])
  assert.equal(input, copy)
})

test('folded frames stand for exactly the frames that were there', () => {
  let seed = 7
  const random = (below: number) => (seed = (seed * 48271) % 0x7fffffff) % below
  for (let round = 0; round < 500; round++) {
    const letters = Array.from({ length: random(60) }, () => 'abc'[random(round % 3 + 1)]).join('')
    assert.is(unfolded(foldRecursion(frames(letters))), letters)
  }
})

test(`a cycle of ${MAX_CYCLE_FRAMES} frames is found, one of ${MAX_CYCLE_FRAMES + 1} is not`, () => {
  const cycle = (length: number) => Array.from({ length }, (_, at) => `f${at}`)
  const twice = (length: number) => frames([...cycle(length), ...cycle(length)])
  assert.is(foldRecursion(twice(MAX_CYCLE_FRAMES)).length, MAX_CYCLE_FRAMES)
  assert.is(foldRecursion(twice(MAX_CYCLE_FRAMES + 1)).length, 2 * MAX_CYCLE_FRAMES + 2)
})

test('another position, and recorded variables, keep frames apart', () => {
  const moved = frames('aa')
  moved[1]!.lineNumber0 = 9
  assert.is(foldRecursion(moved).length, 2)
  const recorded = frames('aa').map(frame => ({ ...frame, scopes: [{ type: 'local' as const, variables: [] }] }))
  assert.is(foldRecursion(recorded).length, 2)
})

test('the stack of a real overflow folds to its cycle', () => {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 200
  function even (n: number): number { return odd(n + 1) + 1 }
  function odd (n: number): number { return even(n + 1) + 1 }
  try {
    even(0)
  } catch (error) {
    const names = (error as Error).stack!.split('\n').slice(1).map(line => /at (\w+)/.exec(line)![1]!)
    const folded = foldRecursion(frames(names))
    assert.ok(names.length > 190 && folded.length <= 4, `${names.length} ${folded.length}`)
    assert.ok(folded.some(frame => frame.folded?.length === 2 && frame.folded.repetitions >= 95))
  } finally {
    Error.stackTraceLimit = limit
  }
})

test.run()
