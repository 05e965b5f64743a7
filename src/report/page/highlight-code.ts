import { SugarHigh } from 'sugar-high/core'
import { tokenize } from 'sugar-high/lang/typescript'

/** A piece of a line, of one colour. */
export interface Token { type: string, text: string }

/** More text than somebody looks at is left without colours. */
const MAX_CHARS = 40_000
const PLAIN = new Set(['identifier', 'space', 'break', 'jsxliterals'])

/** Lines of code in pieces, whose texts together are the lines. Never throws. */
export function highlightLines (lines: readonly string[]): Token[][] {
  const code = lines.join('\n')
  try {
    const tokens = code.length > MAX_CHARS ? [] : tokenize(code, {})
    // The text comes first: a tokenizer that loses a character is not to be believed.
    if (tokens.map(([, text]) => text).join('') === code) return byLine(tokens)
  } catch {
    // Then without colours.
  }
  return lines.map(text => [{ type: '', text }])
}

function byLine (tokens: readonly [number, string][]): Token[][] {
  const lines: Token[][] = [[]]
  for (const [type, value] of tokens) {
    const name = SugarHigh.TokenTypes[type] ?? ''
    for (const [index, text] of value.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (text !== '') lines.at(-1)!.push({ type: PLAIN.has(name) ? '' : name, text })
    }
  }
  return lines
}
