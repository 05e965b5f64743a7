import { MASKED } from '../../src/mask/spans'
import { extractInlineMap } from '../../src/sourcemap/find-source-map'

/**
 * Whether a file here is the text that the capsule has of it. In the capsule secrets are masked, an inline source map is taken out, and
 * of TypeScript that Node itself stripped the types are blanks; everything else must be the same but for the ends of lines.
 */
export function isSameSource (local: string, recorded: string, file: string): boolean {
  const [here, there] = [normal(local), normal(recorded)]
  if (here === there) return true
  if (there.includes(MASKED)) return fitsMasked(here, there)
  return /\.[cm]?tsx?$/i.test(file) && isStripped(here, there)
}

const normal = (text: string): string => extractInlineMap(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')).sourceWithoutMap.trimEnd()

/** Each part between masks stands in the file, in their order, the first at its beginning and the last at its end. */
function fitsMasked (here: string, there: string): boolean {
  const parts = there.split(MASKED)
  const [first, last] = [parts[0]!, parts.at(-1)!]
  if (!here.startsWith(first) || !here.endsWith(last)) return false
  const end = here.length - last.length
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = here.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= end
}

function isStripped (here: string, there: string): boolean {
  if (here.length !== there.length) return false
  for (let at = 0; at < here.length; at++) {
    if (here[at] !== there[at] && there[at] !== ' ' && there[at] !== ';') return false
  }
  return true
}
