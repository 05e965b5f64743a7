import { spawn } from 'node:child_process'
import { FaultSnapError } from '../../src/errors'
import { safeText } from '../../src/terminal/safe-text'
import { windowsTarget } from './windows-command'

/** `stderr`: what the command gets as its stderr; ours unless said. `onStarted`, `onSignal`: told of its start, and of a signal handed on. */
export interface SpawnInput {
  command: string
  args: readonly string[]
  cwd: string
  env: Record<string, string | undefined>
  stderr?: 'inherit' | number
  onStarted?: (pid: number | undefined) => void
  onSignal?: (signal: NodeJS.Signals) => void
}

/** How a command ended: exactly one is set. */
export interface CommandEnd { exitCode?: number, signal?: NodeJS.Signals }

/** As `env` and shells have it. */
const NOT_FOUND_CODE = 127
const NOT_EXECUTABLE_CODE = 126

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a command with our own stdin, stdout and stderr, hands signals on to it, and waits for its end. A command that cannot be
 * started throws FaultSnapError COMMAND_NOT_STARTED, which has the `exitCode` to end with: 127 not found, 126 not executable.
 */
export async function spawnCommand ({ command, args, cwd, env, stderr = 'inherit', onStarted, onSignal }: SpawnInput): Promise<CommandEnd> {
  const target = process.platform === 'win32' ? windowsTarget(command, args, { cwd, env })
    : { file: command, args: [...args], isVerbatim: false }
  if (target === undefined) throw notStarted(command, 'ENOENT')
  const child = spawn(target.file, target.args, { cwd, env, stdio: ['inherit', 'inherit', stderr], windowsVerbatimArguments: target.isVerbatim })
  onStarted?.(child.pid)
  const forward = (signal: NodeJS.Signals): void => {
    onSignal?.(signal)
    // Ctrl-C in a terminal reaches the whole process group: the command has got it already, and two of them often mean "at once".
    if (signal === 'SIGINT' && process.stdin.isTTY) return
    child.kill(signal)
  }
  for (const signal of FORWARDED) process.on(signal, forward)
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', error => reject(notStarted(command, (error as NodeJS.ErrnoException).code ?? error.message, error)))
      child.on('exit', (code, signal) => resolve(signal === null ? { exitCode: code ?? 1 } : { signal }))
    })
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward)
  }
}

/** COMMAND_NOT_STARTED with the exit code that tells why. */
export class CommandNotStarted extends FaultSnapError {
  readonly exitCode: number
  constructor (message: string, exitCode: number, options?: ErrorOptions) {
    super('COMMAND_NOT_STARTED', message, options)
    this.exitCode = exitCode
  }
}

function notStarted (command: string, code: string, cause?: unknown): CommandNotStarted {
  const why = code === 'ENOENT' ? 'there is no such command' : code === 'EACCES' ? 'it is not executable' : code
  return new CommandNotStarted(`Cannot run ${safeText(JSON.stringify(command), 300)}: ${why}`,
    code === 'ENOENT' ? NOT_FOUND_CODE : NOT_EXECUTABLE_CODE, { cause })
}
