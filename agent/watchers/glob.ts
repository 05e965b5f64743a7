/** Patterns of this kind are not understood. */
const EXTENDED = /[!?*+@]\(/

/**
 * Whether a path with forward slashes matches a pattern as minimatch and picomatch understand it, dot files included; undefined for
 * patterns that are beyond this.
 */
export function matchesGlob (path: string, pattern: string): boolean | undefined {
  if (EXTENDED.test(pattern)) return undefined
  try {
    return new RegExp(`^${sourceOf(pattern)}$`, process.platform === 'win32' ? 'i' : '').test(path)
  } catch {
    return undefined
  }
}

/** Whether a text is a pattern at all. */
export const isGlob = (text: string): boolean => /[*?{[]/.test(text)

function sourceOf (pattern: string): string {
  let depth = 0
  return pattern.replaceAll(/\*\*\/|\*\*|\*|\?|\[[^\]/]+\]|[{},]|[.+^$()|[\]\\]/g, token => {
    if (token === '**/') return '(?:.*/)?'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.length > 1) return token.replace(/^\[!/, '[^')
    if (token === '{') return ++depth > 0 ? '(?:' : ''
    if (token === '}') return depth-- > 0 ? ')' : '\\}'
    if (token === ',') return depth > 0 ? '|' : ','
    return `\\${token}`
  })
}
