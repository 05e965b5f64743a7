import type { Agent } from '../agent'
import { crashModule } from '../crash-module'
import { debugLog, guarded } from '../boundary'
import { cpuUsage, timers } from '../originals'
import { PauseBudget } from '../inspector/pause-budget'
import { ownFile } from '../own-files'
import { SafeMap, now } from '../primordials'
import type { BuiltCrash } from '../record/build-crash'
import { newCrashId } from '../record/crash-id'
import type { Recorder } from '../snapshot/recorder'
import type { Snapshot } from '../snapshot/snapshot'
import type { RequestContext } from './request-context'
import type { Span } from './telemetry'
import type { SeenFailure } from './tie-error'
import type { RequestRecord } from '../../src/model'

/** Milliseconds after which a crash is written although the answer has not come to its end. */
const MAX_ANSWER_MS = 10_000
/** Failures that wait for the end of their answer; further ones are written at once. */
const MAX_UNANSWERED = 64
/** Answers of one kind that were looked at in vain, after which they are not looked at for a while. */
const MAX_VAIN_LOOKS = 3
const VAIN_MS = 60_000
const MAX_KINDS = 500
/** Between two times that counted repeats are told to the repository; at first they are told sooner, as somebody may be looking. */
const REPEATS_MS = 60_000
const FIRST_REPEATS_MS = 5_000

const NEVER_THROWN = 'V8 did not pause at this error: it was not thrown, or before FaultSnap looked. ' +
  'There are no variables, and the stack is the one of the error\'s text.'

/** Failures of one place since its last crash that make a loop, of which the latest is worth a crash of its own. */
const LOOP_REPEATS = 1_000

/** A failure that was only counted. `count`: how many were, since the last crash of its place. */
interface Repeat { snapshot: Snapshot, value: unknown, context: RequestContext, status: number | undefined, count?: number }

/** A failure whose answer is under way. */
interface Failure { seen: SeenFailure, status: number | undefined, kind: string, timer: NodeJS.Timeout, isUnarmed: boolean }

/** Decides about each answer with a 5xx status whether there is an error behind it, and writes one crash for it. */
export class FailedRequests {
  private readonly agent: Agent
  private readonly ownerOf: (snapshot: Snapshot) => RequestContext | undefined
  private readonly failures: Map<RequestContext, Failure> = new SafeMap()
  private readonly vain: Map<string, { count: number, since: number, known?: Snapshot }> = new SafeMap()
  private readonly looks: PauseBudget
  private latest: Repeat | undefined
  private repeatsTimer: NodeJS.Timeout | undefined
  private repeatsMs = FIRST_REPEATS_MS

  constructor (agent: Agent, ownerOf: (snapshot: Snapshot) => RequestContext | undefined) {
    this.agent = agent
    this.ownerOf = ownerOf
    this.looks = new PauseBudget(agent.config)
    agent.onEnding(() => {
      this.failures.forEach((_failure, context) => this.answered(context))
      this.tellRepeats()
    })
  }

  /**
   * The head of the answer is about to be written. What takes its time waits for the answer's end, unless an OpenTelemetry span
   * is to be told, which may have ended by then.
   */
  judge (context: RequestContext, status: number | undefined): void {
    const { agent } = this
    const { crashes } = agent
    const { handed } = context
    const isUnarmed = !agent.isArmed
    // Before the look: the error may still be in the hands of those on the stack.
    if (status === undefined || status >= 500) agent.arming.errorSeen()
    if (handed !== undefined) {
      return this.await(context, { seen: crashModule().seenByIntegration(context, handed), status, kind: '', isUnarmed })
    }
    const { recorder } = agent
    if (recorder === undefined) return
    const [last] = context.latest()
    if (last !== undefined && crashes.rate.isToCount(last.snapshot)) return this.countRepeat(last.snapshot, { ...last, context, status })
    const kind = `${status} ${context.request?.method ?? ''} ${kindOf(context.url)}`
    if (last === undefined && this.isVain(kind)) return this.countVain(kind)
    const seen = this.look(recorder, context)
    if (seen.held.length === 0 && seen.thrown.length === 0 && context.lastPrinted === undefined) return this.noteVain(kind)
    this.await(context, { seen, status, kind, isUnarmed })
  }

  private await (context: RequestContext, failure: Omit<Failure, 'timer'>): void {
    const { seen } = failure
    const timer = timers.setTimeout(() => guarded('answer', () => this.answered(context)), MAX_ANSWER_MS)
    timer.unref()
    this.failures.set(context, { ...failure, timer })
    if (seen.span !== undefined || this.failures.size > MAX_UNANSWERED) this.answered(context)
  }

  /** A look at the stack of whoever answers costs about as much as a pause at a throw, hence a budget of its own. */
  private look (recorder: Recorder, context: RequestContext): SeenFailure {
    const { lookAtFailure } = crashModule()
    const startedAt = now()
    const cpuAtStart = cpuUsage()
    const seen = lookAtFailure(recorder, context, this.looks.hasLeft)
    const { user, system } = cpuUsage(cpuAtStart)
    // Of wall time a busy machine gives us too little to be charged for.
    const spentMs = Math.min(now() - startedAt, (user + system) / 1000)
    this.looks.spend(spentMs)
    debugLog(() => `look at a failed answer: ${seen.held.length} errors in hand, ${seen.thrown.length} thrown, ${spentMs.toFixed(2)} ms`)
    return seen
  }

