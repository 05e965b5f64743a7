import type { TestRecord } from '../model'
import type { OccasionPart } from './part'

/** The test that failed. */
export function testPart (test: TestRecord): OccasionPart {
  const { name, file, runner, attempt, expected, actual } = test
  return {
    kind: 'test', title: 'Test', headline: name,
    facts: [
      ...file === undefined ? [] : [['file', file] as [string, string]],
      ['runner', runner + (attempt === undefined || attempt === 1 ? '' : `, attempt ${attempt}`)],
    ],
    lists: [],
    values: [
      ...expected === undefined ? [] : [{ name: 'expected', value: expected }],
      ...actual === undefined ? [] : [{ name: 'actual', value: actual }],
    ],
  }
}
