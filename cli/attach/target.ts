import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Debugger, Runtime } from 'node:inspector'
import { OWN_SCRIPTS, type RemoteMethod, type RemoteReady, type RemoteSetup } from '../../src/attach/remote-protocol'
import { FaultSnapError } from '../../src/errors'
import { safeText } from '../../src/terminal/safe-text'
import { LocalFiles } from './local-files'
import type { OpenInspector } from './open-inspector'
import { connectionsAt } from './process-facts'
import { ANSWER_MS, TargetConnection, within } from './target-connection'

/** What is kept of a script that the program has; `sourceMapURL` as V8 says it, inline maps whole. */
export interface TargetScript { id: string, url: string, hash: string, isModule: boolean, sourceMapURL: string, endLine: number }

/** What the program says of itself. */
export interface TargetFacts { pid: number, version: string }

/** A program whose event loop does not turn for so long has its inspector closed at once. */
const TURN_MS = 300

const GROUP = 'faultsnap'

/**
 * A program with our recorder in it. Its methods are called in the program; what it holds there is let go of by {@link leave}, and also
 * when the connection breaks: V8 then forgets the recorder, removes our breakpoints and ends a pause of ours.
 */
export class Target {
  readonly scripts = new Map<string, TargetScript>()
  /** Told of every pause, ours or not. */
  onPaused: (params: Debugger.PausedEventDataType) => void = () => {}
  onScript: (script: TargetScript) => void = () => {}
  facts: TargetFacts = { pid: 0, version: '' }
  ready!: RemoteReady
  private recorder = ''
  private readonly doors = new Map<string, string>()
  /** The pause in which the program was when we came. */
  pauseAtArrival: Debugger.PausedEventDataType | undefined
  /** Milliseconds of `performance.now()` since which a pause holds the program, and what V8 said of it: somebody has to end it. */
  pausedAt: number | undefined
  pause: Debugger.PausedEventDataType | undefined
  readonly localFiles = new LocalFiles(this)

  private constructor (readonly connection: TargetConnection, readonly inspector: OpenInspector) {}

