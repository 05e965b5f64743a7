import type { Spans } from './spans'

const BEGIN = '-----BEGIN'
const HEADER = /^-----BEGIN[ A-Z0-9_]{0,60}PRIVATE KEY(?: BLOCK)?-----/
const END = /-----END[ A-Z0-9_]{0,60}PRIVATE KEY(?: BLOCK)?-----/

/** The longest key material in use, an RSA key of 16,384 bits, has 13,000 characters. */
const MAX_PEM_CHARS = 32 * 1024

/** What PEM bodies consist of: RFC 1421 headers and base64, `\n` and `\r` as two characters each included. */
const BODY = /(?:[A-Z][A-Za-z-]{2,20}: [^\n\\]{0,100}|[A-Za-z0-9+/=\s]|\\+[nr]|\\(?=\r?\n))*/y

/**
 * Adds every PEM private key (gitleaks private-key, RFC 7468), line breaks real or escaped, header and footer included. One
 * without a footer ends where its body does; in a text that was `isCut`, at the text's end.
 */
export function findPrivateKeys (text: string, isCut: boolean, spans: Spans): void {
  // Infinity: none was found, and none is looked for again.
  let nextEnd = 0
  for (let at = text.indexOf(BEGIN); at !== -1; at = text.indexOf(BEGIN, at + BEGIN.length)) {
    const header = HEADER.exec(text.slice(at, at + 100))
    if (header === null) continue
    const bodyStart = at + header[0].length
    if (nextEnd < bodyStart) nextEnd = indexOrInfinity(text.indexOf('-----END', bodyStart))
    const end = nextEnd === Infinity ? null : END.exec(text.slice(nextEnd, bodyStart + MAX_PEM_CHARS))
    if (end !== null) {
      const next = nextEnd + end.index + end[0].length
      spans.push(at, next)
      at = next - BEGIN.length
    } else if (isCut) {
      spans.push(at, text.length)
      return
    } else {
      BODY.lastIndex = bodyStart
      BODY.exec(text)
      spans.push(at, Math.max(bodyStart, BODY.lastIndex))
    }
  }
}

const indexOrInfinity = (index: number): number => index === -1 ? Infinity : index

/** Adds base64 of a PEM private key (Kubernetes' `client-key-data`), which starts as base64 of `-----BEGIN` does. */
export function findEncodedPrivateKeys (text: string, spans: Spans): void {
  const begin = 'LS0tLS1CRUdJTi'
  for (let at = text.indexOf(begin); at !== -1; at = text.indexOf(begin, at + begin.length)) {
    if (!/PRIVATE KEY/.test(Buffer.from(text.slice(at, at + 80), 'base64').toString('latin1'))) continue
    let end = at
    while (end < text.length && /[\w+/=-]/.test(text[end]!)) end++
    spans.push(at, end)
  }
}
