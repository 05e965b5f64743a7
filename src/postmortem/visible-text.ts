/** What a terminal obeys, but for the white space that V8 leaves in its texts too. `node inspect` prints what it is sent as it is. */
const OBEYED = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g

/** A name or a preview of a stranger's program as clients may print it: controls are shown as `\u{1b}`. */
export const visibleText = (text: string): string => text.replace(OBEYED, character => `\\u{${character.charCodeAt(0).toString(16)}}`)

/** A source as clients may print it, of the same length, so that all places stay: controls are shown by their Unicode pictures. */
export const visibleSource = (text: string): string => text.replace(OBEYED, character => {
  const code = character.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd'
})

const MAX_URL_CHARS = 4_000
const LONE = /[\ud800-\udfff]/gu
/** A host of whoever wrote the capsule: on Windows, asking for such a path sends it the user's credentials. */
const ELSEWHERE = /^(?:[\\/]{2}|\/\\|file:(?!\/\/\/(?![\\/]|%5c|%2f))|javascript:)/i

/**
 * The URL under which clients know a file of the crashed machine. What looks like a path they take for one of theirs, so that it becomes the
 * URL that V8 gives a file of an ES module; one of another host, which a client would ask for it, becomes one that leads nowhere.
 */
export function urlOf (file: string): string {
  // Each frame repeats it.
  const known = visibleText(file.slice(0, MAX_URL_CHARS).replace(LONE, '\ufffd'))
  if (ELSEWHERE.test(known)) return `recorded:${encodeURI(known)}`
  if (known.startsWith('/')) return `file://${escaped(known)}`
  return /^[A-Za-z]:[\\/]/.test(known) ? `file:///${escaped(known.replaceAll('\\', '/'))}` : known
}

const escaped = (path: string): string => encodeURI(path).replace(/[?#]/g, encodeURIComponent)

/** Whether a client would ask another host for the text behind a URL of {@link urlOf}. */
export const isFetched = (url: string): boolean => !/^(?:file|recorded):/i.test(url) && /^[a-z][a-z0-9+.-]*:/i.test(url)
