import type { OptionMetadata } from './options'

const WORDS: Readonly<Record<string, boolean>> = { 1: true, true: true, yes: true, on: true, 0: false, false: false, no: false,
  off: false }

/**
 * An option's value from an environment variable's text: the first reading that the option accepts, or the text if it accepts
 * none. Tried in this order: 1/0 true/false yes/no on/off in any case, a number, a JSON list, the text itself, a list separated
 * by commas. Where an option takes flags and numbers (`breadcrumbs`), 1 and 0 are therefore on and off.
 */
export function readVariable (text: string, metadata: OptionMetadata, accepts: (value: unknown) => boolean): unknown {
  const trimmed = text.trim()
  const json = jsonList(trimmed)
  // Nothing else can have been meant, and it tells which item is wrong. A pattern like [1] is one of numbers.
  if (json?.every(item => typeof item === 'string')) return json
  for (const value of readings(trimmed, metadata)) {
    if (accepts(value)) return value
  }
  return text
}

function * readings (text: string, metadata: OptionMetadata): Generator<unknown> {
  const word = text.toLowerCase()
  if (Object.hasOwn(WORDS, word)) yield WORDS[word]
  if (/^[+-]?\d+(\.\d+)?(e\d+)?$/i.test(text)) yield Number(text)
  yield text
  yield metadata.environment === 'one' ? [text] : text.split(',').map(item => item.trim()).filter(item => item !== '')
}

function jsonList (text: string): unknown[] | undefined {
  if (!text.startsWith('[')) return undefined
  try {
    return JSON.parse(text) as unknown[]
  } catch {
    // A pattern may begin with a bracket, too.
    return undefined
  }
}
