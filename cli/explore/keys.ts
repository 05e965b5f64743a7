import type { Key as ReadlineKey } from 'node:readline'

/**
 * A pressed key: its name, `ctrl-c` and the like, or the character itself for what can be typed. `text` is set for the latter.
 */
export interface Key { name: string, text?: string }

/** A key as readline's `keypress` event gives it. Undefined for what no keyboard means, as parts of unknown sequences. */
export function keyOf (text: string | undefined, key: ReadlineKey | undefined): Key | undefined {
  if (key?.ctrl && key.name !== undefined) return { name: `ctrl-${key.name}` }
  if (text !== undefined && !key?.meta && isTyped(text)) return { name: text === ' ' ? 'space' : text, text }
  if (key?.name === undefined || key.meta && key.name !== 'escape') return undefined
  return { name: key.name === 'enter' ? 'return' : key.name }
}

/** One character for a reader, or several that an input method gave at once; no control. */
const isTyped = (text: string): boolean => text !== '' && !/[\u0000-\u001f\u007f-\u009f]/.test(text)
