import type { TestRecord } from '../../src/model'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { asyncFramesOf, stackFramesOf } from '../../src/stack/merge-async-frames'
import { parseStackText } from '../../src/stack/parse-stack'
import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { timers } from '../originals'
import type { Occasion } from '../record/build-crash'
import type { Snapshot } from '../snapshot/snapshot'
import { FailureLimit } from './failure-limit'
import type { TestFailure } from './runner'
import { sidesOf } from './sides'

const GIVEN_UP = 'The runner gave the test up: no code of it threw anything, so there are no variables.'
const MADE_ELSEWHERE = 'No code of the program was on the stack when this error came up: there are no variables, and the stack is the one of its text.'

/** Writes failed tests as crashes, each error once. */
export class TestFailures {
  private readonly agent: Agent
  private readonly limit: FailureLimit
  private readonly waiting: { failure: TestFailure, runner: string, snapshot: Snapshot | undefined }[] = []
  private readonly held: (() => void)[] = []
  private isScheduled = false
  private readonly claimed = new WeakSet<object>()

  constructor (agent: Agent) {
    this.agent = agent
    this.limit = new FailureLimit()
    agent.onEnding(() => {
      this.write()
      // Once all that waits to be packed is.
      agent.onEnding(() => this.report())
    })
  }

  /** Called while the program is paused in its runner. */
  add (failure: TestFailure, runner: string): void {
    this.waiting.push({ failure, runner, snapshot: failure.isStackCutNext === true ? this.snapshotOf(failure) : undefined })
    this.schedule()
  }

  /** Something to be written unless it turns out to be what made a test fail. */
  hold (work: () => void): void {
    this.held.push(work)
    this.schedule()
  }

  /** Writes all that waits, and waits for its packing: the process may be ended from outside any moment now. */
  finish (): void {
    this.write()
    guarded('rejections', () => this.agent.flushRejections?.())
    this.agent.crashes.flush()
    this.report()
  }

  private report (): void {
    this.limit.report(this.agent.config.quiet, () => this.agent.place)
  }

  /**
   * In a turn of the event loop of our own: a packer's start schedules a tick (Node emits `worker` in it), and then the stacks of the
   * program's next errors would begin in `processTicksAndRejections`.
   */
  private schedule (): void {
    if (this.isScheduled) return
    this.isScheduled = true
    timers.setImmediate(() => guarded('failed tests', () => this.write())).unref()
  }

  private write (): void {
    this.isScheduled = false
    for (const { failure, runner, snapshot } of this.waiting.splice(0)) guarded('failed test', () => this.writeOne(failure, runner, snapshot ?? this.snapshotOf(failure)))
    for (const work of this.held.splice(0)) guarded('held', work)
  }

  private writeOne (failure: TestFailure, runner: string, snapshot: Snapshot): void {
    const { thrown } = failure
    if (typeof thrown === 'object' && thrown !== null) {
      if (this.claimed.has(thrown)) return
      this.claimed.add(thrown)
    }
    if (!this.limit.admits(snapshot)) return
    this.takeSourceMaps(failure, snapshot)
    this.agent.crashes.write(snapshot, 'test', { thrown, isEnding: false, isAdmitted: true, occasion: found => occasionOf(found, failure, runner) })
  }

  private takeSourceMaps ({ sourceMapOf }: TestFailure, { frames, stackText }: Snapshot): void {
    const session = this.agent.recorder?.session
    if (session === undefined || sourceMapOf === undefined) return
    const files = new Set([...frames.map(({ url }) => fileOfUrl(url)), ...parseStackText(stackText).map(({ file }) => file)])
    session.scripts.forEach(script => {
      const file = fileOfUrl(script.url)
      if (script.sourceMapURL !== '' || !files.has(file) || !isInApp(file)) return
      const map = sourceMapOf(file)
      if (map !== undefined) session.giveSourceMap(script, map)
    })
  }

  /** The one of the throw, unless nothing of the program was on the stack there and the error's own text knows more. */
  private snapshotOf ({ thrown, isGivenUp = false, isStackMapped = false, writtenAt }: TestFailure): Snapshot {
    const { agent } = this
    const found = agent.recorder?.store.of(thrown)
    if (found !== undefined && !isGivenUp && knowsProgram(found)) return found
    const note = isGivenUp ? GIVEN_UP : found !== undefined ? MADE_ELSEWHERE : agent.noteWithoutPause
    const read = agent.snapshotWithoutPause(thrown, { note })
    if (isStackMapped) read.isTextMapped = true
    if (writtenAt !== undefined && !knowsProgram(read) && (found === undefined || isGivenUp)) {
      const { url, line1, column1 } = writtenAt
      read.stackText = `${read.exception.message}\n    at ${url}:${line1}:${column1}`
      read.isTextMapped = false
      read.notes.push('The place is where the test is written.')
    }
    if (found === undefined || isGivenUp) return read
    if (!knowsProgram(read)) return found
    // The values are those of the throw: runners write into errors what they are about to print.
    const { stackText, isTextMapped } = read
    const { isTextMapped: _ofThrow, ...thrownThere } = found
    const exception = { ...found.exception, stack: read.exception.stack }
    return {
      ...thrownThere, exception, stackText, frames: [], hasUserFrames: false, notes: read.notes, ...isTextMapped !== undefined && { isTextMapped },
    }
  }
}

/** Whether there will be a frame of the program: on the stack, among the suspended callers, or in the text where that is all there is. */
function knowsProgram ({ frames, stackText, exception }: Snapshot): boolean {
  if (frames.some(({ url }) => isInApp(fileOfUrl(url)))) return true
  const ofText = frames.length > 0 ? asyncFramesOf : stackFramesOf
  return ofText(stackText, { firstIndex: 0, isInApp, message: exception.message }).some(({ inApp }) => inApp)
}

function occasionOf (snapshot: Snapshot, { names, file, attempt }: TestFailure, runner: string): Occasion {
  const { masker } = snapshot
  const path = file === undefined ? undefined : masker.maskText(fileOfUrl(file))
  const test: TestRecord = { name: masker.maskText(names.join(' > ')) || (path ?? ''), runner, ...sidesOf(snapshot) }
  if (path !== undefined) test.file = path
  if (attempt !== undefined) test.attempt = attempt
  return { test }
}
