/**
 * What broke it: the value that the failing expression could not work with, and where that came from. All texts are masked; in
 * them a path is as `get` reads it. Only what the capsule proves is in it: where that is nothing, there is no culprit.
 */
export interface CulpritRecord {
  /** One line for people: `order.customer is undefined · argument of charge(), passed at shop.ts:41`. At most 300 characters. */
  summary: string
  /** The expression that had the value, as the source has it: `order.customer`. Absent for what the message alone tells. */
  expression?: string
  /** The value in a few characters (`undefined`, `'211'`), as a preview. */
  value: string
  /** Index of the frame that has the value, when it is recorded. */
  frame?: number
  /** Path of the value in that frame, for `get`. */
  path?: string
  /** Where the value came from, nearest first. */
  trail: CulpritStep[]
}

/** One step back from the culprit. `line` and `column` one-based, `file` as frames have it; absent when the place is unknown. */
export interface CulpritStep { text: string, frame?: number, file?: string, line?: number, column?: number }

/** Where the exception is caught, as far as the source says: the `catch` around one of the frames. One-based. */
export interface CatchPlace { frame: number, file: string, line: number, column: number }
