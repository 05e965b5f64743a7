import { spawn, type ChildProcess } from 'node:child_process'
import { parse } from 'node:path'
import { BOOTSTRAP } from './bootstrap'

/** Why a question has no answer. */
export class ShadowFailure extends Error {
  constructor (readonly reason: 'time' | 'died' | 'not-started', message: string) {
    super(message)
  }
}

export interface ShadowOptions {
  /** The bundled shadow heap. */
  source: string
  /** Default: the Node that runs this. */
  nodePath?: string
  /** Whether that Node has a permission model, and its flag. Default: of the running Node. */
  permissionFlag?: string | undefined
  maxHeapMb?: number
}

const MAX_HEAP_MB = 512
/** An answer is bounded by the child; a child that does not hold to it is not believed. */
const MAX_ANSWER_BYTES = 128 * 1024 * 1024
/** How long the child lets an expression run by itself, should this process have died meanwhile. */
const CHILD_TIMEOUT_MS = 60_000

/** The flag of the permission model: none before 20, experimental up to 22. */
export function permissionFlag (known: ReadonlySet<string> = process.allowedNodeEnvironmentFlags): string | undefined {
  return ['--permission', '--experimental-permission'].find(flag => known.has(flag))
}

/**
 * The process of a shadow heap: without an inspector, an environment, files, a network, or anything but its standard input and output. One
 * question at a time.
 */
export class ShadowChild {
  private readonly child: ChildProcess
  private chunks: Buffer[] = []
  private received = 0
  private waiting: { resolve: (text: string) => void, reject: (error: Error) => void } | undefined
  private ended: ShadowFailure | undefined

  constructor (options: ShadowOptions) {
    const flag = 'permissionFlag' in options ? options.permissionFlag : permissionFlag()
    const args = [
      ...flag === undefined ? [] : [flag], '--disallow-code-generation-from-strings', '--no-warnings', `--max-old-space-size=${options.maxHeapMb ?? MAX_HEAP_MB}`,
      // A graph is made of objects that stay: fewer, larger collections of the young ones.
      '--max-semi-space-size=64', '--min-semi-space-size=16', '-e', BOOTSTRAP, String(CHILD_TIMEOUT_MS),
    ]
    const { SystemRoot } = process.env
    this.child = spawn(options.nodePath ?? process.execPath, args, {
      // Windows needs its folder to load libraries; nothing else is known to the child.
      env: process.platform === 'win32' && SystemRoot !== undefined ? { SystemRoot } : {},
      cwd: parse(process.cwd()).root, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true,
    })
    this.child.on('error', error => this.fail(new ShadowFailure('not-started', `Expressions run in a process of their own, which could not be started: ${error.message}`)))
    this.child.on('exit', (code, signal) => this.fail(new ShadowFailure('died', `The process of the expression ended (${signal ?? `exit code ${code}`}); an expression may take ${options.maxHeapMb ?? MAX_HEAP_MB} MB of memory`)))
    this.child.stdin!.on('error', () => {})
    this.child.stdout!.on('data', (chunk: Buffer) => this.receive(chunk))
    this.child.stdout!.on('error', () => {})
    // It must not keep the command alive, which ends when its work is done.
    this.child.unref()
    for (const stream of [this.child.stdin, this.child.stdout]) (stream as unknown as { unref?: () => void }).unref?.()
    this.send('S', options.source)
  }

  get hasEnded (): boolean {
    return this.ended !== undefined
  }

  send (letter: 'S' | 'L' | 'A', text: string): void {
    if (this.ended !== undefined) return
    const body = Buffer.from(letter + text)
    const head = Buffer.alloc(4)
    head.writeUInt32LE(body.length)
    this.child.stdin!.write(head)
    this.child.stdin!.write(body)
  }

  /** The answer to a question. Rejects with a {@link ShadowFailure}; after `timeoutMs` the child is killed. */
  async ask (text: string, timeoutMs: number): Promise<string> {
    if (this.ended !== undefined) throw this.ended
    this.hold(true)
    const timer = setTimeout(() => {
      this.fail(new ShadowFailure('time', `The expression was stopped after ${timeoutMs} ms`))
    }, timeoutMs)
    try {
      return await new Promise<string>((resolve, reject) => {
        this.waiting = { resolve, reject }
        this.send('A', text)
      })
    } finally {
      clearTimeout(timer)
      this.hold(false)
    }
  }

  close (): void {
    this.fail(new ShadowFailure('died', 'The process of the expression was closed'))
  }

  /** Whether this process waits for the child. */
  private hold (isHeld: boolean): void {
    const stdout = this.child.stdout as unknown as { ref?: () => void, unref?: () => void }
    if (isHeld) stdout.ref?.()
    else stdout.unref?.()
  }

  private receive (chunk: Buffer): void {
    this.chunks.push(chunk)
    this.received += chunk.length
    if (this.received > MAX_ANSWER_BYTES) return this.fail(new ShadowFailure('died', 'The process of the expression said more than it may'))
    if (this.received < 4) return
    const first = this.chunks[0]!.length >= 4 ? this.chunks[0]! : Buffer.concat(this.chunks)
    const size = first.readUInt32LE(0)
    if (size > MAX_ANSWER_BYTES) return this.fail(new ShadowFailure('died', 'The process of the expression said more than it may'))
    if (this.received < size + 4) return
    const all = Buffer.concat(this.chunks)
    this.chunks = []
    this.received = 0
    const { waiting } = this
    this.waiting = undefined
    waiting?.resolve(all.toString('utf8', 4, size + 4))
  }

  private fail (failure: ShadowFailure): void {
    if (this.ended !== undefined) return
    this.ended = failure
    this.child.kill('SIGKILL')
    this.waiting?.reject(failure)
    this.waiting = undefined
  }
}
