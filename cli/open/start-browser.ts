import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { FaultSnapError } from '../../src/errors'
import { safeText } from '../../src/terminal/safe-text'

/** A program that cannot open a page says so within this time; one that still runs is the browser. */
const FAILS_WITHIN_MS = 3_000

/**
 * Opens a page of this machine (an absolute path) in the user's browser, which stays when we end. No shell reads the path. Throws
 * FaultSnapError NOT_OPENED, which names it.
 */
export async function startBrowser (file: string, env: Record<string, string | undefined>): Promise<void> {
  const [command, ...args] = browserCommand(file, env, process.platform)
  const child = spawn(command!, args, { env, stdio: 'ignore', detached: true, windowsHide: true })
  const why = await new Promise<string | undefined>(resolve => {
    const timer = setTimeout(() => resolve(undefined), FAILS_WITHIN_MS)
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      resolve(error.code === 'ENOENT' ? `there is no ${command}` : error.code ?? error.message)
    })
    child.on('exit', code => {
      clearTimeout(timer)
      resolve(code === 0 ? undefined : `${command} ended with ${code ?? 'a signal'}`)
    })
  })
  child.unref()
  if (why !== undefined) throw new FaultSnapError('NOT_OPENED',
    `No browser could be started (${why}). Open ${safeText(file)} in one.`)
}

/** The program that knows the user's browser, by platform. */
export function browserCommand (file: string, env: Record<string, string | undefined>, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') return ['open', file]
  if (platform !== 'win32') return ['xdg-open', file]
  // `start` is a word of cmd.exe, which reads & and % in names. This is what it calls in the end.
  return [join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'rundll32.exe'), 'url.dll,FileProtocolHandler',
    pathToFileURL(file).href]
}
