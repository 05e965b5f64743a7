/** What a field is called that holds a secret, and no parser's token or a key of a map. */
const SECRET_NAME = /pass(?:word|wd|phrase|code)|^(?:.*[_. -])?(?:pwd|pw)$|secret|credential|(?:api|access|private)[_. -]?(?:key|token)/i

/**
 * Whether `{ type: 'password', text: 'Kx8…' }` holds a secret: of names as common as these only what has letters and digits and no
 * blanks is taken for one, not a caption.
 */
export function isSaidSecret (name: string, value: string): boolean {
  return SECRET_NAME.test(name) && value.length >= 6 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/\s|:\/\//.test(value)
}
