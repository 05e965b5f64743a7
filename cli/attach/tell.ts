import { oneLine, safeText } from '../../src/terminal/safe-text'
import type { PackedCrash } from '../../src/pack/pack-crash'
import type { Io } from '../io'
import { pathFrom } from '../run/reported-crash'
import type { AttachRequest } from './requests'
import type { Taken } from './take'
import type { Target } from './target'
import type { Waited } from './wait-for'

/** A capsule that was made. */
export interface Captured { packed: PackedCrash, taken: Taken }

/** `attach --json`: a contract. */
export interface AttachShape {
  target: { pid: number, version: string }
  /** Whether attach opened the inspector, and closed it again. */
  openedInspector: boolean
  /** `pauseMs`: wall time that the program stood still. */
  capsules: { file: string, html?: string, id: string, fingerprint: string, exception: { type: string, message: string }, pauseMs: number, objects: number }[]
  /** Why it stopped waiting; absent for `--now`. */
  ended?: Waited['why']
}

/** Two lines for people, and the path as data. */
export function tellCaptured ({ packed, taken }: Captured, io: Io): void {
  const { manifest: { exception, place }, crash: { frames } } = packed.opened
  const where = place === undefined ? '' : `, ${place.function === '' ? '' : `${place.function} at `}${place.file}:${place.line}`
  io.tell(`[FaultSnap] Recorded a running process: ${oneLine(`${exception.type}: ${exception.message}${where}`, 300)}`)
  if (packed.instead !== undefined) io.tell(`[FaultSnap] ${safeText(packed.instead, 500)}`)
  const paused = taken.pauseMs === 0 ? 'Another debugger has paused it, and still does' : `It stood still for ${msText(taken.pauseMs)}`
  const counts = frames.length === 0 ? 'no code was running'
    : `${countOf(taken.objects, 'object')} of ${countOf(taken.callFrames.length, 'frame')}`
  io.tell(`[FaultSnap] ${paused}; ${counts}`)
  io.print(safeText(pathFrom(io.cwd, packed.capsuleFile), 2_000))
}

export function tellEnd (
  { captured, waited, target, request, json }: { captured: readonly Captured[], waited: Waited | undefined, target: Target, request: AttachRequest, json: boolean }, io: Io,
): void {
  if (waited !== undefined && waited.why !== 'count') io.tell(`[FaultSnap] ${whyText(waited, request)}`)
  if (json) io.print(JSON.stringify(shapeOf(captured, waited, target), null, 2))
}

function shapeOf (captured: readonly Captured[], waited: Waited | undefined, { facts, inspector }: Target): AttachShape {
  return {
    target: { pid: facts.pid, version: facts.version },
    openedInspector: inspector.isOurs,
    capsules: captured.map(({ packed: { capsuleFile, htmlFile, id, fingerprint, opened }, taken: { pauseMs, objects } }) => ({
      file: capsuleFile, ...htmlFile !== undefined && { html: htmlFile }, id, fingerprint, exception: opened.manifest.exception,
      pauseMs: Math.round(pauseMs * 100) / 100, objects,
    })),
    ...waited && { ended: waited.why },
  }
}

function whyText ({ why, seen }: Waited, { mode, timeoutMs }: AttachRequest): string {
  const what = mode.kind === 'exception' ? 'exception' : 'snapshot'
  const many = seen === 0 ? `no ${what}` : seen === 1 ? `one ${what}` : `${seen} ${what}s`
  if (why === 'ended') return `The program ended: ${many} until then`
  if (why === 'interrupted') return `Interrupted: ${many} until then; the program goes on`
  return `${timeoutMs / 1000} s went by: ${many} until then`
}

function msText (ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
