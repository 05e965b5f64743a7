const COMMAND = /^(?:auth|hello|config|acl|migrate)$/i

/** Whether a command of Redis can have a password among its arguments. */
export const mayHavePassword = (command: string): boolean => COMMAND.test(command)

/** Whether a list of words is such a command, by the first of them: in capitals, which no list of fields has. */
export const isCommandWord = (word: string): boolean => mayHavePassword(word) && word === word.toUpperCase()

/** Zero-based places of the passwords among the arguments of a command of Redis; what is no text is given as `''`. */
export function passwordsOfCommand (command: string, words: readonly string[]): number[] {
  const at = (word: string, from = 0): number => words.findIndex((each, index) => index >= from && each.toLowerCase() === word)
  switch (command.toLowerCase()) {
    case 'auth': return words.length === 1 || words.length === 2 ? [words.length - 1] : []
    case 'hello': return at('auth') >= 0 ? [at('auth') + 2] : []
    case 'config': {
      if (words[0]?.toLowerCase() !== 'set') return []
      return words.flatMap((word, index) => index % 2 === 1 && /pass$|^masterauth$/i.test(word) ? [index + 1] : [])
    }
    case 'acl':
      return words[0]?.toLowerCase() === 'setuser' ? words.flatMap((word, index) => index > 1 && /^[><#!]./.test(word) ? [index] : []) : []
    case 'migrate': return at('auth2', 4) >= 0 ? [at('auth2', 4) + 2] : at('auth', 4) >= 0 ? [at('auth', 4) + 1] : []
    default: return []
  }
}
