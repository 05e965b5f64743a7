import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import type { Command } from './command'

/** Package managers, shells and `concurrently` stand between a program and its watcher. */
const MAX_LEVELS = 8
/** A command line may hold a whole script. */
const MAX_CHARS = 20_000

/** Parents of this process, the nearest first, as far as they may be seen. */
export function ancestors (): Command[] {
  if (process.platform === 'linux') return ofProc()
  // There it takes a second to ask for other processes; npm and npx say what they run.
  if (process.platform === 'win32') return fromScript()
  return ofList(processList())
}

function ofProc (): Command[] {
  const result: Command[] = []
  try {
    // Asked first: nothing is thrown here that a debugger of the program's would stop at.
    for (let pid = process.ppid; pid > 0 && result.length < MAX_LEVELS && existsSync(`/proc/${pid}/cmdline`);) {
      const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').slice(0, MAX_CHARS).split('\0').filter(argument => argument !== '')
      const of = pid
      result.push({ argv, cwd: () => folderOf(of) })
      // The name, in parentheses, may have any characters.
      pid = Number(/^[^]*\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? 0)
    }
  } catch {
    // Not ours to look at, or gone: what was seen counts.
  }
  return result
}

function folderOf (pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return process.cwd()
  }
}

function processList (): string {
  if (process.ppid <= 1) return ''
  const { spawnSync } = require('node:child_process') as typeof import('node:child_process')
  return spawnSync('ps', ['-axww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8', timeout: 1_000, maxBuffer: 16 * 1024 * 1024, env: {
    PATH: '/bin:/usr/bin', LC_ALL: 'C' } }).stdout ?? ''
}

/** Of the output of `ps -o pid=,ppid=,command=`, in which arguments with blanks cannot be told. */
export function ofList (list: string, from = process.ppid): Command[] {
  const processes = new Map(list.split('\n').flatMap(line => {
    const [, pid, ppid, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return pid === undefined ? [] : [[Number(pid), { ppid: Number(ppid), argv: command!.slice(0, MAX_CHARS).split(/\s+/) }] as const]
  }))
  const result: Command[] = []
  for (let at = processes.get(from); at !== undefined && result.length < MAX_LEVELS; at = processes.get(at.ppid)) {
    result.push({ argv: at.argv, cwd: () => process.cwd() })
  }
  return result
}

function fromScript (): Command[] {
  const script = process.env['npm_lifecycle_script']
  if (script === undefined) return []
  return script.slice(0, MAX_CHARS).split(/&&|\|\||[;|&]/).map(part => ({
    argv: part.trim().split(/\s+/).map(word => word.replaceAll(/^["']|["']$/g, '')), cwd: () => process.cwd(),
  }))
}
