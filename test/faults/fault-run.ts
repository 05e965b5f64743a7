import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyCapsule } from '../../src/capsule/verify'
import { packCrash } from '../../src/pack/pack-crash'
import { listCrashes } from '../../src/repository/list-crashes'
import { recoverSpool } from '../../src/repository/recover-spool'

const root = join(__dirname, '../..')
const FIXTURES = join(root, 'fixtures', 'faults')
export const REGISTER = join(root, 'dist', 'register.cjs')

/** A fault: the Nth operation (from 1) fails so, or each call of one function does. See fixtures/faults/inject.cjs. */
export interface Fault { kind: string, at?: number, every?: string }

export interface Ended { code: number | null, signal: NodeJS.Signals | null, stdout: string, stderr: string, notices: string[] }

/** Where runs differ: `wrap` makes a command of Node's (a shell with limits, another user). */
export interface RunPlan { program?: string, wrap?: (command: string[]) => string[] }

/** The program of fixtures/faults in a folder; `preloads` in their order. */
export async function runProgram (
  dir: string, preloads: readonly string[], env: Record<string, string> = {}, { program = 'dies.js', wrap = command => command }: RunPlan = {},
): Promise<Ended> {
  copyFileSync(join(FIXTURES, program), join(dir, program))
  const [file, ...args] = wrap([process.execPath, ...preloads.flatMap(each => ['-r', each]), program])
  const inherited = Object.entries(process.env).filter(([name]) => !/^(FAULTSNAP|FAULT_|NODE_OPTIONS|KUBERNETES)/.test(name))
  const child = spawn(file!, args, {
    // On a busy machine a packer that is waited for only as long as in earnest may come too late, whatever else is tried.
    env: { ...Object.fromEntries(inherited), FAULTSNAP_TEST: 'patient', ...env }, cwd: dir, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', text => { stdout += text })
  child.stderr.setEncoding('utf8').on('data', text => { stderr += text })
  const timer = setTimeout(() => child.kill('SIGTERM'), 60_000)
  return await new Promise((resolve, reject) => child.on('error', reject).on('close', (code, signal) => {
    clearTimeout(timer)
    const lines = stderr.split('\n')
    const notices = lines.filter(line => line.startsWith('[FaultSnap]'))
    resolve({ code, signal, stdout, stderr: lines.filter(line => !line.startsWith('[FaultSnap]')).join('\n'), notices })
  }))
}

export function newFolder (): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-faults-')))
}

/** How many file operations a crash takes when none fails. */
export async function countOperations (): Promise<number> {
  const dir = newFolder()
  try {
    await runProgram(dir, [join(FIXTURES, 'inject.cjs'), REGISTER], { FAULT_COUNT: join(dir, 'count') })
    return Number(readFileSync(join(dir, 'count'), 'utf8'))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Runs the program bare, for what a run under a fault must be like. */
export async function runBare (): Promise<Ended> {
  const dir = newFolder()
  try {
    const ended = await runProgram(dir, [])
    return { ...ended, stderr: ended.stderr.replaceAll(dir, '<dir>') }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** What is wrong with how the program ended under a fault, and with what it left; empty if nothing is. */
export async function problemsUnder (fault: Fault, bare: Ended): Promise<string[]> {
  const dir = newFolder()
  try {
    const env: Record<string, string> = { FAULT_KIND: fault.kind, FAULT_AT: String(fault.at ?? 0), ...fault.every !== undefined && { FAULT_EVERY: fault.every } }
    const ended = await runProgram(dir, [join(FIXTURES, 'inject.cjs'), REGISTER], env)
    const problems: string[] = []
    const isKilled = fault.kind.startsWith('kill') && ended.signal === 'SIGKILL'
    if (!isKilled) {
      if (ended.code !== bare.code || ended.signal !== bare.signal) problems.push(`ended with ${ended.code} ${ended.signal}`)
      if (ended.stdout !== bare.stdout) problems.push(`stdout is ${JSON.stringify(ended.stdout)}`)
      if (ended.stderr.replaceAll(dir, '<dir>') !== bare.stderr) problems.push(`stderr is ${JSON.stringify(ended.stderr)}`)
      if (ended.notices.length !== 1) problems.push(`notices: ${ended.notices.join(' | ')}`)
    }
    return [...problems, ...await problemsLeft(join(dir, 'FaultSnaps'), ended, isKilled)]
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function problemsLeft (repository: string, { notices: [notice = ''] }: Ended, isKilled: boolean): Promise<string[]> {
  const problems: string[] = []
  if (existsSync(repository)) {
    const files = (readdirSync(repository, { recursive: true }) as string[]).map(name => join(repository, name)).filter(file => statSync(file).isFile())
    for (const file of files.filter(name => name.endsWith('.faultsnap'))) {
      const found = await verifyCapsule(file).catch((error: Error) => [{ path: '', problem: error.message }])
      for (const { problem } of found) problems.push(`${file} is half written: ${problem}`)
    }
    // A temporary file is nobody's once it is old.
    for (const file of files) utimesSync(file, new Date(Date.now() - 10_000), new Date(Date.now() - 10_000))
  }
  const listed: number[] = []
  for (let round = 0; round < 2; round++) {
    const { failed } = await recoverSpool(repository, async record => await packCrash(record))
    for (const { error } of failed) problems.push(`a spooled crash cannot be packed: ${String(error)}`)
    listed.push((await listCrashes(repository, file => problems.push(`${file} cannot be read`))).length)
  }
  const said = /Saved to|Not packed yet/i.test(notice) ? 1 : /not saved/.test(notice) ? 0 : -1
  if (listed[0] !== listed[1]) problems.push(`listed ${listed[0]}, then ${listed[1]}`)
  if (listed[0]! > 1) problems.push(`the crash is there ${listed[0]} times`)
  if (!isKilled && said !== listed[0]) problems.push(`the notice is "${notice}", listed are ${listed[0]}`)
  if (said === 1 && listed[0] !== 1) problems.push(`lost, after the notice "${notice}"`)
  const waiting = existsSync(join(repository, '.spool')) ? readdirSync(join(repository, '.spool')).filter(name => /\.json$|\.claimed-/.test(name)) : []
  if (waiting.length > 0) problems.push(`still in the spool: ${waiting.join(', ')}`)
  return problems
}
