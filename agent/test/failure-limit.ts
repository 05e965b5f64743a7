import { appendFileSync, readFileSync } from 'node:fs'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { guarded } from '../boundary'
import type { Snapshot } from '../snapshot/snapshot'

/** Failed tests that one process records: a capsule takes 50 to 100 ms of a processor, and a reader no more than that many. */
const MAX_PER_PROCESS = 25
/** Of one place and one kind of error: a helper or a fixture that fails for every test that uses it. */
const MAX_PER_PLACE = 3
/** In a whole `faultsnap run`, whose processes count together in its log. */
const MAX_PER_RUN = 100

/** Bounds what many failed tests cost. What was left out is counted, and `faultsnap run` says how many. */
export class FailureLimit {
  private readonly places = new Map<string, number>()
  private written = 0
  private leftOut = 0

  admits (snapshot: Snapshot): boolean {
    const place = placeOf(snapshot)
    const count = (this.places.get(place) ?? 0) + 1
    this.places.set(place, count)
    const isAdmitted = count <= MAX_PER_PLACE && this.written < MAX_PER_PROCESS && recordedInRun() < MAX_PER_RUN
    if (isAdmitted) this.written++
    else this.leftOut++
    return isAdmitted
  }

  /** Leaves the count of those that were not recorded in the log of `faultsnap run`. */
  report (): void {
    const runLog = process.env.FAULTSNAP_RUN_LOG
    if (this.leftOut === 0 || runLog === undefined || runLog === '') return
    guarded('run log', () => appendFileSync(runLog, `${JSON.stringify({ leftOutTests: this.leftOut, pid: process.pid })}\n`))
    this.leftOut = 0
  }
}

function placeOf ({ exception, frames, stackText }: Snapshot): string {
  const top = frames.find(({ url }) => isInApp(fileOfUrl(url)))
  const place = top === undefined ? stackText || exception.message : `${top.url}:${top.lineNumber0}:${top.columnNumber0}`
  return `${exception.type}\n${place}`
}

function recordedInRun (): number {
  const runLog = process.env.FAULTSNAP_RUN_LOG
  if (runLog === undefined || runLog === '') return 0
  return guarded('run log', () => readFileSync(runLog, 'utf8').split('\n').length - 1) ?? 0
}
