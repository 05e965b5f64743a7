import { appendFileSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { parseStackText } from '../../src/stack/parse-stack'
import { guarded, writeStderr } from '../boundary'
import type { Place } from '../watchers/watched'
import type { Snapshot } from '../snapshot/snapshot'

/** Failed tests that one process records: a capsule takes 20 to 50 ms of a processor. */
const MAX_PER_PROCESS = 50
/** Of one place and one kind of error: a helper or a fixture that fails for every test that uses it. */
const MAX_PER_PLACE = 3
/** In a whole `faultsnap run`, whose processes count together in its log. */
const MAX_PER_RUN = 100

/** Bounds what many failed tests cost. What was left out is counted, and `faultsnap run` says how many. */
export class FailureLimit {
  private readonly places = new Map<string, number>()
  private admitted = 0
  /** Since the last report. */
  private written = 0
  private leftOut = 0

  admits (snapshot: Snapshot): boolean {
    const place = placeOf(snapshot)
    const count = (this.places.get(place) ?? 0) + 1
    this.places.set(place, count)
    const isAdmitted = count <= MAX_PER_PLACE && this.admitted < MAX_PER_PROCESS && recordedInRun() < MAX_PER_RUN
    if (isAdmitted) {
      this.admitted++
      this.written++
    } else this.leftOut++
    return isAdmitted
  }

  /**
   * Tells of all of them in one line on stderr, under `faultsnap run` in its log. A child of `node --test` says nothing: its parent would
   * take the line for something that the tests printed.
   */
  report (quiet: boolean, place: () => Place): void {
    const { written, leftOut } = this
    if (written + leftOut === 0) return
    this.written = 0
    this.leftOut = 0
    const runLog = process.env.FAULTSNAP_RUN_LOG
    if (runLog !== undefined && runLog !== '') {
      if (leftOut > 0) guarded('run log', () => appendFileSync(runLog, `${JSON.stringify({ leftOutTests: leftOut, pid: process.pid })}\n`))
    } else if (!quiet && process.env.NODE_TEST_CONTEXT === undefined) {
      const { repositoryDir, watcher } = place()
      const rest = leftOut === 0 ? '' : `; ${leftOut} more ${leftOut === 1 ? 'was' : 'were'} not`
      writeStderr(`[FaultSnap] ${written} failed ${written === 1 ? 'test was' : 'tests were'} recorded in ${watcher !== undefined ? repositoryDir : relative(process.cwd(), repositoryDir) || '.'}${rest}\n`)
    }
  }
}

function placeOf ({ exception, frames, stackText }: Snapshot): string {
  const top = frames.find(({ url }) => isInApp(fileOfUrl(url)))
  if (top !== undefined) return `${exception.type}\n${fileOfUrl(top.url)}:${top.lineNumber0 + 1}:${top.columnNumber0 + 1}`
  const [first] = parseStackText(stackText, exception.message).filter(({ file }) => isInApp(file))
  return `${exception.type}\n${first === undefined ? exception.message : `${first.file}:${first.line1}:${first.column1}`}`
}

function recordedInRun (): number {
  const runLog = process.env.FAULTSNAP_RUN_LOG
  if (runLog === undefined || runLog === '') return 0
  return guarded('run log', () => readFileSync(runLog, 'utf8').split('\n').length - 1) ?? 0
}
