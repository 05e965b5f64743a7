import { Parser } from 'acorn'

/** A token of JavaScript, and near enough of TypeScript. Offsets are in the whole text. `value` tells texts and numbers apart however written. */
export interface Token { kind: string, text: string, value: unknown, start: number, end: number, afterBlank: boolean }

/** The tokens of a text from an offset on, where an expression begins; it ends at what is no JavaScript. Lazy: read on only as far as needed. */
export function * tokensFrom (text: string, offset: number): Generator<Token> {
  const rest = text.slice(offset)
  const tokens = Parser.tokenizer(rest, { ecmaVersion: 'latest', sourceType: 'module' })
  try {
    for (let token = tokens.getToken(), last = 0; token.type.label !== 'eof'; last = token.end, token = tokens.getToken()) {
      const { start, end, type, value } = token as typeof token & { value: unknown }
      yield { kind: type.label, text: rest.slice(start, end), value, start: start + offset, end: end + offset, afterBlank: start > last }
    }
  } catch {
    // What the text holds further on is not asked for, or makes the reader's question unanswerable.
  }
}
