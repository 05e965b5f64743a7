import { spawn, type ChildProcess } from 'node:child_process'
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { Capsule } from '../../src/capsule/read'
import { capsulesIn, nodes, type NodeBinary } from '../e2e/harness'

/** An answer as it came, without `Date`. `headers` as sent: name, value, name, … */
export interface Answer { status: number, headers: string[], body: string }

export interface Asked { method?: string, headers?: IncomingHttpHeaders, body?: string }

const START_TIMEOUT_MS = 60_000

/** A server of fixtures/apps that runs, with or without FaultSnap. */
export class RunningApp {
  readonly port: number
  readonly dir: string
  private readonly child: ChildProcess
  private readonly output: { stdout: string, stderr: string }

  private constructor (child: ChildProcess, dir: string, port: number, output: { stdout: string, stderr: string }) {
    this.child = child
    this.dir = dir
    this.port = port
    this.output = output
  }

  /** Starts `entry` in `dir`, and waits for the port that it prints. */
  static async start (dir: string, entry: string, options: {
    isRecorded: boolean, node?: NodeBinary, args?: string[], env?: Record<string, string>, preload?: string[]
  }): Promise<RunningApp> {
    const { isRecorded, node = nodes[0]!, args = [], env = {}, preload = ['-r', 'faultsnap/register'] } = options
    const inherited = Object.entries(process.env).filter(([name]) => !/^(FAULTSNAP_.*|NODE_OPTIONS|NODE_ENV|npm_.*)$/.test(name))
    const child = spawn(node.path, [...isRecorded ? preload : [], entry, ...args], {
      cwd: dir, stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32',
      env: { ...Object.fromEntries(inherited), ...isRecorded && { FAULTSNAP_TEST: 'strict' }, ...env },
    })
    const output = { stdout: '', stderr: '' }
    child.stderr.setEncoding('utf8').on('data', text => { output.stderr += text })
    const port = await new Promise<number>((resolve, reject) => {
      const failed = (why: string): void => reject(new Error(`${entry} ${why}: ${output.stdout}${output.stderr}`))
      const timer = setTimeout(() => failed('did not start'), START_TIMEOUT_MS)
      child.on('exit', code => failed(`ended with ${code}`))
      child.stdout.setEncoding('utf8').on('data', text => {
        output.stdout += text
        const found = /^(?:.*127\.0\.0\.1:|.*localhost:)?(\d+)\r?\n/m.exec(output.stdout)
        if (found === null) return
        clearTimeout(timer)
        resolve(Number(found[1]))
      })
    })
    return new RunningApp(child, dir, port, output)
  }

  /** Standard error until now, without FaultSnap's lines. */
  get stderr (): string {
    return this.output.stderr.replace(/^\[FaultSnap\].*\n/gm, '')
  }

  async ask (path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
    return await new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port: this.port, path, method, headers, agent: new Agent({ keepAlive: false }) }, response => {
        let text = ''
        response.setEncoding('utf8').on('data', part => { text += part }).on('error', reject).on('end', () => {
          const raw = response.rawHeaders
          const kept = raw.filter((_value, index) => raw[index - index % 2]!.toLowerCase() !== 'date')
          resolve({ status: response.statusCode!, headers: kept, body: text.replaceAll(`:${this.port}`, ':PORT') })
        })
      })
      request.on('error', reject).end(body)
    })
  }

  /** Ends the app and all that it started, at once. */
  async kill (): Promise<void> {
    const ended = new Promise(resolve => this.child.once('close', resolve))
    try {
      process.kill(process.platform === 'win32' ? this.child.pid! : -this.child.pid!, 'SIGKILL')
      await ended
    } catch {
      // It has ended by itself.
    }
  }

  /** Ends the app in good order; gives how it ended. */
  async stop (): Promise<number | null> {
    const ended = new Promise<number | null>(resolve => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) resolve(this.child.exitCode)
      else this.child.once('exit', code => resolve(code))
    })
    this.child.stdin!.end()
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 20_000)
    try {
      return await ended
    } finally {
      clearTimeout(timer)
    }
  }

  /** The capsules of requests, by the path of their request. Waits for `count` of them, half a minute at most. */
  async capsules (count: number, repository = 'FaultSnaps'): Promise<Map<string, Capsule>> {
    const until = Date.now() + 30_000
    let found = await capsulesIn(this.dir, repository)
    while (found.length < count && Date.now() < until) {
      await new Promise(resolve => setTimeout(resolve, 100))
      found = await capsulesIn(this.dir, repository).catch(() => [])
    }
    return new Map(found.map(capsule => [capsule.crash.request?.path ?? `without request: ${capsule.crash.exception.message}`, capsule]))
  }
}
