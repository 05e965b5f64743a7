import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import { packCrash } from '../../src/pack/pack-crash'
import { listCrashes } from '../../src/repository/list-crashes'
import { recoverSpool } from '../../src/repository/recover-spool'
import { getPath } from '../../src/values/get-path'

/**
 * `options`: Node's, before the script. `env` is the child's whole environment, its `NODE_OPTIONS` included. `optionsFor`: more
 * options, for the folder in which the probe works.
 */
export interface ProbeInput { node: string, options: readonly string[], cwd: string, env: Record<string, string | undefined>,
  optionsFor?: (dir: string) => string[] }

/** What became of a crash that was tried on purpose. */
export interface ProbeResult {
  /** Why the child could not be started or did not get to the crash; then nothing else is known. */
  failure?: 'not-started' | 'timeout' | 'ended-before'
  /** Of the child: `v22.1.0`, and what else it says it is. */
  version?: string
  runtime?: 'node' | 'bun' | 'deno'
  /** The agent was installed in the child when its script began, and the files it was loaded from. */
  isLoaded: boolean
  agentFiles: string[]
  capsule?: Capsule
  /** The known variable came back as it was. */
  hasVariables: boolean
  exitCode: number | null
  stderr: string
}

const TIMEOUT_MS = 30_000
const MAX_OUTPUT = 64 * 1024
const MARK = 'faultsnap-doctor '

/**
 * Runs a small script that crashes, in the place of a program, writing into a temporary repository, and reads the capsule back.
 * The program itself is never run; what its options preload is. Nothing is left behind.
 */
export async function probe ({ node, options, cwd, env, optionsFor = () => [] }: ProbeInput): Promise<ProbeResult> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-doctor-')))
  try {
    const script = join(dir, 'crash-on-purpose.cjs')
    writeFileSync(script, SCRIPT)
    const repository = join(dir, 'FaultSnaps')
    const childEnv = { ...env, FAULTSNAP_REPOSITORY_DIR: repository, FAULTSNAP_HTML: 'false', FAULTSNAP_TERMINAL_REPORT: 'off' }
    for (const name of ['FAULTSNAP_RUN_LOG', 'NODE_V8_COVERAGE', 'NODE_TEST_CONTEXT',
      'WATCH_REPORT_DEPENDENCIES']) delete (childEnv as Record<string, unknown>)[name]
    const child = await run(node, [...options, ...optionsFor(dir), script], cwd, childEnv)
    const told = toldBy(child.stdout)
    const result: ProbeResult = { isLoaded: false, agentFiles: [], ...told, hasVariables: false, exitCode: child.exitCode,
      stderr: child.stderr }
    if (child.failure !== undefined) return { ...result, failure: child.failure }
    if (told === undefined) return { ...result, failure: 'ended-before' }
    await recoverSpool(repository, packCrash)
    const [crash] = await listCrashes(repository)
    if (crash === undefined) return result
    const capsule = await readCapsule(crash.file)
    return { ...result, capsule, hasVariables: isKnownVariable(capsule) }
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Says what it is, then crashes with a variable whose value is known. */
const SCRIPT = `'use strict'
function crashOnPurpose (order) {
  const total = order.quantity * 7
  throw new Error('faultsnap doctor tries a crash: ' + total)
}
const versions = process.versions
const told = {
  version: process.version,
  runtime: versions.bun ? 'bun' : typeof Deno === 'undefined' ? 'node' : 'deno',
  isLoaded: process[Symbol.for('faultsnap.agent')] !== undefined,
  agentFiles: Object.keys(require.cache).filter(file => /register\\.cjs$/.test(file)).slice(0, 5),
}
require('fs').writeSync(1, ${JSON.stringify('\n' + MARK)} + JSON.stringify(told) + '\\n')
crashOnPurpose({ quantity: 6, names: ['Ada', 'Grace'] })
`

function isKnownVariable ({ crash }: Capsule): boolean {
  try {
    return getPath(crash, 'order.names[1]').value === 'Grace' && getPath(crash, 'total').value === 42
  } catch {
    return false
  }
}

type Told = Pick<ProbeResult, 'version' | 'runtime' | 'isLoaded' | 'agentFiles'>

function toldBy (stdout: string): Told | undefined {
  const line = stdout.split('\n').find(each => each.startsWith(MARK))
  try {
    return line === undefined ? undefined : JSON.parse(line.slice(MARK.length)) as Told
  } catch {
    return undefined
  }
}

interface ChildEnd { failure?: 'not-started' | 'timeout', exitCode: number | null, stdout: string, stderr: string }

function run (file: string, args: string[], cwd: string, env: Record<string, string | undefined>): Promise<ChildEnd> {
  return new Promise(resolve => {
    const end: ChildEnd = { exitCode: null, stdout: '', stderr: '' }
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    const timer = setTimeout(() => {
      end.failure = 'timeout'
      child.kill('SIGKILL')
    }, TIMEOUT_MS)
    const done = (): void => {
      clearTimeout(timer)
      resolve(end)
    }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => { if (end[name].length < MAX_OUTPUT) end[name] += text })
    }
    child.on('error', error => {
      end.failure = 'not-started'
      end.stderr = (error as NodeJS.ErrnoException).code ?? error.message
      done()
    })
    child.on('close', code => {
      end.exitCode = code
      done()
    })
  })
}
