/** One spelling of a secret. `isBase64`: the characters beside it hold up to five bits of it. */
export interface TaintForm { text: string, isBase64: boolean }

/**
 * The spellings in which a secret turns up in texts: as it is, JSON-escaped (once, and twice for JSON within JSON), with quotes
 * escaped as in JavaScript, percent-encoded in both cases and as a form, hexadecimal, and base64 at each of the three offsets
 * that it can have within larger data (`user:password`), in both alphabets. In no order.
 *
 * @param minChars shorter forms are left out: they would be found by chance.
 */
export function taintForms (value: string, minChars: number): TaintForm[] {
  const forms = new Set([value])
  const json = JSON.stringify(value).slice(1, -1)
  forms.add(json)
  forms.add(JSON.stringify(json).slice(1, -1))
  forms.add(json.replace(/\//g, '\\/'))
  forms.add(value.replace(/['`]/g, '\\$&'))
  // As the source of a regular expression, which has its line breaks escaped.
  forms.add(value.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\n/g, '\\n'))
  const percent = percentEncode(value)
  forms.add(percent)
  forms.add(percent.replace(/%[\dA-F]{2}/g, escape => escape.toLowerCase()))
  forms.add(percent.replace(/%20/g, '+'))
  // Forms (URLSearchParams) and RFC 3986 encode more than encodeURIComponent does.
  const encodeAll = (chars: RegExp): string => percent.replace(chars, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
  forms.add(encodeAll(/[!'()*]/g))
  forms.add(encodeAll(/[!'()~]/g).replace(/%20/g, '+'))
  const bytes = Buffer.from(value, 'utf8')
  forms.add(bytes.toString('hex'))
  const base64Forms = new Set<string>()
  for (let offset = 0; offset < 3; offset++) {
    const base64 = base64Within(bytes, offset)
    base64Forms.add(base64)
    base64Forms.add(base64.replace(/\+/g, '-').replace(/\//g, '_'))
  }
  return [
    ...[...forms].map(text => ({ text, isBase64: false })),
    ...[...base64Forms].map(text => ({ text, isBase64: true })),
  ].filter(form => form.text.length >= minChars)
}

/**
 * The base64 characters that depend on nothing but `bytes` when `offset` bytes (modulo 3) stand before them, RFC 4648: of the
 * first and last character only some bits are theirs.
 */
export function base64Within (bytes: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  const firstChar = Math.ceil(offset * 8 / 6)
  const endChar = Math.floor((offset + bytes.length) * 8 / 6)
  return padded.slice(firstChar, endChar)
}

/** `encodeURIComponent` throws on a lone surrogate. */
function percentEncode (value: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    return value
  }
}
