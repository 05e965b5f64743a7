import { join } from 'node:path'
import { fixtures } from './harness'

const folder = join(fixtures, 'secrets', 'corpus')
const load = (name: string): unknown => require(join(folder, `${name}.cjs`)) as unknown

/**
 * Secrets that name themselves, `[kind, secret]`; under names, `[name, secret]`; within texts, `[kind, text, ...secrets]`; with names beside
 * them, `[kind, value, ...secrets]`.
 */
export const tokens = load('tokens') as [string, string][]
export const named = load('named') as [string, string][]
export const texts = load('texts') as [string, string, ...string[]][]
export const bound = load('bound') as [string, unknown, ...string[]][]
export const lookalikes = load('lookalikes') as { values: string[], named: [string, unknown][], texts: string[], sources: string[] }

const CHUNK_CHARS = 8
/** Halves of a shorter one are words or numbers as likely. */
const MIN_CHUNKED_CHARS = 20

/** Finds any eight characters in a row of any of some secrets, and short ones whole, in bytes and in what they decode to. */
export class LeakFinder {
  private readonly chunks = new Map<string, string>()
  private readonly whole: string[] = []

  constructor (secrets: readonly string[]) {
    for (const secret of secrets) {
      for (const form of [secret, JSON.stringify(secret).slice(1, -1)]) this.whole.push(form)
      // What is in front of a token (`github_pat_`) is in every one, and what is not generated in other texts, too: dashes, words.
      const own = secret.startsWith('eyJ') && secret.includes('.') ? secret.slice(secret.lastIndexOf('.')) : secret.replace(/^(?:[A-Za-z]{1,12}\d{0,2}[_.-]){1,4}/, '')
      if (secret.length < MIN_CHUNKED_CHARS) continue
      for (let at = 0; at + CHUNK_CHARS <= own.length; at++) {
        const chunk = own.slice(at, at + CHUNK_CHARS)
        if (isGenerated(chunk)) this.chunks.set(chunk, secret)
      }
    }
  }

  /** What was found, each with some of the text around it; at most one for each secret. */
  leaks (place: string, bytes: Buffer): string[] {
    const found = new Map<string, string>()
    const text = bytes.toString('utf8')
    for (const secret of this.whole) {
      const at = indexOfWhole(text, secret)
      if (at >= 0) found.set(secret, around(text, at))
    }
    for (const each of [text, bytes.toString('utf16le'), ...decodedIn(text)]) {
      for (let at = 0; at + CHUNK_CHARS <= each.length; at++) {
        const secret = this.chunks.get(each.slice(at, at + CHUNK_CHARS))
        if (secret !== undefined && !found.has(secret)) found.set(secret, around(each, at))
      }
    }
    return [...found].map(([secret, context]) => `${secret.slice(0, 60)} in ${place}: …${context}…`)
  }
}

const isGenerated = (chunk: string): boolean =>
  /^[\w+/~-]*$/.test(chunk) && (/\d.*[A-Za-z].*\d|[A-Za-z].*\d.*[A-Za-z]/.test(chunk) || /[A-Z].*[a-z].*[A-Z]|[a-z].*[A-Z].*[a-z].*[A-Z]/.test(chunk))

/** A short one is looked for as a word: `123456` is in many a number. */
function indexOfWhole (text: string, secret: string): number {
  if (secret.length < 6) return -1
  if (secret.length >= 10) return text.indexOf(secret)
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
    if (!/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + secret.length] ?? '')) return at
  }
  return -1
}

const around = (text: string, at: number): string => text.slice(Math.max(0, at - 80), at + 60).replace(/\s+/g, ' ')

/** Base64 at all four offsets, hexadecimal, percent-encoding, lists of character codes and of characters. */
function decodedIn (text: string): string[] {
  const texts: string[] = []
  for (const [run] of text.matchAll(/[\w+/-]{12,}/g)) {
    for (let offset = 0; offset < 4; offset++) texts.push(Buffer.from(run.slice(offset), 'base64').toString('latin1'))
    if (/^[\da-f]{16,}/i.test(run)) texts.push(Buffer.from(run, 'hex').toString('latin1'), Buffer.from(run.slice(1), 'hex').toString('latin1'))
  }
  texts.push(text.replace(/%([2-7][\dA-Fa-f])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))))
  for (const [list] of text.matchAll(/\b\d{1,5}(?:, ?\d{1,5}){7,200}/g)) texts.push(String.fromCharCode(...list.split(',').map(Number)))
  for (const [list] of text.matchAll(/"[^"]"(?:, ?"[^"]"){7,200}/g)) texts.push(list.replace(/"([^"])",? ?/g, '$1'))
  return [texts.join('\n')]
}
