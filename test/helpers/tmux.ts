import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether there is a tmux to show programs a terminal with. */
export const HAS_TMUX = process.platform !== 'win32' && spawnSync('tmux', ['-V']).status === 0

const WAITS_MS = 20_000

/** A shell on a terminal of its own, whose screen can be read and whose keys can be pressed. Needs {@link HAS_TMUX}. */
export class TmuxTerminal {
  readonly #dir = mkdtempSync(join(tmpdir(), 'faultsnap-tmux-'))

  /** `env` is laid over the environment; the prompt of the shell is `$ `. */
  constructor ({ columns, lines, cwd, env = {} }: { columns: number, lines: number, cwd: string, env?: Record<string, string> }) {
    const { CI: _ci, TMUX: _tmux, NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env
    const shell = 'exec env PS1="$ " HISTFILE=/dev/null sh'
    const { status, stderr } = spawnSync('tmux', ['-S', this.#socket, '-f', '/dev/null', '-u', 'new-session', '-d', '-x',
      String(columns), '-y',
      String(lines), '-c', cwd, shell], { env: { ...rest, LC_ALL: 'C.UTF-8', ...env }, encoding: 'utf8' })
    if (status !== 0) throw new Error(`tmux: ${stderr}`)
  }

  get #socket (): string {
    return join(this.#dir, 'socket')
  }

  #tmux (...args: string[]): string {
    return spawnSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8' }).stdout
  }

  /** Presses keys, named as tmux does (`Enter`, `C-c`, `Escape`) or as characters. */
  press (...keys: string[]): void {
    this.#tmux('send-keys', ...keys)
  }

  /** Types a command and Enter. */
  type (line: string): void {
    this.#tmux('send-keys', '-l', line)
    this.#tmux('send-keys', 'Enter')
  }

  resize (columns: number, lines: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(lines))
  }

  /** The lines that the terminal shows, trailing white space removed; with `escapes` their colours as escape sequences. */
  screen ({ escapes = false } = {}): string[] {
    return this.#tmux('capture-pane', '-p', ...(escapes ? ['-e'] : [])).replace(/\n$/, '').split('\n').map(line => line.trimEnd())
  }

  /** Copies what is written to the terminal, byte by byte, into a file from now on; undefined ends that. */
  pipeTo (file: string | undefined): void {
    this.#tmux('pipe-pane', ...(file === undefined ? [] : [`cat > '${file}'`]))
  }

  /** What tmux knows of the terminal: `alternate_on`, `cursor_flag`, `wrap_flag` and so on. */
  flag (name: string): string {
    return this.#tmux('display-message', '-p', `#{${name}}`).trim()
  }

  /** Waits until the screen is as wanted, and gives it. Throws with the screen as it is if that does not come. */
  async until (wanted: (lines: string[]) => boolean, what = 'the screen'): Promise<string[]> {
    const end = Date.now() + WAITS_MS
    for (;;) {
      const lines = this.screen()
      if (wanted(lines)) return lines
      if (Date.now() > end) throw new Error(`waited in vain for ${what}:\n${lines.join('\n')}`)
      await new Promise(resolve => setTimeout(resolve, 40))
    }
  }

  /** Waits until a line holds the text. */
  async see (text: string): Promise<string[]> {
    return await this.until(lines => lines.some(line => line.includes(text)), JSON.stringify(text))
  }

  close (): void {
    this.#tmux('kill-server')
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
