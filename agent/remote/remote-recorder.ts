import type { RemoteBuild, RemoteBuilt, RemotePause, RemoteReady, RemoteSetup, RemoteWalked } from '../../src/attach/remote-protocol'
import { OWN_SCRIPTS } from '../../src/attach/remote-protocol'
import type { Config } from '../../src/config/config'
import { loadConfig } from '../../src/config/load-config'
import { checkLayers } from '../../src/config/validate'
import { createMasker, type Masker } from '../../src/mask/masker'
import { guarded } from '../boundary'
import { KEY } from '../current'
import type { ParsedScript } from '../inspector/session'
import { SafeMap, defineProperty, now, stringStartsWith } from '../primordials'
import { buildCrash } from '../record/build-crash'
import type { RecordedProgram } from '../record/recorded-program'
import { addToGraph } from '../snapshot/add-to-graph'
import type { Snapshot } from '../snapshot/snapshot'
import { takeSnapshot } from '../snapshot/take-snapshot'
import { primitiveOf } from '../walk/insight'
import { RemoteValues } from './remote-values'

const DOOR = Symbol.for('faultsnap.attach')

const NO_INSIGHT = 'Node refused an inspector session in the program: private fields, promise states and the like are not recorded.'

/**
 * The recorder in a program that was never prepared. `faultsnap attach` brings it, calls its methods with live values over the
 * debugger's protocol, and lets go of it. It reads with the same walk, masks by the same rules and builds the same documents as the
 * preload; what leaves the program is masked. Nothing of it stays: no global, no listener, no timer.
 */
export class RemoteRecorder {
  private config: Config | undefined
  private masker: Masker | undefined
  private snapshot: Snapshot | undefined
  private readonly received: SafeMap<string, unknown> = new SafeMap()

  /** The configuration is the program's own, as a preload would have found it. */
  setUp (json: string): string {
    const { overrides, mask, maskPatterns } = JSON.parse(json) as RemoteSetup
    const { config, problems } = loadConfig({ cwd: process.cwd(), env: process.env, overrides, validator: () => checkLayers })
    config.mask = [...config.mask, ...mask]
    config.maskPatterns = [...config.maskPatterns, ...maskPatterns]
    this.config = config
    this.masker = createMasker({
      names: config.mask, patterns: config.maskPatterns, environment: process.env, argv: [...process.argv, ...process.execArgv],
    })
    const { uncaughtPauseMs, caughtPauseMs, nodeFrames } = config
    return JSON.stringify({ config: { uncaughtPauseMs, caughtPauseMs, nodeFrames }, problems } satisfies RemoteReady)
  }

  /** Keeps live values for the next walk: those of other contexts (`vm`) cannot come with it. `given`: the names as JSON, then the values. */
  take (json: string, given: ArrayLike<unknown>): string {
    const names = JSON.parse(json) as string[]
    for (let index = 0; index < names.length; index++) this.received.set(names[index]!, given[index + 2])
    return ''
  }

  /** Reads all frames of a pause. The snapshot stays here until it is built. */
  walk (json: string, given: ArrayLike<unknown>): string {
    const startedAt = now()
    const { params, names, urls, walkMs, hasException } = JSON.parse(json) as RemotePause
    for (let index = 0; index < names.length; index++) this.received.set(names[index]!, given[index + 2])
    const values = new RemoteValues(this.received)
    try {
      const scripts: SafeMap<string, ParsedScript> = new SafeMap()
      for (const id of Object.keys(urls)) scripts.set(id, { id, url: urls[id]!, hash: '', isModule: false, sourceMapURL: '' })
      const data = params.data as { objectId?: string } & Parameters<typeof primitiveOf>[0] | undefined
      const thrown = !hasException || data === undefined ? undefined
        : data.objectId !== undefined ? values.take([data.objectId])[0] : primitiveOf(data)
      this.snapshot = takeSnapshot(params as Parameters<typeof takeSnapshot>[0], thrown, walkMs, {
        session: { ...values.protocol, scripts },
        liveValues: values,
        limits: this.config!,
        masker: this.masker!,
        nodeFrames: this.config!.nodeFrames,
        stackLines: undefined,
        isOwnScript: url => stringStartsWith(url, OWN_SCRIPTS),
        isThorough: true,
        isProgramFirst: false,
      })
      if (values.isWithoutInsight) this.snapshot.notes.push(NO_INSIGHT)
    } finally {
      values.close()
      this.received.clear()
    }
    const { nodes, hasUserFrames } = this.snapshot
    return JSON.stringify({ scriptIds: scriptsOf(this.snapshot), objects: nodes.length, walkMs: now() - startedAt, hasUserFrames } satisfies RemoteWalked)
  }

