import { printable } from '../capsule/printable'
import type { Cut, MissingReason, MissingValue } from '../model'

const MAX_REASON_CHARS = 60

/** `label`: a few words in place of the value. `explanation`: a sentence or two on why it is not there. */
export interface MissingWords { label: string, explanation: string }

const WORDS: Readonly<Record<MissingReason, MissingWords>> = {
  depth: { label: 'too deep', explanation: 'It lies deeper below its variable than the recorder goes (option maxDepth).' },
  items: { label: 'beyond the item limit', explanation: 'More than the recorder keeps of one object (option maxItems).' },
  string: { label: 'cut', explanation: 'The text is longer than the recorder keeps (option maxStringLength).' },
  total: { label: 'beyond the total limit', explanation: 'The crash has more objects than the recorder keeps ' +
    '(option maxTotalItems).' },
  time: { label: 'out of time', explanation: 'The program may be paused only so long; the recorder got no further ' +
    '(options uncaughtPauseMs, caughtPauseMs).' },
  masked: { label: 'masked', explanation: 'A secret, by its name, by its shape or because it contains another secret. ' +
    'It was never copied.' },
  getter: { label: 'getter, not run', explanation: 'Reading it would have run code of the program.' },
  proxy: { label: 'proxy, not read', explanation: 'Reading through the proxy would have run code of the program.' },
  'optimized-out': { label: 'optimized out', explanation: 'V8 no longer had a value for it: the optimised code needs none.' },
  uninitialized: { label: 'not initialised yet', explanation: 'The program had not come to its declaration.' },
  async: { label: 'suspended', explanation: 'The caller was suspended in an await: its variables were not on the stack.' },
  unarmed: { label: 'not armed', explanation: 'FaultSnap was not armed when the error was thrown (option arm): only the text of ' +
    'its stack is known.' },
  unavailable: { label: 'unavailable', explanation: 'V8 gave no value. The notes of the report may say why.' },
}

/** What a reader is told of a reason. One that a newer recorder made up is named as it is, on one printable line. */
export function missingWords (reason: MissingReason): MissingWords {
  return Object.hasOwn(WORDS, reason) ? WORDS[reason]
    : { label: reasonText(reason), explanation: 'Not recorded, for a reason that is newer than this report.' }
}

const PARTS: Readonly<Record<Cut['what'], [string, string]>> = {
  properties: ['property', 'properties'], elements: ['element', 'elements'], entries: ['entry', 'entries'],
  bytes: ['byte', 'bytes'], privates: ['private field', 'private fields'], internals: ['internal slot', 'internal slots'],
}

/** `4,950 more elements not recorded (items)`; a count of 0 is one that is not known. */
export function cutText ({ what, reason, count }: Cut): string {
  const [one, many] = Object.hasOwn(PARTS, what) ? PARTS[what] : ['part', 'parts']
  const more = count > 0 ? `${countText(count)} more ${count === 1 ? one : many}` : `more ${many}, their number unknown,`
  return `${more} not recorded (${reasonText(reason)})`
}

const reasonText = (reason: MissingReason): string => printable(String(reason), MAX_REASON_CHARS)

/** The original size of a missing value, with its unit: `1,200 characters`. Empty where it is unknown. */
export function missingSize ({ missing, size, type, className }: MissingValue): string {
  if (size === undefined) return ''
  if (missing === 'string' || type === 'string' || (missing === 'masked' && className === undefined)) return charactersText(size)
  return className !== undefined && /Buffer|DataView/.test(className) ? `${countText(size)} bytes` : `${countText(size)} items`
}

export const charactersText = (count: number): string => `${countText(count)} character${count === 1 ? '' : 's'}`

/** Digits in threes, the same in every locale. */
export const countText = (count: number): string => String(count).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',')
