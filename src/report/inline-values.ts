import { printable } from '../capsule/printable'
import { isMissing, type CrashDocument, type CulpritRecord, type FrameRecord, type Value } from '../model'
import { frameVariables } from '../values/frame-variables'
import { previewValue } from '../values/preview'

/** A variable and its value in a few characters, on one line and printable. */
export interface InlineValue { name: string, value: string }

const MAX_INLINE = 6
const MAX_CHARS = 60

/**
 * The values of the variables that a line of a frame's source names, each once: those of the culprit first, what is only being declared
 * last, else in the order of the line.
 */
export function inlineValues (crash: CrashDocument, frame: FrameRecord, line: string, culprit?: CulpritRecord): InlineValue[] {
  const byName = new Map<string, Value>()
  for (const { name, value } of frameVariables(frame)) if (!byName.has(name)) byName.set(name, value)
  const found = new Map<string, Value>()
  // A name behind a dot is a property's, and one in quotes or a comment is none.
  for (const name of namesIn(line)) {
    const value = byName.get(name)
    if (value === undefined || isFunction(crash, value)) continue
    // The `this` of a line may be that of the function around.
    if (name !== 'this' || !isMissing(value)) found.set(name, value)
  }
  const culprits = culprit?.frame === frame.index ? new Set(namesIn(culprit.path ?? culprit.expression ?? '')) : new Set()
  const rank = ([name, value]: [string, Value]): number => culprits.has(name) ? 0 : isMissing(value) && value.missing === 'uninitialized' ? 2 : 1
  return [...found].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_INLINE).map(([name, value]) =>
    ({ name: printable(name, 40), value: printable(previewValue(crash, value, MAX_CHARS), MAX_CHARS) }))
}

/** What a function is called says the line itself. */
function isFunction ({ nodes }: CrashDocument, value: Value): boolean {
  return typeof value === 'object' && value !== null && 'ref' in value && nodes[value.ref]?.type === 'function'
}

const namesIn = (text: string): string[] =>
  Array.from(withoutTexts(text).matchAll(/(?<![\p{L}\p{N}_$.#]|\?\.)[\p{L}_$][\p{L}\p{N}_$]*/gu), ([name]) => name)

const withoutTexts = (line: string): string =>
  line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\/.*$|\/\*.*?\*\//g, text => ' '.repeat(text.length))