  /** Makes the documents of the last walk, masked. The program runs again. */
  build (json: string): string {
    const { signal, id, scripts: parsed, exception, isIdle, notes } = JSON.parse(json) as RemoteBuild
    const snapshot = this.snapshot!
    const config = this.config!
    if (exception !== undefined) snapshot.exception = { ...exception, stack: '', value: { type: 'undefined' } }
    if (exception !== undefined) snapshot.stackText = ''
    snapshot.notes.push(...notes)
    const scripts: SafeMap<string, ParsedScript> = new SafeMap()
    for (const script of parsed) scripts.set(script.id, script)
    const program: RecordedProgram = {
      config: { ...config, sources: false },
      isMainThread: (require('node:worker_threads') as typeof import('node:worker_threads')).isMainThread,
      parentThreadId: undefined,
      forkedBy: undefined,
      memoryAtStart: undefined,
      tests: undefined,
      breadcrumbs: { read: () => [] },
      recorder: { session: { scripts, sourceOf: () => undefined } },
    }
    const occasion = isIdle ? guarded('handles', () => ({ context: addToGraph(snapshot, config, walk => walk.value(whatIsWaitedFor())) })) : undefined
    const { record, scriptIds = [] } = buildCrash(program, snapshot, signal, id, occasion)
    return JSON.stringify({ record, scriptIds, config: { sources: config.sources } } satisfies RemoteBuilt)
  }

  /** A source text without the secrets that the last walk came across. */
  maskSource (json: string): string {
    return JSON.stringify((this.snapshot?.masker ?? this.masker!).maskSource(JSON.parse(json) as string))
  }

  /** From a `vm` context nothing leads here but Node's modules: a property for as long as it is looked up. */
  openDoor (): string {
    defineProperty(process, DOOR, { value: this, configurable: true, enumerable: false })
    return ''
  }

  closeDoor (): string {
    delete (process as unknown as Record<symbol, unknown>)[DOOR]
    return ''
  }

  /**
   * Forgets everything. `isInspectorOurs`: closes the inspector's port, which `attach` had opened, by which its connection ends; an agent
   * that had left for that debugger comes back. `isNow` false: at the next turn of the event loop. SIGUSR1 asks Node to open the inspector
   * both between two pieces of JavaScript and on the event loop: what a program that was busy is still to be told would open it once more.
   */
  close (json: string): string {
    const { isInspectorOurs, isNow } = JSON.parse(json) as { isInspectorOurs: boolean, isNow: boolean }
    this.snapshot = undefined
    this.received.clear()
    if (!isInspectorOurs) return ''
    setImmediate(closeInspector).unref()
    if (isNow) closeInspector()
    return ''
  }
}

function closeInspector (): void {
  const { url, close } = require('node:inspector') as typeof import('node:inspector')
  if (url() === undefined) return
  close()
  const agent = (process as unknown as Record<symbol, { debuggerLeft?: () => void } | undefined>)[KEY]
  guarded('agent', () => agent?.debuggerLeft?.())
}

function scriptsOf ({ frames, nodes }: Snapshot): string[] {
  const ids = new Set<string>()
  for (const { scriptId } of frames) ids.add(scriptId)
  for (const { location } of nodes) if (location !== undefined) ids.add(String(location.script))
  return [...ids]
}

/** What keeps an idle program alive. */
function whatIsWaitedFor (): object {
  const { _getActiveHandles, _getActiveRequests } = process as unknown as Record<string, (() => unknown[]) | undefined>
  const listed = (list: (() => unknown[]) | undefined): unknown[] | undefined => guarded('handles', () => Reflect.apply(list!, process, []) as unknown[])
  return { activeHandles: listed(_getActiveHandles), activeRequests: listed(_getActiveRequests) }
}
