import { existsSync } from 'node:fs'
import { version } from '../../package.json'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { wrapped } from '../../src/terminal/facts'
import type { Command, CommonArguments } from '../command'
import type { Check } from '../doctor/check'
import { checkFlags } from '../doctor/check-flags'
import { checkOptions, checkTools } from '../doctor/check-options'
import { checkPreloads, findPreloads } from '../doctor/check-preload'
import { checkProbe } from '../doctor/check-probe'
import { checkPlaces, checkSpool, checkWatcher, isCommandThere } from '../doctor/check-repository'
import { probe } from '../doctor/probe'
import { probeNodeOptions, probeOptions, probePermissions } from '../doctor/probe-options'
import { programCommand, type ProgramCommand } from '../doctor/program-command'
import { effectiveConfig } from '../effective-config'
import type { Io, Outcome } from '../io'
import { splitNodeOptions, withPreload } from '../run/node-options'

/** `faultsnap doctor [-- command…]`: whether crashes would be recorded, proved by one that is tried in a child process. */
export const doctor: Command<CommonArguments & { command?: string[] }> = {
  usage: 'doctor [command..]',
  description: 'Check whether crashes would be recorded, and prove it by one that is tried in a child process',
  handsOn: true,
  positionals: { command: { type: 'string', array: true, describe: 'The command line to check. Its program is not run' } },
  examples: [
    ['doctor', 'this shell or container, as NODE_OPTIONS is set in it'],
    ['doctor -- node -r faultsnap/register app.js', 'that command line'],
  ],
  async run ({ command = [], json, repo }, io) {
    const checks = await examine(command, repo, io)
    const isReached = !checks.some(check => check === NOT_REACHED)
    const isWorking = !checks.some(({ state }) => state === 'failed')
    if (json) io.print(safeJson({ ok: isWorking, checks }))
    else io.print([...checks.flatMap(check => render(check, io)), '', ...lines(verdict(checks, isReached), io)].join('\n'))
    return isWorking ? 'done' : { exitCode: 1 } satisfies Outcome
  },
}

async function examine (words: readonly string[], repo: string | undefined, io: Io): Promise<Check[]> {
  const options = effectiveConfig(io, repo)
  const here = [...checkOptions(options), ...checkPlaces(options.config),
    ...options.values['repositoryDir']?.origin === 'default' ? checkWatcher(options.config, words, io.env) : [],
    ...checkSpool(options.config.repositoryDir)]
  // The tried crash is an uncaught exception, whatever else the configuration is about.
  const signals = [...new Set([...options.config.signals, 'uncaughtException'])].join(',')
  const tryingIo = options.config.signals.length === 0 ? io
    // It proves what could be recorded; what the mode leaves out is said above.
    : { ...io, env: { ...io.env, FAULTSNAP_SIGNALS: signals, FAULTSNAP_ARM: 'start' } }
  const tried = words.length === 0 ? await examineEnvironment(tryingIo)
    : await examineCommand(programCommand(words, io.cwd), tryingIo)
  return [...here, ...checkTools(io.env), ...tried]
}

/** A command line: what it preloads, what of its options stands in the way, and a crash in the place of its script. */
async function examineCommand (command: ProgramCommand, io: Io): Promise<Check[]> {
  if (command.kind === 'other-runtime') {
    return [{ name: 'command', state: 'failed', text: `${command.name} has no V8 inspector of Node's kind: nothing is recorded`,
      fix: 'Run the program with Node.js.' }]
  }
  if (command.kind === 'launcher') {
    if (!isCommandThere(command.file, io.env)) {
      return [{ name: 'command', state: 'failed', text: `there is no command ${command.name}`, fix: 'Check its name and PATH.' }]
    }
    const launcher: Check = { name: 'command', state: 'note',
      text: `${command.name} starts the program by itself: what reaches it is NODE_OPTIONS, which is tried below` }
    return [launcher, ...await examineNode({ node: isCommandThere('node', io.env) ? 'node' : process.execPath, options: [],
      env: io.env, what: 'a Node.js that it starts' }, io)]
  }
  const { file, options, script, env, via } = command
  const what = safeText([file, ...options].join(' '), 200) + (script === undefined ? '' : ' …')
  const checks: Check[] = via === undefined ? [] : [{ name: 'command', state: 'note', text: `the script ${via} starts ${what}` }]
  return [...checks, ...await examineNode({ node: file, options, env: { ...io.env, ...env }, what }, io)]
}

