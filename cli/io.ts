import type { Colours } from '../src/terminal/colours'

/** What a command works with: the process around it, so that commands can be run in tests without one. */
export interface Io {
  cwd: string
  env: Record<string, string | undefined>
  /** Writes data, a line break added. */
  print: (text: string) => void
  /** Writes to the user, on stderr, a line break added. */
  tell: (text: string) => void
  /** Replaces the line that was drawn before, on stderr; absent where nobody looks at it. */
  draw?: (line: string) => void
  colours: Colours
  /** Characters per line of the terminal, 120 where there is none. */
  columns: number
  /** A person reads stdout, so that wrapping, cutting to the width and progress are of use. In a pipe every record is one line. */
  isTerminal: boolean
  /** The folder with the script and the style of the HTML report. */
  assetsDir?: string
  /** The agent's preload beside the bundled CLI, absolute; it need not exist. Absent where there is no bundle. */
  registerFile?: string
}

/**
 * How a command ended. `done`: it did what was asked. `not-recorded`: the answer is that the capsule does not have the value.
 * `run` ends as the command it ran did: with its exit code, or by its signal.
 */
export type Outcome = 'done' | 'not-recorded' | { exitCode: number } | { signal: NodeJS.Signals }
