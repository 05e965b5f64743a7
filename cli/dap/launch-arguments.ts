import { wrongUsage } from '../wrong-usage'

/**
 * What to open, as a launch entry says it; `pathMap` entries are `recorded=local`. All are optional: an entry may be empty.
 */
export interface LaunchArguments {
  file?: string
  repo?: string
  frame?: number
  pathMap?: string[]
  justMyCode?: boolean
  cwd?: string
}

/**
 * Reads the arguments of DAP `launch` and `attach`; `commandLine` is what the adapter was started with. `file` of the entry wins over
 * the command line, which wins over `program`: editors fill that in for entries of another debugger. What editors add is ignored.
 * Throws FaultSnapError USAGE for values of the wrong kind.
 */
export function launchArguments (given: unknown, commandLine: LaunchArguments): LaunchArguments {
  const entry = new Map(Object.entries((given ?? {}) as object))
  const text = (name: string): string | undefined => {
    const value = entry.get(name)
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') throw wrong(name, 'a text', value)
    return value
  }
  const file = text('file') ?? commandLine.file ?? text('program')
  const repo = text('repo') ?? commandLine.repo
  const cwd = text('cwd')
  const frame = frameOf(entry.get('frame')) ?? commandLine.frame
  const justMyCode = entry.get('justMyCode') ?? undefined
  if (justMyCode !== undefined && typeof justMyCode !== 'boolean') throw wrong('justMyCode', 'true or false', justMyCode)
  return {
    ...file !== undefined && { file },
    ...repo !== undefined && { repo },
    ...cwd !== undefined && { cwd },
    ...frame !== undefined && { frame },
    ...justMyCode !== undefined && { justMyCode }, pathMap: [...pathMapOf(entry.get('pathMap')), ...commandLine.pathMap ?? []],
  }
}

function frameOf (value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  throw wrong('frame', 'a whole number, 0 is the innermost', value)
}

/** A list of `recorded=local`, or an object of recorded folders and local ones. */
function pathMapOf (value: unknown): string[] {
  if (value === undefined || value === null) return []
  const entries = Array.isArray(value) ? value as unknown[]
    : typeof value !== 'object' ? [value]
      : Object.entries(value).map(([recorded, local]) => typeof local === 'string' ? `${recorded}=${local}` : local)
  const isPair = (each: unknown): each is string => typeof each === 'string' && each.indexOf('=') > 0
  if (!entries.every(isPair)) throw wrong('pathMap', 'a list of "recorded=local", or an object of such pairs', value)
  return entries
}

const wrong = (name: string, expected: string, got: unknown) =>
  wrongUsage(`${name} of the launch entry: expected ${expected}, got ${JSON.stringify(got)?.slice(0, 100)}`)