const NOT_REACHED: Check = { name: 'preload', state: 'note',
  text: 'NODE_OPTIONS does not load the recorder: programs started here are recorded only if their command does it',
  fix: 'Use "faultsnap run -- <command>", or check a command with "faultsnap doctor -- <command>".' }

/** No command: what every Node.js started here gets, and whether the recorder works on this machine at all. */
async function examineEnvironment (io: Io): Promise<Check[]> {
  const nodeOptions = io.env['NODE_OPTIONS'] ?? ''
  if (findPreloads([], nodeOptions, io.cwd).length > 0) return await examineNode({ node: process.execPath, options: [],
    env: io.env, what: 'NODE_OPTIONS' }, io)
  const { registerFile } = io
  if (registerFile === undefined || !existsSync(registerFile)) {
    return [NOT_REACHED, { name: 'tried crash', state: 'failed',
      text: `the recorder is missing: ${safeText(registerFile ?? 'register.cjs', 500)}`, fix: 'Install faultsnap again.' }]
  }
  const env = { ...io.env, NODE_OPTIONS: withPreload(nodeOptions, registerFile) }
  return [NOT_REACHED, ...await examineNode({ node: process.execPath, options: [], env, what: '"faultsnap run"', isOurs: true },
    io)]
}

interface NodeCommand { node: string, options: readonly string[], env: Record<string, string | undefined>, what: string,
  isOurs?: true }

async function examineNode ({ node, options, env, what, isOurs }: NodeCommand, io: Io): Promise<Check[]> {
  const nodeOptions = env['NODE_OPTIONS'] ?? ''
  const preloads = isOurs ? [] : checkPreloads(findPreloads(options, nodeOptions, io.cwd), version)
  const all = [...splitNodeOptions(nodeOptions), ...options]
  const { repositoryDir } = effectiveConfig({ cwd: io.cwd, env }).config
  const result = await probe({
    node, options: probeOptions(options), cwd: io.cwd, env: { ...env, NODE_OPTIONS: probeNodeOptions(nodeOptions) },
    optionsFor: dir => probePermissions(all, repositoryDir, io.cwd, dir),
  })
  return [...preloads, ...checkFlags(all), ...checkProbe(result, what)]
}

const lines = (text: string, { isTerminal, columns }: Io): string[] => isTerminal ? wrapped(text, columns) : [text]

function render ({ name, state, text, fix }: Check, io: Io): string[] {
  const { colours, isTerminal, columns } = io
  const paint = { ok: colours.green, note: colours.cyan, warning: colours.yellow, failed: colours.red }[state]
  const mark = paint(state.padEnd(7))
  if (!isTerminal) return [`${mark}  ${name}: ${text}${fix === undefined ? '' : ` (${fix})`}`]
  const room = Math.max(20, columns - 9)
  const lines = [...wrapped(`${name}: ${text}`, room), ...(fix === undefined ? [] : wrapped(`→ ${fix}`, room))]
  return lines.map((line, at) => at === 0 ? `${mark}  ${line}` : `         ${line}`)
}

function verdict (checks: readonly Check[], isReached: boolean): string {
  const count = (state: Check['state']): number => checks.filter(check => check.state === state).length
  const [failed, warnings] = [count('failed'), count('warning')]
  const also = warnings === 0 ? '' : `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`
  if (failed === 0 && !isReached) return `The recorder works here, for programs that are started with it${also}.`
  return failed === 0 ? `Crashes are recorded${also}.` : `Crashes would not be recorded: ${failed} failed${also}.`
}
