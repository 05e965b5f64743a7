import { MASKED } from '../mask/spans'
import type { CrashRecord } from '../model'

/**
 * Takes note of a value under a name: undefined where the two are no secret, else the texts that are to be masked wherever they stand (none for
 * a value that occurs by chance).
 */
export type LearnSecret = (name: string, value: string | number) => readonly string[] | undefined

/**
 * Masks texts and numbers whose variable has a secret's name in the original source: the recorder saw a mangled name only. Changes `record`, and
 * gives what else was made of it, `texts`, without those secrets.
 */
export function maskNamed<T extends { bytes: Buffer }> (record: CrashRecord, texts: T[], learn: LearnSecret): T[] {
  const secrets = new Set<string>()
  for (const { scopes } of record.crash.frames) {
    for (const { variables } of scopes) {
      for (const variable of variables) {
        const { value, original } = variable
        const name = original?.name
        if (name === undefined || name === variable.name) continue
        const kept = typeof value === 'object' && value !== null && 'missing' in value && value.missing === 'string' ? value.value : value
        const found = typeof kept === 'string' || typeof kept === 'number' ? learn(name, kept) : undefined
        if (found === undefined) continue
        variable.value = { missing: 'masked' }
        record.missing.masked = (record.missing.masked ?? 0) + 1
        for (const secret of found) secrets.add(secret)
        if (typeof kept === 'string' && found.length > 0) secrets.add(kept)
      }
    }
  }
  if (secrets.size === 0) return texts
  // Longest first: a secret may begin with another one.
  const sorted = [...secrets].sort((a, b) => b.length - a.length)
  const masked = (text: string): string => sorted.reduce((rest, secret) => rest.replaceAll(secret, () => MASKED), text)
  record.crash = everyText(record.crash, masked)
  record.breadcrumbs = everyText(record.breadcrumbs, masked)
  record.process = everyText(record.process, masked)
  return texts.map(entry => ({ ...entry, bytes: Buffer.from(masked(entry.bytes.toString('utf8'))) }))
}

/** The same data with each text changed. Without recursion: data is as deep as a stranger's program made it. */
function everyText<T> (data: T, change: (text: string) => string): T {
  const root = { data }
  const open: Record<string, unknown>[] = [root]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const key of Object.keys(at)) {
      const value = at[key]
      if (typeof value === 'string') at[key] = change(value)
      else if (typeof value === 'object' && value !== null) open.push(value as Record<string, unknown>)
    }
  }
  return root.data
}
