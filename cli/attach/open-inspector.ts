import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { FaultSnapError } from '../../src/errors'
import { safeText } from '../../src/terminal/safe-text'
import { wrongUsage } from '../wrong-usage'
import { inspectorAt } from './inspector-list'
import { connectionsAt, DEFAULT_PORT, listeningPorts, processFacts, type ProcessFacts } from './process-facts'

/**
 * A program's inspector. `isOurs`: it was opened for us, and is to be closed again. `pids`: ids that the program may give as its own,
 * undefined if any is right. `otherClients`: debuggers that were there before, undefined where that cannot be known.
 */
export interface OpenInspector { url: string, isOurs: boolean, pids?: number[], otherClients?: number, isLocal: boolean }

/** How long a program may take to open its inspector: it does so between two pieces of JavaScript. */
const OPENING_MS = 5_000

/**
 * How long one is waited for that is busy in native code: SIGUSR1 cannot be taken back, and without anybody to close it again the inspector would
 * stay open.
 */
const MAX_OPENING_MS = 60_000

/** `interrupted` settles when nobody wants to wait any more; `waitMs`: nor longer than this. `tell` says what is waited for. */
export interface Opening { interrupted: Promise<void>, waitMs: number, tell: (text: string) => void }

/** Finds the inspector of a pid, `host:port` or `ws://…`; of a pid it is opened if need be. Throws FaultSnapError USAGE or NOT_ATTACHED. */
export async function openInspector (target: string, opening: Opening): Promise<OpenInspector> {
  if (/^\d+$/.test(target)) return await ofProcess(Number(target), opening)
  if (/^wss?:\/\//.test(target)) return { url: target, isOurs: false, isLocal: false }
  const [, host, port] = /^(?:https?:\/\/)?(\[[^\]]+\]|[^:/]*):(\d{1,5})\/?$/.exec(target) ?? []
  if (host === undefined || port === undefined) throw wrongUsage(`attach: expected a process id, host:port or ws://…, got "${safeText(target, 200)}"`)
  const url = await inspectorAt(host === '' ? '127.0.0.1' : host.replace(/^\[|\]$/g, ''), Number(port))
  if (url === undefined) throw notAttached(`No Node.js inspector answers at ${safeText(target, 200)}. Start the program with --inspect, or send it SIGUSR1.`)
  return { url, isOurs: false, isLocal: false }
}

async function ofProcess (pid: number, { interrupted, waitMs, tell }: Opening): Promise<OpenInspector> {
  mustExist(pid)
  const facts = processFacts(pid)
  if (facts !== undefined) mustBeAttachable(pid, facts)
  const isLocal = facts?.isOtherFileSystem !== true
  const pids = facts?.pids ?? [pid]
  const known = await inspectorOf(pid, facts, facts?.isInspected === true ? new Set() : undefined)
  const before = new Set(listeningPorts(pid))
  if (known !== undefined) return { ...known, isOurs: false, pids, isLocal }
  const port = facts?.inspectPort ?? DEFAULT_PORT
  // Whoever has the port would be taken for the program, and Node would say so on the program's stderr.
  if (port !== 0 && await isTaken(port)) throw taken(pid, port)
  if (facts !== undefined && !facts.catchesUsr1) {
    throw notAttached(`Process ${pid} (${safeText(facts.command, 100)}) does not handle SIGUSR1, which would end it: it is no Node.js program, has only ` +
      'just started, or was started with --disable-sigusr1. Start the program with --inspect.')
  }
  startInspector(pid)
  const startedAt = Date.now()
  let [isInterrupted, isTold] = [false, false]
  void interrupted.then(() => { isInterrupted = true })
  while (Date.now() < startedAt + Math.min(waitMs, MAX_OPENING_MS) && !isInterrupted) {
    const waitedMs = Date.now() - startedAt
    // A port of its own choice is one that was not there before, or it was open already: then all are asked, at times.
    const opened = await inspectorOf(pid, facts, waitedMs > OPENING_MS / 2 ? new Set() : before)
    if (opened !== undefined) {
      const isOurs = !before.has(Number(new URL(opened.url).port))
      return { ...opened, ...isOurs && { otherClients: 0 }, isOurs, pids, isLocal }
    }
    mustExist(pid)
    if (waitedMs > OPENING_MS && !isTold) {
      isTold = true
      tell(`[FaultSnap] Process ${pid} was asked to open its inspector and has not yet: it is busy in native code (a synchronous child process, ` +
        'cryptography, a file), where V8 cannot pause it, or handles SIGUSR1 itself. Waiting for it (Ctrl+C leaves)')
    }
    await sleep(waitedMs > OPENING_MS ? 100 : 20)
  }
  throw notAttached(`Process ${pid} did not open its inspector within ${Math.round((Date.now() - startedAt) / 1000)} s: it is busy in native code, handles ` +
    `SIGUSR1 itself, or port ${port} is taken (its stderr says so). If it was busy it opens it later, at loopback, and it stays open then: ` +
    "require('node:inspector').close() in the program, or its end, closes it.")
}

