import { printable } from '../capsule/printable'
import { isMissing, type CrashDocument, type CulpritRecord, type FrameRecord, type Value } from '../model'
import { frameVariables, type Variable } from '../values/frame-variables'
import { sourceName } from '../values/original-name'
import { previewValue } from '../values/preview'

/** A variable and its value in a few characters, on one line and printable. */
export interface InlineValue { name: string, value: string }

const MAX_INLINE = 6
const MAX_CHARS = 60

/**
 * The values of the variables that a line of a frame's source names, each once: those of the culprit first, what is only being declared
 * last, else in the order of the line. `isGenerated`: the line is of the code that ran; else names are those of the original source, and a
 * variable whose name there is not known has no value beside it.
 */
export function inlineValues (
  crash: CrashDocument, frame: FrameRecord, line: string, culprit?: CulpritRecord, isGenerated = frame.original === undefined,
): InlineValue[] {
  const byName = new Map<string, Variable>()
  for (const variable of frameVariables(frame)) {
    const name = isGenerated ? variable.name : sourceName(variable)
    if (name !== undefined && !byName.has(name)) byName.set(name, variable)
  }
  const found = new Map<string, Variable>()
  // A name behind a dot is a property's, and one in quotes or a comment is none.
  for (const name of namesIn(line)) {
    const variable = byName.get(name)
    if (variable === undefined || isFunction(crash, variable.value)) continue
    // The `this` of a line may be that of the function around.
    if (name !== 'this' || !isMissing(variable.value)) found.set(name, variable)
  }
  const culprits = culprit?.frame === frame.index ? new Set(namesIn(culprit.path ?? culprit.expression ?? '')) : new Set()
  // Its path has the names of the code that ran.
  const rank = ([, { name, value }]: [string, Variable]): number => culprits.has(name) ? 0 : isMissing(value) && value.missing === 'uninitialized' ? 2 : 1
  return [...found].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_INLINE).map(([name, { value }]) =>
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
