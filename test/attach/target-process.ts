import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readCapsule } from '../../src/capsule/read'
import { root } from '../e2e/installed'

export const CLI = join(root, 'dist', 'cli.mjs')

/** What a process came to. */
export interface Ended { code: number | null, signal: NodeJS.Signals | null, stdout: string, stderr: string }

/** A process under test. */
export interface Running {
  child: ChildProcess
  pid: number
  ended: Promise<Ended>
  /** Settles when its stdout has this text. */
  says: (text: string) => Promise<void>
}

const folder = mkdtempSync(join(tmpdir(), 'faultsnap-attach-'))
const running = new Set<ChildProcess>()

/** Writes files into a folder of their own; gives its path. */
export function programOf (files: Record<string, string>): string {
  const dir = mkdtempSync(join(folder, 'program-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  return dir
}

/** Its inspector would take a port of its own: tests run side by side. */
export function startNode (node: string, dir: string, args: readonly string[], env: Record<string, string> = {}): Running {
  return start(node, ['--inspect-port=0', ...args], dir, env)
}

export function start (command: string, args: readonly string[], cwd: string, env: Record<string, string> = {}): Running {
  const child = spawn(command, args, { cwd, env: { PATH: process.env['PATH'], HOME: folder, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let [stdout, stderr] = ['', '']
  const waiting: { text: string, resolve: () => void }[] = []
  const look = (): void => { for (const { text, resolve } of waiting) if ((stdout + stderr).includes(text)) resolve() }
  child.stdout!.on('data', (chunk: Buffer) => { stdout += String(chunk); look() })
  child.stderr!.on('data', (chunk: Buffer) => { stderr += String(chunk); look() })
  const ended = new Promise<Ended>(resolve => child.on('close', (code, signal) => {
    running.delete(child)
    resolve({ code, signal, stdout, stderr })
    for (const each of waiting) each.resolve()
  }))
  const says = async (text: string): Promise<void> => await new Promise(resolve => { waiting.push({ text, resolve }); look() })
  return { child, pid: child.pid!, ended, says }
}

/** `faultsnap attach`, which records into the program's folder. */
export function startAttach (node: string, dir: string, args: readonly string[]): Running {
  return start(node, [CLI, 'attach', '--repo', join(dir, 'FaultSnaps'), ...args], dir, { FAULTSNAP_TEST: '1' })
}

export async function attach (node: string, dir: string, args: readonly string[]): Promise<Ended> {
  return await startAttach(node, dir, args).ended
}

/** The capsules that `attach --json` tells of, opened. */
export async function capsulesOf ({ stdout, stderr }: Ended): Promise<{ shape: AttachJson, capsules: Awaited<ReturnType<typeof readCapsule>>[] }> {
  let shape: AttachJson
  try {
    shape = JSON.parse(stdout) as AttachJson
  } catch {
    throw new Error(`no JSON: ${stdout} ${stderr}`)
  }
  return { shape, capsules: await Promise.all(shape.capsules.map(async ({ file }) => await readCapsule(file))) }
}

export interface AttachJson {
  target: { pid: number, version: string }
  openedInspector: boolean
  capsules: { file: string, pauseMs: number, exception: { type: string, message: string } }[]
  ended?: string
}

/** Ends what a failed test left running. */
export function removeAll (): void {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
}

const SHOP = `declare const process: any, setInterval: any, clearInterval: any, console: any
interface Item { price: number, qty: number }

/** Sums up. */
export function total (items: Item[], coupon: string): number {
  let sum = 0
  for (const item of items) sum += item.price * item.qty
  const reduced = coupon === 'HALF' ? sum / 2 : sum // here
  return reduced
}

let turn = 0
const timer = setInterval(() => {
  turn++
  total([{ price: turn, qty: 2 }], turn % 10 === 0 ? 'HALF' : '')
  if (process.exitCode !== undefined) clearInterval(timer)
}, 5)
process.on('SIGTERM', () => { process.exitCode = 3 })
console.log('open')
`

/** As tsc writes it: with a map beside it, or with one and the source inside. */
export function compiled (inline: boolean): string {
  const dir = programOf({ 'src/shop.ts': SHOP })
  const maps = inline ? ['--inlineSourceMap', '--inlineSources'] : ['--sourceMap']
  spawnSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), 'src/shop.ts', '--outDir', 'dist', '--rootDir', 'src', '--ignoreConfig',
    '--module', 'commonjs', '--target', 'es2022', ...maps], { cwd: dir })
  return dir
}

/** One-based line of {@link compiled}'s TypeScript that has this text. */
export const lineOf = (mark: string): number => SHOP.split('\n').findIndex(line => line.includes(mark)) + 1
