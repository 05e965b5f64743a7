import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { version } from '../package.json'
import { FaultSnapError } from '../src/errors'
import { createColours } from '../src/terminal/colours'
import { wrapped } from '../src/terminal/facts'
import { safeText } from '../src/terminal/safe-text'
import type { Io, Outcome } from './io'
import { dispatch } from './dispatch'
import { CommandNotStarted } from './run/spawn-command'

/** Exit codes: the CLI's contract with scripts. `run` ends with the command's own. */
const COULD_NOT = 1
const WRONG_USAGE = 2
const NOT_RECORDED = 3

/** Beside the bundled CLI in `dist`; the agent is never taken from anywhere else. */
const DIST = dirname(fileURLToPath(import.meta.url))
const REGISTER_FILE = join(DIST, 'register.cjs')

async function main (): Promise<void> {
  const io: Io = {
    cwd: process.cwd(),
    env: process.env,
    print: text => process.stdout.write(`${text}\n`),
    tell: text => process.stderr.write(`${asTalk(text)}\n`),
    ...process.stderr.isTTY && { draw: (line: string) => { process.stderr.write(`\r\u001b[K${line}`) } },
    colours: createColours({ isTTY: process.stdout.isTTY, env: process.env, isRefused: process.argv.includes('--no-color') }),
    columns: process.stdout.columns || 120,
    isTerminal: process.stdout.isTTY === true,
    assetsDir: DIST,
  }
  // `faultsnap list | head -1`: the reader has had enough, which is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    io.tell(`faultsnap: stdout cannot be written (${safeText(error.code ?? error.message, 200)}).`)
    process.exit(COULD_NOT)
  })
  try {
    const outcome = await dispatch(process.argv.slice(2), io, { version, registerFile: REGISTER_FILE })
    if (typeof outcome === 'object' && 'signal' in outcome) await dieBy(outcome.signal)
    else process.exitCode = exitCodeOf(outcome)
  } catch (error) {
    io.tell(`faultsnap: ${messageOf(error)}`)
    process.exitCode = error instanceof CommandNotStarted ? error.exitCode
      : error instanceof FaultSnapError && error.code === 'USAGE' ? WRONG_USAGE : COULD_NOT
  }
}

/** A sentence is read whole on a narrow terminal; a coloured one is short. */
function asTalk (text: string): string {
  const { isTTY, columns } = process.stderr
  return isTTY && columns > 0 && !text.includes('\u001b') ? text.split('\n').flatMap(line => wrapped(line, columns)).join('\n') : text
}

function exitCodeOf (outcome: Exclude<Outcome, { signal: unknown }>): number {
  if (typeof outcome === 'object') return outcome.exitCode
  return outcome === 'done' ? 0 : NOT_RECORDED
}

/**
 * Ends as the command did, so that a shell sees the same; with 128 + the number where a signal does not kill (Windows, ignored).
 */
async function dieBy (signal: NodeJS.Signals): Promise<void> {
  process.exitCode = 128 + (constants.signals[signal] ?? 0)
  await new Promise(resolve => process.stderr.write('', resolve))
  try {
    process.kill(process.pid, signal)
    // The signal arrives through the event loop or at once; nothing else is left to do.
    await new Promise(resolve => setTimeout(resolve, 1_000))
  } catch {
    // No such signal on this platform: the exit code says it.
  }
}

function messageOf (error: unknown): string {
  if (error instanceof FaultSnapError) return safeText(error.message, 2_000)
  if (process.env['FAULTSNAP_DEBUG'] === '1') return safeText(String((error as Error)?.stack), undefined, '\n')
  return `unexpected ${safeText(String(error), 500)}. FAULTSNAP_DEBUG=1 shows where.`
}

void main()
