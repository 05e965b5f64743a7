import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import argumentsFor from 'launch-editor/get-args'
import guessEditor from 'launch-editor/guess'
import { FaultSnapError } from '../../src/errors'

/** An editor's command line without the file. `isNamedForUs`: by a variable that means "give it file, line and column". */
export interface Editor { command: string, args: string[], isNamedForUs: boolean }

/** `line` and `column` one-based, 0 when unknown. */
export interface OpenedPlace { file: string, line: number, column: number }

/** Those that say how an editor is started, strongest first. The first two are made for this and name a line's arguments too. */
const VARIABLES = ['FAULTSNAP_EDITOR', 'LAUNCH_EDITOR', 'VISUAL', 'EDITOR'] as const

/**
 * The user's editor: what the environment names (`VISUAL` before `EDITOR`, as in Git), else one that is running just now. Text of
 * a variable is split into words as a shell does, quotes kept together; nothing in it is executed. Undefined if none is known.
 */
export function chooseEditor (env: Record<string, string | undefined>): Editor | undefined {
  for (const name of VARIABLES) {
    const text = env[name]?.trim() ?? ''
    if (text === '') continue
    const [command, ...args] = wordsOf(text, name)
    return { command: command!, args, isNamedForUs: name === 'FAULTSNAP_EDITOR' || name === 'LAUNCH_EDITOR' }
  }
  const running = guessEditor()[0]
  return typeof running === 'string' ? { command: running, args: [], isNamedForUs: false } : undefined
}

/** The editor's arguments that open a place. A path that begins with a dash never comes first: it is absolute. */
export function editorArguments ({ command, args, isNamedForUs }: Editor, { file, line, column }: OpenedPlace): string[] {
  const name = editorName(command)
  const own = line < 1 ? undefined : terminalArguments(name, { file, line, column: Math.max(1, column) })
  if (own !== undefined) return [...args, ...own]
  const known = argumentsFor(command, file, line, Math.max(1, column)).map(String)
  if (known.length === 1 && isNamedForUs && line > 0) return [...args, file, String(line), String(Math.max(1, column))]
  return [...args, ...known]
}

/** Whether an editor is known to take over the terminal it is started in. */
export function needsTerminal ({ command, args }: Editor): boolean {
  const name = editorName(command)
  return TERMINAL_EDITORS.has(name) ||
    (/^emacs/.test(name) && args.some(each => /^(?:-nw|--no-window-system|-t|-tty)$/.test(each)))
}

const TERMINAL_EDITORS = new Set(['vi', 'vim', 'nvim', 'view', 'nano', 'pico', 'micro', 'hx', 'helix', 'kak', 'joe',
  'ne', 'mcedit', 'ed', 'less'])

function editorName (command: string): string {
  return basename(command.replaceAll('\\', '/')).replace(/\.(?:exe|cmd|bat)$/i, '')
}

/** Editors that launch-editor does not know. */
function terminalArguments (name: string, { file, line, column }: OpenedPlace): string[] | undefined {
  switch (name) {
    case 'nvim': case 'view': return [`+call cursor(${line}, ${column})`, file]
    case 'vi': case 'ne': case 'mcedit': case 'less': return [`+${line}`, file]
    case 'nano': case 'pico': return [`+${line},${column}`, file]
    case 'micro': case 'kak': return [`+${line}:${column}`, file]
    case 'hx': case 'helix': return [`${file}:${line}:${column}`]
    default: return undefined
  }
}

function wordsOf (text: string, variable: string): string[] {
  if (existsSync(text)) return [text]
  // The backslashes of Windows are no escapes.
  const words = guessEditor(process.platform === 'win32' ? text.replaceAll('\\', '\\\\') : text)
  const isPlain = (word: unknown): word is string => typeof word === 'string'
  if (words.every(isPlain) && words.length > 0 && words[0] !== '') return words
  throw new FaultSnapError('NOT_OPENED', `${variable} is no command that can be started without a shell: ${JSON.stringify(text)}`)
}