  /** Connects, makes sure that it is the right process, and brings the recorder. Throws FaultSnapError NOT_ATTACHED or TARGET_ENDED. */
  static async attach (inspector: OpenInspector, setup: RemoteSetup, assetsDir: string): Promise<Target> {
    const target = new Target(await TargetConnection.open(inspector.url), inspector)
    try {
      await target.identify()
      await target.bring(setup, assetsDir)
      target.listen()
      target.onPaused = params => { target.pauseAtArrival = params }
      await target.connection.send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true })
      await target.connection.send('Debugger.enable')
      target.onPaused = () => {}
      return target
    } catch (error) {
      await target.leave()
      throw error
    }
  }

  /** Calls the recorder. `objectIds`: live values that go with it. */
  async call (method: RemoteMethod, json: string, objectIds: readonly string[] = [], ms = ANSWER_MS): Promise<string> {
    return await this.callAt(this.recorder, method, json, objectIds, ms)
  }

  /**
   * The same from another context of the program (`vm`), whose values cannot be handed to a function of this one. `context`: the second part
   * of their ids.
   */
  async callFrom (context: string, method: RemoteMethod, json: string, objectIds: readonly string[]): Promise<string> {
    let door = this.doors.get(context)
    if (door === undefined) {
      await this.call('openDoor', '')
      try {
        door = objectOf(await this.connection.send<Runtime.EvaluateReturnType>('Runtime.evaluate', {
          expression: 'require("node:process")[Symbol.for("faultsnap.attach")]', contextId: Number(context), includeCommandLineAPI: true, silent: true,
          objectGroup: GROUP,
        }))
      } finally {
        await this.call('closeDoor', '')
      }
      this.doors.set(context, door)
    }
    return await this.callAt(door, method, json, objectIds, ANSWER_MS)
  }

  /** The context of the recorder, as in the ids of objects. */
  get context (): string {
    return contextOf(this.recorder)
  }

  /** Ends a pause of ours. */
  async resume (): Promise<void> {
    try {
      await this.connection.send('Debugger.resume')
    } catch (error) {
      if (error instanceof FaultSnapError) throw error
      // V8: not paused any more.
    }
  }

  /** Leaves the program as it was found. Never throws: it may have ended. */
  async leave (): Promise<void> {
    const { connection, recorder } = this
    const quietly = async (work: Promise<unknown>): Promise<void> => { await work.catch(() => {}) }
    this.onPaused = () => {}
    if (recorder !== '') {
      await quietly(connection.send('Debugger.disable', {}, 1_000))
      // Somebody else found it open meanwhile, who would be cut off.
      const isOurs = this.inspector.isOurs && (connectionsAt(this.facts.pid, Number(new URL(this.inspector.url).port)) ?? 1) <= 1
      // The connection ends with the port.
      await quietly(this.callAt(recorder, 'close', JSON.stringify({ isInspectorOurs: isOurs, isNow: false }), [], 1_000))
      if (isOurs) {
        const isClosed = await within(connection.ended.then(() => true), TURN_MS)
        if (isClosed !== true) await quietly(this.callAt(recorder, 'close', JSON.stringify({ isInspectorOurs: isOurs, isNow: true }), [], 1_000))
      } else await quietly(connection.send('Runtime.releaseObjectGroup', { objectGroup: GROUP }, 1_000))
    } else if (this.inspector.isOurs) {
      await quietly(connection.send('Runtime.evaluate', { expression: CLOSE, includeCommandLineAPI: true, silent: true }, 1_000))
    }
    await connection.close()
  }

  private async identify (): Promise<void> {
    const { result } = await this.connection.send<Runtime.EvaluateReturnType>('Runtime.evaluate', {
      expression: '[process.pid, process.version, process.argv === undefined].join()', silent: true, returnByValue: true,
    })
    const [pid = '', version = '', waits = ''] = String(result.value).split(',')
    this.facts = { pid: Number(pid), version }
    const { pids, url } = this.inspector
    if (!/^v\d/.test(version)) throw new FaultSnapError('NOT_ATTACHED', `What answers at ${safeText(url, 200)} is no Node.js program.`)
    if (waits === 'true') throw new FaultSnapError('NOT_ATTACHED', 'The program has not started: it waits for a debugger (--inspect-brk), and has nothing to record.')
    if (pids !== undefined && !pids.includes(this.facts.pid)) {
      throw new FaultSnapError('NOT_ATTACHED', `The inspector at ${safeText(new URL(url).host)} is that of process ${this.facts.pid}, not of ${pids[0]}: ` +
        'the port is taken. Close that inspector first.')
    }
    if (Number(/^v(\d+)/.exec(version)![1]) < 20) throw new FaultSnapError('NOT_ATTACHED', `The program runs on Node.js ${safeText(version, 20)}: attach needs 20 or newer.`)
  }

  private async bring (setup: RemoteSetup, assetsDir: string): Promise<void> {
    const load = await this.connection.send<Runtime.EvaluateReturnType>('Runtime.evaluate', {
      expression: `${readFileSync(join(assetsDir, 'remote-bootstrap.js'), 'utf8').trim().replace(/;$/, '')}\n//# sourceURL=${OWN_SCRIPTS}bootstrap`, silent: true, objectGroup: GROUP,
    })
    const made = await this.connection.send<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
      objectId: objectOf(load), functionDeclaration: 'function(text){return this(text)}', silent: true, objectGroup: GROUP,
      arguments: [{ value: readFileSync(join(assetsDir, 'remote-recorder.js'), 'utf8') }],
    })
    this.recorder = objectOf(made)
    this.ready = JSON.parse(await this.call('setUp', JSON.stringify(setup))) as RemoteReady
  }

  private async callAt (handle: string, method: RemoteMethod, json: string, objectIds: readonly string[], ms: number): Promise<string> {
    const { result, exceptionDetails } = await this.connection.send<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
      objectId: handle, functionDeclaration: `function(method,json){return this[method](json,arguments)}\n//# sourceURL=${OWN_SCRIPTS}call\n`, silent: true, returnByValue: true,
      arguments: [{ value: method }, { value: json }, ...objectIds.map(objectId => ({ objectId }))],
    }, ms)
    if (exceptionDetails !== undefined || typeof result.value !== 'string') throw failed(exceptionDetails)
    return result.value
  }

  private listen (): void {
    this.connection.on<Debugger.ScriptParsedEventDataType>('Debugger.scriptParsed', params => {
      const { scriptId, url, hash, isModule = false, sourceMapURL = '', endLine } = params
      const script = { id: scriptId, url, hash, isModule, sourceMapURL, endLine }
      this.scripts.set(scriptId, script)
      if (!url.startsWith(OWN_SCRIPTS)) this.onScript(script)
    })
    this.connection.on<Debugger.PausedEventDataType>('Debugger.paused', params => {
      this.pausedAt = performance.now()
      this.pause = params
      this.onPaused(params)
    })
    this.connection.on('Debugger.resumed', () => { this.pausedAt = this.pause = undefined })
  }
}

/** `<isolate>.<context>.<number>` on Node 20 to 26. */
export function contextOf (objectId: string): string {
  return objectId.split('.')[1] ?? ''
}

const CLOSE = "(process.getBuiltinModule ? process.getBuiltinModule('node:inspector') : require('node:inspector')).close()"

function objectOf ({ result, exceptionDetails }: { result: Runtime.RemoteObject, exceptionDetails?: Runtime.ExceptionDetails }): string {
  if (exceptionDetails !== undefined || result.objectId === undefined) throw failed(exceptionDetails)
  return result.objectId
}

function failed (details: Runtime.ExceptionDetails | undefined): FaultSnapError {
  const why = details?.exception?.description?.split('\n')[0] ?? details?.text ?? 'it gave nothing'
  return new FaultSnapError('NOT_ATTACHED', `The recorder does not run in the program: ${safeText(why, 300)}.`)
}

export { within }
