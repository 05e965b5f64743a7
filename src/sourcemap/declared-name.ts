const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$\u200C\u200D]*/uy
/** Words that can stand where a map points to, and are the name of nothing. */
const WORDS = new Set(('await break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
  'import in instanceof new null return super switch this throw true try typeof var void while with yield let static async of').split(' '))
const BEFORE = 200
/** What stands before a name that is declared: the rest of a list or pattern, or a keyword. Before one that is only read: `=`, `of`, `extends`, … */
const DECLARES = /(?:[(,{[*:]|\.\.\.|(?<![\p{ID_Continue}$.])(?:let|const|var|using|function|class|import|enum|namespace|as|public|private|protected|readonly|override))$/u

/** The identifier that begins at an offset, undefined where there is none. */
export function identifierAt (text: string, offset: number): string | undefined {
  IDENTIFIER.lastIndex = offset
  const name = offset < 0 ? undefined : IDENTIFIER.exec(text)?.[0]
  return name === undefined || WORDS.has(name) || /[\p{ID_Continue}$#]/u.test(text[offset - 1] ?? '') ? undefined : name
}

/**
 * Whether the identifier at an offset is one that the source, JavaScript or TypeScript, may declare there. Compilers map variables of their own
 * making (`_i`, `items_1` for a loop over `items`) to what they were made for: that is read there, not declared.
 */
export function isDeclaredAt (text: string, offset: number, name: string): boolean {
  const before = withoutComments(text.slice(Math.max(0, offset - BEFORE), offset))
  return before === '' || DECLARES.test(before) || /^\s*=>/.test(text.slice(offset + name.length, offset + name.length + 20))
}

function withoutComments (text: string): string {
  const bare = text.replace(/\/\*[^]*?\*\//g, ' ').split('\n').map((line, at, all) => at === all.length - 1 ? line : line.replace(/(?<![:'"`])\/\/.*$/, ''))
  return bare.join('\n').trimEnd()
}
