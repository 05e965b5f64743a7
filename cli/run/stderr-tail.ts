import { spawn, spawnSync } from 'node:child_process'
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { isatty } from 'node:tty'

const KEPT_BYTES = 64 * 1024

/**
 * What a command writes to stderr, its last 64 KiB, without any difference to the command or to whoever reads it. `stdio` is what the
 * command gets as its stderr; `started` is called when it has got it. `text` gives what is known, by now or until a time (epoch
 * ms), `why` a sentence if that is nothing. `end` passes on what is left when the command has ended.
 */
export interface StderrTail {
  stdio: 'inherit' | number
  started: () => void
  text: (until?: number) => string
  why: string
  end: () => Promise<void>
}

/**
 * - A terminal stays the command's own: programs ask it for its size and colours.
 * - Where stdout and stderr are one file or pipe, what is written to both must stay in order: that takes one writer.
 * - A file is read when somebody wants to know what is in it.
 * - A pipe is replaced by a pipe of ours (a FIFO: Node's own are sockets, which `/dev/stderr` cannot be opened on), from which all is
 *   passed on as it comes.
 */
export function stderrTail (dir: string, fd = 2): StderrTail {
  const none = (why: string): StderrTail => ({ stdio: 'inherit', started: () => {}, text: () => '', why, end: async () => {} })
  if (isatty(fd)) return none('stderr was a terminal: its last lines are not recorded.')
  try {
    const stat = fstatSync(fd)
    if (isSameFile(fd)) return none('stdout and stderr were one: the last lines of stderr are not recorded.')
    if (stat.isFile()) return ofFile(fd, stat.size)
    if (!stat.isFIFO() && !stat.isSocket()) return none('stderr was neither a file nor a pipe: its last lines are not recorded.')
    return throughFifo(join(dir, 'stderr'), fd)
  } catch {
    return none('stderr could not be watched: its last lines are not recorded.')
  }
}

function isSameFile (fd: number): boolean {
  const [one, other] = [fstatSync(1), fstatSync(fd)]
  return one.dev === other.dev && one.ino === other.ino
}

function ofFile (fd: number, from: number): StderrTail {
  const text = (): string => {
    try {
      const reader = openSync(`/dev/fd/${fd}`, 'r')
      try {
        const { size } = fstatSync(reader)
        const start = Math.max(from > size ? 0 : from, size - KEPT_BYTES)
        const buffer = Buffer.alloc(Math.min(KEPT_BYTES, size - start))
        return buffer.toString('utf8', 0, readSync(reader, buffer, 0, buffer.length, start))
      } finally {
        closeSync(reader)
      }
    } catch {
      return ''
    }
  }
  return { stdio: 'inherit', started: () => {}, text, why: 'stderr was a file that could not be read: its last lines are not recorded.', end: async () => {} }
}

function throughFifo (path: string, fd: number): StderrTail {
  if (spawnSync('mkfifo', ['-m', '600', path]).status !== 0) throw new Error('no mkfifo')
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(path, constants.O_WRONLY)
  const socket = new Socket({ fd: reader, readable: true, writable: false })
  const chunks: { at: number, bytes: Buffer }[] = []
  let kept = 0
  let lastAt = 0
  socket.on('error', () => {}).on('data', chunk => {
    lastAt = Date.now()
    chunks.push({ at: lastAt, bytes: chunk })
    kept += chunk.length
    while (kept - chunks[0]!.bytes.length >= KEPT_BYTES) kept -= chunks.shift()!.bytes.length
    // Whoever read stderr is gone: the command is to learn it as it would have.
    if (!writeAll(fd, chunk)) socket.destroy()
  })
  const end = async (): Promise<void> => {
    const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
    // Others may hold the pipe still: a server in the background. They must be able to write to it.
    const quiet = (async () => {
      do await new Promise(resolve => setTimeout(resolve, 20)); while (Date.now() - lastAt < 20)
    })()
    await Promise.race([closed, quiet])
    if (!socket.destroyed) relay(socket, fd)
  }
  const text = (until = Number.POSITIVE_INFINITY): string =>
    Buffer.concat(chunks.filter(({ at }) => at <= until).map(({ bytes }) => bytes)).toString('utf8')
  return { stdio: writer, started: () => closeSync(writer), text, why: '', end }
}

/** Hands the pipe to a process that lives as long as somebody writes to it. */
function relay (socket: Socket, fd: number): void {
  socket.pause()
  spawn('cat', [], { stdio: [socket, fd, 'ignore'], detached: true }).on('error', () => {}).unref()
  socket.destroy()
}

/** False if nobody reads. A full pipe is waited for, as a program that writes to it would. */
function writeAll (fd: number, bytes: Buffer): boolean {
  let rest = bytes
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return false
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
  return true
}
