import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/** Node's default for `--inspect-port`. */
export const DEFAULT_PORT = 9229

/** Number of SIGUSR1 on Linux: bit 9 of the masks in `/proc/<pid>/status`. */
const SIGUSR1_BIT = 1n << 9n

/** What Linux tells of another process; without `/proc` nothing is known but that it exists. */
export interface ProcessFacts {
  /** A word of the command line, to be shown. */
  command: string
  isStopped: boolean
  isZombie: boolean
  /** Whether it has a handler for SIGUSR1: without one the signal would end it. */
  catchesUsr1: boolean
  isOtherNetwork: boolean
  isOtherFileSystem: boolean
  /** Its ids in its own and all outer namespaces. */
  pids: number[]
  /** The port that its arguments or `NODE_OPTIONS` give the inspector; 0 for any. */
  inspectPort: number
  /** Whether its arguments or `NODE_OPTIONS` have it opened from the start. */
  isInspected: boolean
}

/** Undefined where there is no `/proc` or it may not be read. */
export function processFacts (pid: number): ProcessFacts | undefined {
  const status = read(`/proc/${pid}/status`)
  if (status === undefined) return undefined
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? ''
  const args = (read(`/proc/${pid}/cmdline`) ?? '').split('\0')
  const options = (read(`/proc/${pid}/environ`) ?? '').split('\0').find(entry => entry.startsWith('NODE_OPTIONS=')) ?? ''
  const flags = [...options.slice('NODE_OPTIONS='.length).split(/\s+/), ...args]
  return {
    command: args.filter(argument => argument !== '').slice(0, 3).join(' '),
    isStopped: /^[Tt]/.test(field('State')),
    isZombie: field('State').startsWith('Z'),
    catchesUsr1: (BigInt(`0x${field('SigCgt') || '0'}`) & SIGUSR1_BIT) !== 0n,
    isOtherNetwork: isOther(pid, 'net'),
    isOtherFileSystem: isOther(pid, 'mnt'),
    pids: [pid, ...field('NSpid').split(/\s+/).map(Number).filter(id => id > 0)],
    inspectPort: inspectPort(flags),
    isInspected: flags.some(flag => /^--inspect(?:-brk|-wait)?(?:=|$)/.test(flag)),
  }
}

/** The port that Node would open its inspector at. */
export function inspectPort (args: readonly string[]): number {
  let port = DEFAULT_PORT
  for (const [index, argument] of args.entries()) {
    const [, name, value] = /^--(inspect(?:-brk|-wait|-port)?|debug-port)(?:=(.*))?$/.exec(argument) ?? []
    if (name === undefined) continue
    const text = value ?? (name.endsWith('-port') ? args[index + 1] : undefined)
    const [, digits] = /(?:^|:)(\d{1,5})$/.exec(text ?? '') ?? []
    if (digits !== undefined) port = Number(digits)
  }
  return port
}

/** The TCP ports that a process listens on, in its own network. Undefined where that cannot be known. */
export function listeningPorts (pid: number): number[] | undefined {
  const inodes = socketsOf(pid)
  if (inodes === undefined) return undefined
  return tcpRows(pid).filter(({ state, inode }) => state === '0A' && inodes.has(inode)).map(({ localPort }) => localPort)
}

/** How many connections a process has at one of its ports. Undefined where that cannot be known. */
export function connectionsAt (pid: number, port: number): number | undefined {
  const inodes = socketsOf(pid)
  if (inodes === undefined) return undefined
  return tcpRows(pid).filter(({ state, inode, localPort }) => state === '01' && localPort === port && inodes.has(inode)).length
}

function socketsOf (pid: number): Set<string> | undefined {
  try {
    return new Set(readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return []
      }
    }))
  } catch {
    return undefined
  }
}

/** Rows of `/proc/<pid>/net/tcp` and `tcp6`: `sl local rem st … inode`, numbers in hex. */
function tcpRows (pid: number): { localPort: number, state: string, inode: string }[] {
  return ['tcp', 'tcp6'].flatMap(file => (read(`/proc/${pid}/net/${file}`) ?? '').split('\n').slice(1).flatMap(line => {
    const columns = line.trim().split(/\s+/)
    if (columns.length < 10) return []
    return { localPort: parseInt(columns[1]!.split(':')[1]!, 16), state: columns[3]!, inode: columns[9]! }
  }))
}

function isOther (pid: number, namespace: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/${namespace}`) !== readlinkSync(`/proc/self/ns/${namespace}`)
  } catch {
    return false
  }
}

function read (file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
