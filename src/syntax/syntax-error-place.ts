import { parse } from 'acorn'
import { MAX_SOURCE_CHARS } from './syntax-tree'

/**
 * Where a script that V8 refused stops being JavaScript, zero-based. V8 keeps the place to itself; the parser stops at the same
 * token in most texts, and at the same line in nearly all. Undefined for a text that the parser accepts.
 */
export function syntaxErrorPlace (source: string, isModule: boolean): { lineNumber0: number, columnNumber0: number } | undefined {
  if (source.length > MAX_SOURCE_CHARS) return undefined
  try {
    parse(source, { ecmaVersion: 'latest', sourceType: isModule ? 'module' : 'script', allowHashBang: true, allowReturnOutsideFunction: true })
    return undefined
  } catch (error) {
    const { loc } = error as { loc?: { line: number, column: number } }
    return loc === undefined ? undefined : { lineNumber0: loc.line - 1, columnNumber0: loc.column }
  }
}
