import type { Value } from '../model'

/**
 * What a reader is told of one side of the occasion (the request, the test, …), the same on a terminal and on a page. Texts are
 * the program's: they are escaped or made safe by whoever shows them.
 */
export interface OccasionPart {
  /** Also the id of its section on a page. */
  kind: 'request' | 'test' | 'death' | 'worker' | 'context'
  title: string
  /** The most important, on one line. */
  headline: string
  facts: [name: string, fact: string][]
  /** Lists of names and values, in the order of the record; shown in one line each, or folded. */
  lists: { title: string, rows: [name: string, value: string][] }[]
  /** Of the graph. */
  values: { name: string, value: Value }[]
  /** Lines of text as somebody else wrote it, with its name. */
  text?: { title: string, text: string }
}