  /** The answer has come to its end, one way or the other. */
  answered (context: RequestContext): void {
    const failure = this.failures.get(context)
    if (failure === undefined) return
    this.failures.delete(context)
    timers.clearTimeout(failure.timer)
    const { recorder } = this.agent
    if (recorder !== undefined) recorder.policy.undisturbed(() => this.decide(context, failure, recorder))
    else if (context.handed !== undefined) this.decide(context, failure, undefined)
  }

  private decide (context: RequestContext, { seen, status, kind, isUnarmed }: Failure, recorder: Recorder | undefined): void {
    const { agent } = this
    const { tieError, requestRecord, traceOf } = crashModule()
    const found = tieError(recorder, context, seen, this.ownerOf)
    const isBrokenOff = found !== undefined && found.tie.by !== 'handed-over' && status !== undefined && status < 500
    if (isBrokenOff) found.tie.evidence = `the answer broke off, and ${found.tie.evidence}`
    if (found === undefined) return this.noteVain(kind)
    const note = agent.pauseNote || NEVER_THROWN
    const snapshot = found.snapshot ?? agent.snapshotWithoutPause(found.value, { isUnarmed, note })
    if (!agent.crashes.admit(snapshot, 'http', found.value)) {
      // An error that is never thrown would be looked for again and again, only to be counted.
      if (seen.thrown.length === 0) this.noteVain(kind, snapshot)
      return this.tellLater()
    }
    this.vain.delete(kind)
    const { masker } = snapshot
    const record = requestRecord(context, masker, agent.config, seen.facts)
    const trace = guarded('trace', () => traceOf(seen.span)) ?? record.trace
    const tie = { ...found.tie, evidence: masker.maskText(found.tie.evidence) }
    const request = { ...record, ...status !== undefined && { status }, ...trace && { trace }, tie }
    const id = newCrashId()
    const built = seen.span === undefined ? undefined : guarded('span', () => this.tellSpan(seen.span!, snapshot, id, request))
    agent.crashes.writeAdmitted(snapshot, 'http', {
      thrown: found.value, id, isEnding: false, ...built && { built }, occasion: () => ({ request }),
      onPacked: packed => { if ('file' in packed) agent.crashes.rate.notePacked(snapshot, folderOf(packed.file)) },
    })
  }

  /** The place of a capsule follows from its fingerprint, hence from the whole crash. */
  private tellSpan (span: Span, snapshot: Snapshot, id: string, request: RequestRecord): BuiltCrash {
    const { noteOnSpan, buildCrash } = crashModule()
    const built = buildCrash(this.agent, snapshot, 'http', id, { request })
    noteOnSpan(span, snapshot, id, ownFile('expected-file').expectedFile(built, snapshot.masker))
    return built
  }

  private countRepeat (snapshot: Snapshot, repeat?: Repeat): void {
    const count = this.agent.crashes.rate.countRepeat(snapshot)
    if (repeat !== undefined && count >= LOOP_REPEATS) this.latest = { ...repeat, count }
    this.tellLater()
  }

  /** Of a request that fails over and over the first crash is written at once, the latest when the repeats are told. */
  private writeLatest (): void {
    const { agent, latest } = this
    this.latest = undefined
    if (latest === undefined) return
    const { snapshot, value, context, status, count } = latest
    if (!agent.crashes.admit(snapshot, 'http', value, true)) return
    agent.crashes.rate.noteWritten(snapshot)
    const tie = { by: 'last-thrown' as const, evidence: `it is the latest of ${count} further failures at this place with this message` }
    const record = crashModule().requestRecord(context, snapshot.masker, agent.config, {})
    const request = { ...record, ...status !== undefined && { status }, tie }
    agent.crashes.writeAdmitted(snapshot, 'http', { thrown: value, isEnding: false, occasion: () => ({ request }) })
  }

  private countVain (kind: string): void {
    const known = this.vain.get(kind)?.known
    if (known !== undefined) this.countRepeat(known)
  }

  private tellLater (): void {
    if (this.repeatsTimer !== undefined) return
    this.repeatsTimer = timers.setTimeout(() => guarded('repeats', () => this.tellRepeats()), this.repeatsMs)
    this.repeatsTimer.unref()
    this.repeatsMs = Math.min(2 * this.repeatsMs, REPEATS_MS)
  }

  private tellRepeats (): void {
    timers.clearTimeout(this.repeatsTimer)
    this.repeatsTimer = undefined
    guarded('latest', () => this.writeLatest())
    for (const repeats of this.agent.crashes.rate.takeRepeats()) {
      guarded('repeats', () => crashModule().addRepeats(repeats))
    }
  }

  private isVain (kind: string): boolean {
    const entry = this.vain.get(kind)
    return entry !== undefined && entry.count >= MAX_VAIN_LOOKS && Date.now() - entry.since < VAIN_MS
  }

  private noteVain (kind: string, known?: Snapshot): void {
    if (known !== undefined) this.tellLater()
    const entry = this.vain.get(kind)
    if (this.vain.size >= MAX_KINDS) this.vain.clear()
    const isFresh = entry !== undefined && Date.now() - entry.since < VAIN_MS
    const [count, since] = isFresh ? [entry.count + 1, entry.since] : [1, Date.now()]
    this.vain.set(kind, { count, since, ...known && { known } })
  }
}

/** A path without what looks like an id. */
const kindOf = (url: string): string => url.replace(/\?.*/s, '').replace(/\/[^/]*\d[^/]*/g, '/*').slice(0, 200)

const folderOf = (file: string): string => file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')))
