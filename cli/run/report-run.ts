import { appendFileSync } from 'node:fs'
import { safeText } from '../../src/terminal/safe-text'
import type { Io } from '../io'
import { annotations } from './github-annotations'
import { attachToFile } from './junit'
import { pathFrom, titleOf, withPlaces, type ReportedCrash } from './reported-crash'
import type { LoggedCrash } from './run-log'
import { stepSummary } from './step-summary'

/** What a run recorded. `junit`: the files to attach capsules to, relative to the working directory or absolute. */
export interface RunResult { crashes: readonly LoggedCrash[], leftOutTests: number, junit?: readonly string[] }

/** Failed tests that are listed one by one. */
const MAX_LISTED = 20

/**
 * Tells what was recorded, on stderr, once the command has ended: a line per crash, failed tests in one list. In GitHub Actions also
 * as annotations, and in the summary of the step. Then attaches capsules to JUnit files.
 */
export async function reportRun ({ crashes, leftOutTests, junit = [] }: RunResult, io: Io): Promise<void> {
  const reported = await withPlaces(crashes)
  const tests = reported.filter(({ test }) => test !== undefined)
  for (const crash of reported) {
    if (crash.test === undefined) io.tell(`[FaultSnap] Crash captured${whereabouts(crash, io)}`)
  }
  if (tests.length + leftOutTests > 0) tellTests(tests, leftOutTests, io)
  if (io.env['GITHUB_ACTIONS'] === 'true') {
    for (const line of annotations(reported, leftOutTests, io.env['GITHUB_WORKSPACE'] ?? io.cwd)) io.tell(line)
    writeSummary(stepSummary(reported, leftOutTests, io.cwd), io)
  }
  for (const file of junit) {
    const problem = attachToFile(file, tests, io.cwd)
    if (problem !== undefined) io.tell(`[FaultSnap] ${safeText(file)}: ${safeText(problem)}`)
  }
}

const whereabouts = ({ told, file }: ReportedCrash, io: Io): string =>
  told === undefined ? `. Saved to ${safeText(pathFrom(io.cwd, file))}` : safeText(told)

function tellTests (tests: readonly ReportedCrash[], leftOut: number, io: Io): void {
  const rest = leftOut === 0 ? '' : `; ${leftOut} more ${leftOut === 1 ? 'was' : 'were'} not, to keep the run short`
  io.tell(`[FaultSnap] ${tests.length} failed ${tests.length === 1 ? 'test was' : 'tests were'} recorded${rest}`)
  for (const crash of tests.slice(0, MAX_LISTED)) {
    const where = crash.told === undefined ? safeText(pathFrom(io.cwd, crash.file)) : safeText(crash.told).replace(/^[.,] (?:but )?/, '')
    io.tell(`[FaultSnap]   ${safeText(titleOf(crash), 200)}: ${where}`)
  }
  if (tests.length > MAX_LISTED) io.tell(`[FaultSnap]   and ${tests.length - MAX_LISTED} more: npx faultsnap list`)
}

function writeSummary (markdown: string, io: Io): void {
  const file = io.env['GITHUB_STEP_SUMMARY']
  if (markdown === '' || file === undefined || file === '') return
  try {
    appendFileSync(file, markdown)
  } catch (error) {
    io.tell(`[FaultSnap] The step summary could not be written: ${safeText((error as Error).message)}`)
  }
}
