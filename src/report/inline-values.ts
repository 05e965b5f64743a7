import { printable } from '../capsule/printable'
import type { CrashDocument, FrameRecord, Value } from '../model'
import { frameVariables } from '../values/frame-variables'
import { previewValue } from '../values/preview'

/** A variable and its value in a few characters, on one line and printable. */
export interface InlineValue { name: string, value: string }

const MAX_INLINE = 6
const MAX_CHARS = 60

/** The values of the variables that a line of a frame's source names, in the order of the line, each once. */
export function inlineValues (crash: CrashDocument, frame: FrameRecord, line: string): InlineValue[] {
  const byName = new Map<string, Value>()
  for (const { name, value } of frameVariables(frame)) if (!byName.has(name)) byName.set(name, value)
  const found = new Map<string, Value>()
  // A name behind a dot is a property's, and one in quotes or a comment is none.
  for (const match of withoutTexts(line).matchAll(/(?<![\p{L}\p{N}_$.#]|\?\.)[\p{L}_$][\p{L}\p{N}_$]*/gu)) {
    const value = byName.get(match[0])
    if (value !== undefined && !isFunction(crash, value)) found.set(match[0], value)
    if (found.size === MAX_INLINE) break
  }
  return [...found].map(([name, value]) => ({ name: printable(name, 40), value: printable(previewValue(crash, value, MAX_CHARS), MAX_CHARS) }))
}

/** What a function is called says the line itself. */
function isFunction ({ nodes }: CrashDocument, value: Value): boolean {
  return typeof value === 'object' && value !== null && 'ref' in value && nodes[value.ref]?.type === 'function'
}

const withoutTexts = (line: string): string =>
  line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\/.*$|\/\*.*?\*\//g, text => ' '.repeat(text.length))
