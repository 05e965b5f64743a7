import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import { copyProject, installed, installProject, root } from './installed'
import { edgeNodes, nodes, type NodeBinary } from './nodes'

export { edgeNodes, installed, nodes, type NodeBinary }
export const fixtures = join(root, 'fixtures')

/** How a process ended, and what it wrote. `notices`: FaultSnap's own lines, which are not in `stderr` any more. */
export interface Run { code: number | null, signal: string | null, stdout: string, stderr: string, notices: string[] }

export interface RunPlan {
  /** The program is only recorded, and `bare` is the same run: that the two are alike is the matter of another test. */
  isUncompared?: boolean
  /** Default: the first of {@link nodes}. */
  node?: NodeBinary
  /** Node's own flags, for both runs. */
  nodeArgs?: string[]
  /** How the agent comes in. Default `['-r', 'faultsnap/register']`; `[]` when it comes another way. */
  preload?: string[]
  /** Arguments of the program. */
  args?: string[]
  env?: Record<string, string>
  /** Set in the recorded run only. */
  recordedEnv?: Record<string, string>
  /** Further files or folders of fixtures/ that are copied beside the program. */
  files?: string[]
  /** Files to write beside the program: name to text. */
  texts?: Record<string, string>
  /** The program, for an entry that is no copied file: `['-e', '…']`, `[]` with `stdin`. */
  entry?: string[]
  stdin?: string
  /** Replaces the whole command of the recorded run; gets the working directory and the bare command. */
  recordedCommand?: (dir: string, bare: string[]) => string[]
  /** Leaves the recorded run out of `FAULTSNAP_TEST=strict`, under which a failure of the agent's own ends the program. */
  isLenient?: boolean
  /** Looks at the working directory before it is removed. */
  before?: (dir: string) => void
  afterwards?: (dir: string) => void | Promise<void>
}

export interface Compared {
  bare: Run
  recorded: Run
  /** Oldest first. */
  capsules: Capsule[]
  /** The working directory, removed by now. Its real path. */
  dir: string
  node: NodeBinary
}

/** At most this many programs at once: timing inside them must stay what it is. */
const MAX_RUNNING = 2
const RUN_TIMEOUT_MS = 60_000
let running = 0
const waiting: (() => void)[] = []

/**
 * Runs a program of fixtures/ (a path below it, or '' with `entry`) bare, then recorded, in one fresh folder into which it was
 * copied and in which the packed FaultSnap is installed; reads back what lies in FaultSnaps/. Rejects when the bare run leaves
 * anything there.
 */
export async function compare (program: string, plan: RunPlan = {}): Promise<Compared> {
  if (running >= MAX_RUNNING) await new Promise<void>(resolve => waiting.push(resolve))
  running++
  try {
    return await compareNow(program, plan)
  } finally {
    running--
    waiting.shift()?.()
  }
}

async function compareNow (program: string, plan: RunPlan): Promise<Compared> {
  const { node = nodes[0]!, nodeArgs = [], preload = ['-r', 'faultsnap/register'], args = [] } = plan
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-e2e-')))
  try {
    installProject(dir)
    for (const file of [program, ...plan.files ?? []]) if (file !== '') copyFixture(file, dir)
    for (const [name, text] of Object.entries(plan.texts ?? {})) writeFileSync(join(dir, name), text)
    plan.before?.(dir)
    const entry = plan.entry ?? [basename(program)]
    const bareCommand = [node.path, ...nodeArgs, ...entry, ...args]
    const recordedCommand = plan.recordedCommand?.(dir, bareCommand) ?? [node.path, ...preload, ...nodeArgs, ...entry, ...args]
    const strict: Record<string, string> = plan.isLenient === true ? {} : { FAULTSNAP_TEST: 'strict' }
    const known = plan.isUncompared === true ? undefined : await run(bareCommand, dir, plan.env, plan.stdin)
    if (existsSync(join(dir, 'FaultSnaps'))) throw new Error('the bare run left a FaultSnaps folder')
    const recorded = await run(recordedCommand, dir, { ...plan.env, ...strict, ...plan.recordedEnv }, plan.stdin)
    await plan.afterwards?.(dir)
    return { bare: known ?? recorded, recorded, capsules: await capsulesIn(dir), dir, node }
  } finally {
    if (process.env.FAULTSNAP_KEEP === undefined) rmSync(dir, { recursive: true, force: true })
    else console.log(dir)
  }
}

function copyFixture (file: string, dir: string): void {
  const source = join(fixtures, file)
  if (statSync(source).isDirectory()) copyProject(source, join(dir, basename(file)))
  else writeFileSync(join(dir, basename(file)), readFileSync(source))
}

/** Runs a command with an environment free of ours and of the test run's. Ended with SIGKILL when it takes a minute. */
export async function run (command: string[], cwd: string, env: Record<string, string> = {}, stdin = ''): Promise<Run> {
  const inherited = Object.entries(process.env)
    .filter(([name]) => !/^(FAULTSNAP_.*|NODE_OPTIONS|NODE_TEST_CONTEXT|NO_COLOR|FORCE_COLOR|npm_.*)$/.test(name))
  const [file, ...args] = command
  const child = spawn(file!, args, { cwd, env: { ...Object.fromEntries(inherited), ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => { stdout += text })
  child.stderr.setEncoding('utf8').on('data', text => { stderr += text })
  child.stdin.on('error', () => {}).end(stdin)
  const timer = setTimeout(() => child.kill('SIGKILL'), RUN_TIMEOUT_MS)
  return await new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => {
      clearTimeout(timer)
      const notices = stderr.split('\n').filter(line => line.startsWith('[FaultSnap]'))
      resolve({ code, signal, stdout, stderr: stderr.replace(/^\[FaultSnap\].*\n/gm, ''), notices })
    })
  })
}

/** The capsules of `FaultSnaps/` (or another `repository`) in a folder, by the time of their crash. */
export async function capsulesIn (dir: string, repository = 'FaultSnaps'): Promise<Capsule[]> {
  const folder = join(dir, repository)
  if (!existsSync(folder)) return []
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter(file => /crash_[^\\/]*\.faultsnap$/.test(file))
  const capsules = await Promise.all(files.map(file => readCapsule(join(folder, file))))
  return capsules.sort((a, b) => a.manifest.capturedAt < b.manifest.capturedAt ? -1 : 1)
}
