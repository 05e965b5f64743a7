import type { Colours } from '../../src/terminal/colours'
import { textWidth } from '../../src/terminal/text-width'
import type { Line } from './render'
import type { Segment } from './row'

/**
 * A line as the terminal gets it. The selected one is inverse over its whole width, if colours are allowed; its `>` stays in
 * any case.
 */
export function paint ({ segments, isSelected }: Line, colours: Colours, columns: number): string {
  if (!isSelected || !colours.isColorSupported) return segments.map(segment => painted(segment, colours)).join('').trimEnd()
  const text = segments.map(segment => segment.text).join('')
  return colours.inverse(text + ' '.repeat(Math.max(0, columns - textWidth(text))))
}

function painted ({ text, style = 'plain' }: Segment, colours: Colours): string {
  if (text === '') return ''
  switch (style) {
    case 'plain': return text
    case 'dim': return colours.dim(text)
    case 'function': return colours.cyan(text)
    case 'name': return colours.cyan(text)
    case 'error': return colours.bold(colours.red(text))
    case 'warning': return colours.yellow(text)
    case 'hit': return colours.bold(colours.yellow(text))
  }
}
