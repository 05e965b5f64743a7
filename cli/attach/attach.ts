import type { Debugger } from 'node:inspector'
import type { Config } from '../../src/config/config'
import type { RemoteSetup } from '../../src/attach/remote-protocol'
import { FaultSnapError } from '../../src/errors'
import { NotStored } from '../../src/pack/store-somewhere'
import { safeText } from '../../src/terminal/safe-text'
import { effectiveConfig } from '../effective-config'
import type { Io, Outcome } from '../io'
import { repositoryDir } from '../repository'
import { openInspector } from './open-inspector'
import { packTaken } from './pack-taken'
import { PlaceWatch } from './record-at'
import { ExceptionWatch } from './record-exceptions'
import { recordNow } from './record-now'
import type { AttachRequest, Occurrence } from './requests'
import { tellCaptured, tellEnd, type Captured } from './tell'
import type { Taken } from './take'
import { Target } from './target'
import { waitForPauses, type Waited } from './wait-for'

/** Options that say how much is recorded: those given where `attach` runs hold over the program's own. */
const RECORDING: readonly (keyof Config)[] = ['maxDepth', 'maxItems', 'maxStringLength', 'maxTotalItems', 'maxFrames', 'uncaughtPauseMs', 'nodeFrames', 'captureEnvironment', 'sources']

/** Attaches, records and leaves. Prints what was recorded. Throws FaultSnapError. */
export async function attach (request: AttachRequest, { repo, json = false }: { repo?: string, json?: boolean }, io: Io): Promise<Outcome> {
  const { config, values } = effectiveConfig(io, repo)
  config.repositoryDir = repositoryDir(repo, io)
  const overrides = Object.fromEntries(RECORDING.filter(name => values[name]!.origin !== 'default').map(name => [name, config[name]]))
  const setup: RemoteSetup = { overrides, mask: config.mask, maskPatterns: config.maskPatterns }
  const interrupt = watchSignals()
  const captured: Captured[] = []
  let target: Target | undefined
  let waited: Waited | undefined
  try {
    const waitMs = request.mode.kind === 'now' ? Infinity : request.timeoutMs
    const inspector = await openInspector(request.target, { interrupted: interrupt.interrupted, waitMs: Math.max(waitMs, 5_000), tell: io.tell })
    target = await Target.attach(inspector, setup, io.assetsDir!)
    for (const problem of target.ready.problems) io.tell(safeText(problem, 500))
    waited = await record(target, request, interrupt.interrupted, async (taken, occurrence) => {
      captured.push(await pack(target!, taken, occurrence, config, io))
      if (!json) tellCaptured(captured.at(-1)!, io)
    }, io)
  } finally {
    await target?.leave()
    interrupt.stop()
  }
  tellEnd({ captured, waited, target, request, json }, io)
  if (interrupt.signal !== undefined && captured.length === 0) return { signal: interrupt.signal }
  return captured.length > 0 ? 'done' : 'not-recorded'
}

async function record (
  target: Target, { mode, maxPauseMs, timeoutMs }: AttachRequest, interrupted: Promise<void>, onTaken: (taken: Taken, occurrence: Occurrence) => Promise<void>, io: Io,
): Promise<Waited | undefined> {
  // Told of while we attached: it was paused before, by somebody else.
  const othersPause = target.pauseAtArrival
  if (mode.kind === 'now') {
    const { taken, occurrence } = await recordNow(target, othersPause, maxPauseMs)
    await onTaken(taken, occurrence)
    return undefined
  }
  const watch = mode.kind === 'exception' ? new ExceptionWatch(target, mode) : new PlaceWatch(target, mode, io.tell)
  if (mode.kind === 'exception') await mustBeAlone(target)
  const { judge, spent, stop, occurrenceOf, restart } = watch
  await watch.start()
  io.tell(`[FaultSnap] Attached to process ${target.facts.pid}: waiting for ${mode.kind === 'exception' ? 'an error' : `${safeText(mode.file, 200)}:${mode.line1}`} (Ctrl+C leaves)`)
  const waited = await waitForPauses(target, {
    count: mode.count, timeoutMs, maxPauseMs, interrupted, judge: (params: Debugger.PausedEventDataType) => verdictOf(target, judge(params)), spent, stop, occurrenceOf, restart, onTaken,
  })
  if (watch instanceof ExceptionWatch && watch.stoodBack > 0) {
    io.tell(`[FaultSnap] The program threw so much that attach stood back ${watch.stoodBack === 1 ? 'once' : `${watch.stoodBack} times`}: errors of those whiles were not looked at`)
  }
  if (watch instanceof ExceptionWatch && watch.leftAlone > 0) {
    io.tell('[FaultSnap] An error below vm or node -e was left alone: on Node.js 20 and 22 a pause there can make it vanish. Node.js 24 has no such fault')
  }
  return waited
}

/** A pause that we did not ask for is somebody's, or a `debugger` statement that pauses only because we are there. */
function verdictOf (target: Target, verdict: ReturnType<ExceptionWatch['judge']>): ReturnType<ExceptionWatch['judge']> {
  return verdict === 'leave' && target.inspector.otherClients === 0 ? 'skip' : verdict
}

/** When V8 pauses at exceptions is one setting for all debuggers of a process, which none can read: the other one's would be lost. */
async function mustBeAlone ({ inspector: { otherClients }, pauseAtArrival }: Target): Promise<void> {
  if (pauseAtArrival !== undefined || (otherClients ?? 0) > 0) {
    throw new FaultSnapError('NOT_ATTACHED', 'Another debugger is attached to the program: --on-exception would change when that one pauses. ' +
      'Close it, or record with --now or --at.')
  }
}

async function pack (target: Target, taken: Taken, occurrence: Occurrence, config: Config, io: Io): Promise<Captured> {
  try {
    return { packed: await packTaken(target, taken, occurrence, config, io.assetsDir), taken }
  } catch (error) {
    if (!(error instanceof NotStored)) throw error
    throw new FaultSnapError('NOT_WRITTEN', `The capsule was recorded and cannot be saved: ${safeText(error.message, 500)}. Give another folder with --repo.`)
  }
}

/** The first interrupt lets us leave in order; the second one ends us as usual. */
function watchSignals (): { interrupted: Promise<void>, readonly signal: NodeJS.Signals | undefined, stop: () => void } {
  let signal: NodeJS.Signals | undefined
  let interrupt = (): void => {}
  const interrupted = new Promise<void>(resolve => { interrupt = resolve })
  const names: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const listener = (name: NodeJS.Signals): void => {
    signal = name
    interrupt()
  }
  for (const name of names) process.once(name, listener)
  return { interrupted, get signal () { return signal }, stop: () => { for (const name of names) process.removeListener(name, listener) } }
}
