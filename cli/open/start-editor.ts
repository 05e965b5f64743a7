import { spawn, type ChildProcess } from 'node:child_process'
import { FaultSnapError } from '../../src/errors'
import { safeText } from '../../src/terminal/safe-text'
import { windowsTarget } from '../run/windows-command'
import { editorArguments, needsTerminal, type Editor, type OpenedPlace } from './editor'

export interface StartEditor {
  cwd: string
  env: Record<string, string | undefined>
  /** stdin and stdout are the user's: an editor may take them. */
  hasTerminal: boolean
}

/**
 * Opens a place in an editor and waits until the command ends: an editor of the terminal is closed then, others have handed the
 * file to their window. Never by a shell (on Windows `cmd.exe` starts .cmd files, with everything quoted). Throws FaultSnapError
 * NOT_OPENED.
 */
export async function startEditor (editor: Editor, place: OpenedPlace, { cwd, env, hasTerminal }: StartEditor): Promise<void> {
  const where = `${safeText(place.file)}${place.line > 0 ? `:${place.line}` : ''}`
  const name = safeText(editor.command, 200)
  if (needsTerminal(editor) && !hasTerminal) {
    throw new FaultSnapError('NOT_OPENED', `${name} needs a terminal. The place is ${where}`)
  }
  const args = editorArguments(editor, place)
  // Not the working directory: a program of the editor's name there is somebody else's.
  const target = process.platform === 'win32'
    ? windowsTarget(editor.command, args, { cwd: env['SystemRoot'] ?? 'C:\\', env })
    : { file: editor.command, args, isVerbatim: false }
  if (target === undefined) throw notStarted(name, where, 'there is no such command')
  const child = spawn(target.file, target.args, {
    cwd, env, stdio: hasTerminal ? 'inherit' : ['ignore', 'ignore', 'inherit'], windowsVerbatimArguments: target.isVerbatim,
  })
  const code = await ended(child, name, where)
  if (code !== 0) throw new FaultSnapError('NOT_OPENED', `${name} ended with ${code}. The place is ${where}`)
}

async function ended (child: ChildProcess, name: string, where: string): Promise<number | string> {
  // Ctrl-C in an editor of the terminal is the editor's.
  const ignore = (): void => {}
  process.on('SIGINT', ignore)
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', (error: NodeJS.ErrnoException) =>
        reject(notStarted(name, where, error.code === 'ENOENT' ? 'there is no such command' : error.code ?? error.message)))
      child.on('exit', (code, signal) => resolve(code ?? signal ?? 'no exit code'))
    })
  } finally {
    process.off('SIGINT', ignore)
  }
}

function notStarted (name: string, where: string, why: string): FaultSnapError {
  return new FaultSnapError('NOT_OPENED',
    `Cannot start the editor ${name}: ${why}. Set FAULTSNAP_EDITOR, VISUAL or EDITOR. The place is ${where}`)
}