/**
 * The inspector that a process has open now. Only ports that it listens on itself are asked, and of these only those an inspector would have;
 * where it chose one itself, those that it did not have `before`.
 */
async function inspectorOf (pid: number, facts: ProcessFacts | undefined, before?: ReadonlySet<number>): Promise<{ url: string, otherClients?: number } | undefined> {
  const listening = facts === undefined ? undefined : listeningPorts(pid)
  // Not Linux, or somebody else's process: who answers is asked for its pid, see target.ts.
  const wanted = facts?.inspectPort ?? DEFAULT_PORT
  const ports = listening === undefined ? [wanted || DEFAULT_PORT] : wanted === 0 ? (before === undefined ? [] : listening.filter(port => !before.has(port)))
    : listening.filter(port => port === wanted || port === DEFAULT_PORT || (port > wanted && port < wanted + 100))
  for (const port of ports) {
    // Before we ask: a question is a connection, too.
    const otherClients = facts === undefined ? undefined : connectionsAt(pid, port)
    const url = await inspectorAt('127.0.0.1', port)
    if (url === undefined) continue
    return { url, ...otherClients !== undefined && { otherClients } }
  }
  return undefined
}

async function isTaken (port: number): Promise<boolean> {
  return await new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 })
    const done = (answer: boolean) => (): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.on('connect', done(true)).on('error', done(false)).on('timeout', done(false))
  })
}

function mustExist (pid: number): void {
  try {
    process.kill(pid, 0)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EPERM') throw notAttached(`Process ${pid} belongs to another user: run attach as that user, or as root.`)
    throw notAttached(`There is no process ${pid}.`)
  }
}

function mustBeAttachable (pid: number, facts: ProcessFacts): void {
  if (facts.isZombie) throw notAttached(`Process ${pid} has ended.`)
  if (facts.isStopped) throw notAttached(`Process ${pid} is stopped: let it go on first (kill -CONT ${pid}).`)
  if (facts.isOtherNetwork) {
    throw notAttached(`Process ${pid} runs in a container with a network of its own: run attach inside of it (docker exec, kubectl exec), ` +
      'or forward its inspector port and give host:port. See docs/attach.md.')
  }
}

function startInspector (pid: number): void {
  try {
    // SIGUSR1, and its like on Windows. It must not reach anything but Node, which was made sure of where that can be known.
    (process as unknown as { _debugProcess: (pid: number) => void })._debugProcess(pid)
  } catch (error) {
    throw notAttached(`The inspector of process ${pid} could not be opened (${safeText((error as Error).message, 200)}).`)
  }
}

const taken = (pid: number, port: number): FaultSnapError => notAttached(`Port ${port}, where process ${pid} would open its inspector, is taken by another ` +
  'process, most likely another debugged program: close that inspector first, or start this program with --inspect-port=0.')

const notAttached = (message: string): FaultSnapError => new FaultSnapError('NOT_ATTACHED', message)
