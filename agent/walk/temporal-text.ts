import { SafeMap, program, uncurryThis } from '../primordials'

type ToText = (self: unknown) => string

/** The classes of Temporal (Node 26 and later), by what their objects are called. */
const CLASSES = ['Instant', 'ZonedDateTime', 'PlainDateTime', 'PlainDate', 'PlainTime', 'PlainYearMonth', 'PlainMonthDay', 'Duration'] as const

let readers: SafeMap<string, ToText> | undefined

/**
 * What an object of Temporal stands for (`2026-06-13`, `PT2H`), undefined for one that only bears the name, and where there is no
 * Temporal. The built-ins are those of the agent's own realm, which no code of the program can reach; they read slots alone. V8 makes
 * Temporal when it is first asked for, so that nobody pays for it beforehand.
 */
export function temporalText (object: object, className: string): string | undefined {
  if (!(CLASSES as readonly string[]).includes(className)) return undefined
  readers ??= makeReaders()
  const read = readers.get(className)
  if (read === undefined) return undefined
  try { return read(object) } catch { return undefined }
}

function makeReaders (): SafeMap<string, ToText> {
  const made: SafeMap<string, ToText> = new SafeMap()
  // Where the agent has no built-ins of its own, they may be the program's.
  if (program.ObjectPrototype === Object.prototype || typeof Temporal === 'undefined') return made
  for (const name of CLASSES) {
    const prototype = Temporal[name]?.prototype
    if (prototype !== undefined) made.set(name, uncurryThis(prototype.toString) as ToText)
  }
  return made
}

declare const Temporal: Record<string, { prototype: { toString: (this: unknown) => string } }> | undefined
