import { crashModule, type Agent } from '../agent'
import { guarded } from '../boundary'
import { SafeMap } from '../primordials'
import type { BuiltCrash } from '../record/build-crash'
import { newCrashId } from '../record/crash-id'
import type { Snapshot } from '../snapshot/snapshot'
import { snapshotWithoutPause } from '../snapshot/snapshot-without-pause'
import type { RequestContext } from './request-context'
import type { RequestRecord } from '../../src/model'

/** Milliseconds after which a crash is written although the answer has not come to its end. */
const MAX_ANSWER_MS = 10_000
/** Failures that wait for the end of their answer; further ones are written at once. */
const MAX_UNANSWERED = 64
/** Answers of one kind that were looked at in vain, after which they are not looked at for a while. */
const MAX_VAIN_LOOKS = 3
const VAIN_MS = 60_000
const MAX_KINDS = 500
/** Between two times that counted repeats are told to the repository. */
const REPEATS_MS = 60_000

const NEVER_THROWN = 'V8 did not pause at this error: it was not thrown, or before FaultSnap looked. ' +
  'There are no variables, and the stack is the one of the error\'s text.'

/** A failure whose answer is under way. `built`: made early because somebody asked for its place. */
interface Failure { id: string, snapshot: Snapshot, thrown: unknown, request: RequestRecord, status: number, timer: NodeJS.Timeout, built?: BuiltCrash }

const timers = { setTimeout, clearTimeout }

/** Decides about each answer with a 5xx status whether there is an error behind it, and writes one crash for it. */
export class FailedRequests {
  private readonly agent: Agent
  private readonly ownerOf: (snapshot: Snapshot) => RequestContext | undefined
  private readonly failures: Map<RequestContext, Failure> = new SafeMap()
  private readonly vain: Map<string, { count: number, since: number }> = new SafeMap()
  private repeatsTimer: NodeJS.Timeout | undefined

  constructor (agent: Agent, ownerOf: (snapshot: Snapshot) => RequestContext | undefined) {
    this.agent = agent
    this.ownerOf = ownerOf
    agent.onEnding(() => {
      this.failures.forEach((_failure, context) => this.answered(context))
      this.tellRepeats()
    })
  }

  /** The head of the answer is about to be written. */
  judge (context: RequestContext, status: number): void {
    const { agent } = this
    const last = context.latest()[0]
    if (last !== undefined && agent.rate.isRepeat(last.snapshot)) return this.counted()
    const kind = `${status} ${context.request?.method ?? ''} ${kindOf(context.request?.url ?? '')}`
    if (last === undefined && this.isVain(kind)) return
    const found = crashModule().tieError(agent, context, this.ownerOf)
    if (found === undefined) return this.noteVain(kind)
    this.vain.delete(kind)
    const snapshot = found.snapshot ?? snapshotWithoutPause(found.value, agent.config, agent.masker, NEVER_THROWN)
    if (!agent.admit(snapshot, 'http', found.value)) {
      // An error that is never thrown has to be looked for again and again, only to be counted.
      if (last === undefined) this.noteVain(kind)
      return this.counted()
    }
    const { requestRecord, frameworkFacts, activeSpan, traceOf } = crashModule()
    const { request, response } = context
    const facts = guarded('framework', () => frameworkFacts(request as object, response as object | undefined, found.objects)) ?? {}
    const span = guarded('span', activeSpan)
    const record: RequestRecord = { ...requestRecord(context, snapshot.masker, agent.config, facts), tie: { ...found.tie, evidence: snapshot.masker.maskText(found.tie.evidence) } }
    const trace = guarded('trace', () => traceOf(span)) ?? record.trace
    if (trace !== undefined) record.trace = trace
    const timer = timers.setTimeout(() => guarded('answer', () => this.answered(context)), MAX_ANSWER_MS)
    timer.unref()
    const failure: Failure = { id: newCrashId(), snapshot, thrown: found.value, request: record, status, timer }
    if (span !== undefined) guarded('span', () => this.tellSpan(span, failure))
    this.failures.set(context, failure)
    if (this.failures.size > MAX_UNANSWERED) this.answered(context)
  }

  /** The answer has come to its end, one way or the other. */
  answered (context: RequestContext): void {
    const failure = this.failures.get(context)
    if (failure === undefined) return
    this.failures.delete(context)
    timers.clearTimeout(failure.timer)
    const { agent } = this
    const { id, snapshot, thrown, request, built } = failure
    Object.assign(request, { status: failure.status, durationMs: Math.round(context.durationMs * 1000) / 1000 })
    agent.writeAdmitted(snapshot, 'http', {
      thrown, id, isEnding: false, ...built && { built }, occasion: () => ({ request }),
      onPacked: packed => { if ('file' in packed) agent.rate.notePacked(snapshot, folderOf(packed.file)) },
    })
  }

  /** The place of a capsule follows from its fingerprint, hence from the whole crash. */
  private tellSpan (span: Parameters<ReturnType<typeof crashModule>['noteOnSpan']>[0], failure: Failure): void {
    const { noteOnSpan, buildCrash, expectedFile } = crashModule()
    const { id, snapshot, request } = failure
    failure.built = buildCrash(this.agent, snapshot, 'http', id, { request })
    noteOnSpan(span, snapshot, id, expectedFile(failure.built.record))
  }

  private counted (): void {
    if (this.repeatsTimer !== undefined) return
    this.repeatsTimer = timers.setTimeout(() => guarded('repeats', () => this.tellRepeats()), REPEATS_MS)
    this.repeatsTimer.unref()
  }

  private tellRepeats (): void {
    timers.clearTimeout(this.repeatsTimer)
    this.repeatsTimer = undefined
    for (const { folder, count } of this.agent.rate.takeRepeats()) guarded('repeats', () => crashModule().addRepeats(folder, count))
  }

  private isVain (kind: string): boolean {
    const entry = this.vain.get(kind)
    return entry !== undefined && entry.count >= MAX_VAIN_LOOKS && Date.now() - entry.since < VAIN_MS
  }

  private noteVain (kind: string): void {
    const entry = this.vain.get(kind)
    if (this.vain.size >= MAX_KINDS) this.vain.clear()
    const isFresh = entry !== undefined && Date.now() - entry.since < VAIN_MS
    this.vain.set(kind, isFresh ? { ...entry, count: entry.count + 1 } : { count: 1, since: Date.now() })
  }
}

/** A path without what looks like an id. */
const kindOf = (url: string): string => url.replace(/\?.*/s, '').replace(/\/[^/]*\d[^/]*/g, '/*').slice(0, 200)

const folderOf = (file: string): string => file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')))
