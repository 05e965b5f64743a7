import { isQuote } from './quoted-text'

/** A name in front of a separator: its offsets, and whether it stands in quotes. */
export interface NameInText { name: string, start: number, isQuoted: boolean }

const MAX_NAME_CHARS = 100

/** `[A-Za-z0-9_$-]` */
const NAME_CHARS = new Uint8Array(128)
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$-') NAME_CHARS[char.charCodeAt(0)] = 1

/**
 * The name that ends before `separator`, with blanks, quotes (escaped or not), a closing bracket and TypeScript's `?` and `!`
 * between them: `"password" :`, `obj['password'] =`, `password?:`, `user%5Bpassword%5D=`. Of a path (`a.b.token`) the last part.
 */
export function nameBefore (text: string, separator: number): NameInText | undefined {
  let end = separator
  while (end > 0 && separator - end < 40 && isBlank(text.charCodeAt(end - 1))) end--
  let last = text.charCodeAt(end - 1)
  if (last === 63 /* ? */ || last === 33 /* ! */) last = text.charCodeAt(--end - 1)
  if (last === 93 /* ] */) last = text.charCodeAt(--end - 1)
  const isQuoted = last === 34 || last === 39 || last === 96
  if (isQuoted) {
    end--
    while (end > 0 && text.charCodeAt(end - 1) === 92) end--
  }
  const isEncoded = last === 68 /* D */ && text.slice(end - 3, end) === '%5D'
  if (isEncoded) end -= 3
  let start = end
  while (start > 0 && end - start < MAX_NAME_CHARS) {
    const code = text.charCodeAt(start - 1)
    if (code > 127 ? !isForeignLetter(code) : NAME_CHARS[code] === 0) break
    start--
  }
  if (start === end) return undefined
  // `%5Bpassword` and `\npassword`: the escape is no part of the name.
  if (text.charCodeAt(start - 1) === 37) start = Math.min(end, start + 2)
  else if (text.charCodeAt(start - 1) === 92 && end - start > 1 && /[nrt]/.test(text[start]!)) start++
  return { name: text.slice(start, end), start, isQuoted }
}

/** With the words before, for names that people write in several: `API key: …`, `mot de passe : …`. */
export function nameWithWordBefore (text: string, found: NameInText): string {
  const words = /(?:([A-Za-z]{2,20}) )?([A-Za-z]{2,20}) $/.exec(text.slice(Math.max(0, found.start - 42), found.start))
  return words === null ? found.name : `${words[1] === undefined ? '' : `${words[1]}_`}${words[2]}_${found.name}`
}

/** The name that a type annotation keeps apart from its `=`: `password: string | undefined = …`. Empty if there is none. */
export function annotatedName (text: string, separator: number): string {
  const before = text.slice(Math.max(0, separator - 120), separator).replace(/<[\w ,|]{1,40}>/g, '')
  return /([\w$]{1,60})[?!]?\s{0,4}:[\w$.<>|&[\] ]{1,80}$/.exec(before)?.[1] ?? ''
}

/** The bracket that a quoted name is the first thing in: of a call or of an array. */
export function listBefore (text: string, nameStart: number): '(' | '[' | undefined {
  let at = nameStart - 1
  while (at > 0 && (isQuote(text[at]) || text[at] === '\\')) at--
  while (at > 0 && (isBlank(text.charCodeAt(at)) || text.charCodeAt(at) === 10)) at--
  return text[at] === '(' || text[at] === '[' ? text[at] as '(' | '[' : undefined
}

/** A rough look: letters beyond ASCII, no punctuation of any script. */
const isForeignLetter = (code: number): boolean => code >= 0xc0 && (code < 0x2000 || (code > 0x303f && code < 0xfe00))

const isBlank = (code: number): boolean => code === 32 || code === 9
