import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { zipEntries } from './zip-entries'

/** Everything under a folder that a secret could stand in, by a name for people: files, and the inflated entries of capsules. */
export async function bytesUnder (dir: string): Promise<Map<string, Buffer>> {
  const all = new Map<string, Buffer>()
  for (const name of (readdirSync(dir, { recursive: true }) as string[]).sort()) {
    const file = join(dir, name)
    all.set(`name of ${name}`, Buffer.from(name))
    if (!statSync(file).isFile()) continue
    const bytes = readFileSync(file)
    all.set(name, bytes)
    if (!name.endsWith('.faultsnap')) continue
    for (const [path, entry] of await zipEntries(bytes)) all.set(`${name}: ${path}`, entry)
  }
  return all
}

/** Where secrets leaked: one line for each, with the first place and how many there are. Half a secret is a leak, too. */
export function leaksIn (places: ReadonlyMap<string, Buffer>, secrets: ReadonlyMap<string, string>): string[] {
  const leaks = new Map<string, string[]>()
  for (const [place, bytes] of places) {
    const texts = [bytes.toString('latin1'), ...encodedIn(bytes)]
    for (const [name, secret] of secrets) {
      for (const form of formsOf(secret)) {
        const text = texts.find(each => each.includes(form))
        if (text === undefined) continue
        const at = text.indexOf(form)
        const found = `${place}: …${text.slice(Math.max(0, at - 60), at + form.length + 20)}…`
        leaks.set(name, [...leaks.get(name) ?? [], found])
        break
      }
    }
  }
  return [...leaks].map(([name, found]) => `"${name}" in ${found.length} places:\n  ${found.slice(0, 3).join('\n  ')}`)
}

/** What base64 strings in a text decode to: bytes of buffers, encoded credentials. At all four offsets,
  for any may be the right one. */
function encodedIn (bytes: Buffer): string[] {
  const runs = bytes.toString('latin1').match(/[\w+/-]{12,}/g) ?? []
  return runs.flatMap(run => [0, 1, 2, 3].map(offset => Buffer.from(run.slice(offset), 'base64').toString('latin1')))
}

/** A secret as it is, its halves, and its spellings in other notations. */
function formsOf (secret: string): string[] {
  const bytes = Buffer.from(secret)
  const halves = secret.length < 16 ? [] : [secret.slice(0, 10), secret.slice(-10)]
  return [secret, ...halves, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), bytes.toString('hex'),
    Buffer.from(secret, 'utf16le').toString('latin1'), [...bytes].join(','), [...bytes].join(', ')]
}
