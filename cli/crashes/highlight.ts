import type { Colours } from '../../src/terminal/colours'

/** A safe text, maybe coloured, with a term in it inverted wherever it stands between escape sequences. */
export function highlight (text: string, term: string, colours: Colours): string {
  if (!colours.isColorSupported) return text
  const pattern = new RegExp(`(\\u001b\\[[0-9;]*m)|(${term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})`, 'gi')
  return text.replace(pattern, (all, escape: string | undefined) => escape ?? colours.inverse(all))
}
