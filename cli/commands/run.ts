import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { armMisses } from '../../src/config/arm-words'
import { FaultSnapError } from '../../src/errors'
import { safeText } from '../../src/terminal/safe-text'
import type { Command } from '../command'
import { effectiveConfig } from '../effective-config'
import type { Io, Outcome } from '../io'
import { withPreload } from '../run/node-options'
import type { RunRequest } from '../run/run-arguments'
import { reportRun } from '../run/report-run'
import { createRunLog } from '../run/run-log'
import { spawnCommand } from '../run/spawn-command'
import { stderrTail } from '../run/stderr-tail'
import { Supervisor } from '../run/supervisor'
import { wrongUsage } from '../wrong-usage'

/**
 * `faultsnap run [--] command args…`. Its arguments do not go through yargs (see run-arguments.ts): `run` is there for the help.
 */
export const run: Command & { start: typeof start } = {
  usage: 'run <command> [args..]',
  description: 'Run a command, and record the crashes of every Node.js process in it: run -- npm start',
  positionals: {
    command: { type: 'string', describe: 'The command' },
    args: { type: 'string', array: true, describe: 'Its arguments, handed on as they are' },
  },
  options: {
    junit: { type: 'string', array: true, requiresArg: true, describe: 'A JUnit file that the command writes: attach the capsules of failed tests in it' },
  },
  examples: [['run -- npm start', 'records what crashes in it'], ['run -- npx vitest run', 'records its failed tests']],
  run: async () => { throw wrongUsage('run: expected a command') },
  start,
}

/**
 * Runs the command with the agent's preload at `registerFile` (absolute) in `NODE_OPTIONS`, says where the crashes of its process
 * tree were saved, and ends as it ended. Throws FaultSnapError COMMAND_NOT_STARTED.
 */
async function start ({ command, args, repo, junit }: RunRequest, registerFile: string, io: Io): Promise<Outcome> {
  if (!existsSync(registerFile)) throw new FaultSnapError('COMMAND_NOT_STARTED',
    `The agent is missing: ${safeText(registerFile)}. Install faultsnap again.`)
  const env: Record<string, string | undefined> = { ...io.env, NODE_OPTIONS: withPreload(io.env['NODE_OPTIONS'], registerFile) }
  if (repo !== undefined) env['FAULTSNAP_REPOSITORY_DIR'] = isAbsolute(repo) ? repo : join(io.cwd, repo)
  // Within another `faultsnap run`, that one reports for the whole tree.
  const outer = io.env['FAULTSNAP_RUN_LOG']
  if (outer !== undefined && outer !== '') return outcome(await spawnCommand({ command, args, cwd: io.cwd, env }))
  const log = createRunLog()
  const stderr = stderrTail(dirname(log.file))
  const supervisor = new Supervisor({ log, stderr, env, assetsDir: io.assetsDir, isLogWanted: effectiveConfig(io).config.stderrFallback })
  let pid: number | undefined
  try {
    const end = await spawnCommand({
      command, args, cwd: io.cwd, env: { ...env, FAULTSNAP_RUN_LOG: log.file }, stderr: stderr.stdio,
      onStarted: started => {
        pid = started
        stderr.started()
      },
      onSignal: () => supervisor.toldToEnd(),
    })
    await stderr.end()
    await supervisor.commandEnded(pid, end)
    const crashes = log.read()
    await reportRun({ crashes, leftOutTests: log.leftOutTests(), ...junit && { junit } }, io)
    if (crashes.length > 0 || end.exitCode !== 0) tellMode(io)
    return outcome(end)
  } finally {
    supervisor.stop()
    await stderr.end()
    log.remove()
  }
}

/** A failure without variables, or without a capsule, is not to be a riddle. */
function tellMode (io: Io): void {
  const { arm, quiet } = effectiveConfig(io).config
  const misses = armMisses(arm)
  if (misses !== undefined && !quiet) io.tell(`[FaultSnap] arm is "${arm}": ${misses}.`)
}

function outcome ({ exitCode, signal }: { exitCode?: number, signal?: NodeJS.Signals }): Outcome {
  return signal === undefined ? { exitCode: exitCode ?? 1 } : { signal }
}
