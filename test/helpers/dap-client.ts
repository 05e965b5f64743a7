import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DebugClient } from '@vscode/debugadapter-testsupport'
import type { DebugProtocol } from '@vscode/debugprotocol'

type Stopped = DebugProtocol.StoppedEvent['body']

/** What a client saw until the program stood still. */
export interface DapStart { stopped: Stopped, output: string, capabilities: DebugProtocol.Capabilities }

/** The client library that VS Code's own adapters are tested with, and what tests ask again and again. */
export class DapClient extends DebugClient {
  static readonly #all = new Set<DapClient>()
  output = ''
  stops = 0
  /** `stopped` and `continued`, in their order. */
  readonly moves: string[] = []

  /** `cli`: the bundled command line; `args` follow its `dap`. The working directory is `dir`. */
  constructor (cli: string, dir: string, args: string[] = [], node = process.execPath) {
    const adapter = join(dir, `adapter-${Math.random().toString(36).slice(2)}.cjs`)
    writeFileSync(adapter, `process.argv.push('dap', ...${JSON.stringify(args)})\nimport(${JSON.stringify(cli)})\n`)
    super(node, adapter, 'faultsnap', { cwd: dir })
    DapClient.#all.add(this)
    this.defaultTimeout = 30_000
    this.on('output', (event: DebugProtocol.OutputEvent) => { this.output += event.body.output })
    this.on('stopped', () => { this.stops++ })
    for (const move of ['stopped', 'continued']) this.on(move, () => this.moves.push(move))
  }

  /** Starts, launches and waits until the program stands at its crash. */
  async begin (entry: object = {}, { port, request = 'launch' }: { port?: number, request?: 'launch' | 'attach' } = {}): Promise<DapStart> {
    await this.start(port)
    const { body } = await this.initializeRequest()
    const stopped = this.waitForEvent('stopped') as Promise<DebugProtocol.StoppedEvent>
    const initialized = this.waitForEvent('initialized')
    await (request === 'launch' ? this.launchRequest(entry as never) : this.attachRequest(entry as never))
    await initialized
    await this.configurationDoneRequest()
    return { stopped: (await stopped).body, output: this.output, capabilities: body! }
  }

  async frames (): Promise<DebugProtocol.StackFrame[]> {
    return (await this.stackTraceRequest({ threadId: 1 })).body.stackFrames
  }

  async rows (variablesReference: number, page: Partial<DebugProtocol.VariablesArguments> = {}): Promise<DebugProtocol.Variable[]> {
    return (await this.variablesRequest({ variablesReference, ...page })).body.variables
  }

  /** The variables of a frame's scope whose name begins so, by name. */
  async scope (frameId: number, name: string): Promise<Map<string, DebugProtocol.Variable>> {
    const { scopes } = (await this.scopesRequest({ frameId })).body
    const found = scopes.find(scope => scope.name.startsWith(name))
    if (found === undefined) throw new Error(`no scope ${name} in ${scopes.map(scope => scope.name).join(', ')}`)
    return byName(await this.rows(found.variablesReference))
  }

  /** The result of an expression, or `error: …`. */
  async value (expression: string, args: Partial<DebugProtocol.EvaluateArguments> = {}): Promise<string> {
    return await this.evaluateRequest({ expression, frameId: 1, context: 'watch', ...args }).then(({ body }) => body.result, (error: Error) => `error: ${error.message}`)
  }

  /** Disconnects, and waits until the adapter ended by itself. */
  async leave (): Promise<number | null> {
    const ended = new Promise<number | null>(resolve => this.#child!.on('exit', resolve))
    await this.disconnectRequest()
    return await ended
  }

  /** Adapters that a failed test left behind: they would keep the test run waiting. */
  static endAll (): void {
    for (const client of DapClient.#all) client.#child?.kill('SIGKILL')
  }

  get #child (): ChildProcess | undefined {
    return (this as unknown as { _adapterProcess?: ChildProcess })._adapterProcess
  }
}

export const byName = (rows: DebugProtocol.Variable[]): Map<string, DebugProtocol.Variable> => new Map(rows.map(row => [row.name, row]))
