/**
 * The part of the agent that is needed only when something went wrong, built as a file of its own that the preload requires at
 * that moment: a process that never fails does not pay for it.
 */
export { buildCrash } from './record/build-crash'
export { adoptCrash, buildHandedOver, snapshotOf } from './processes/adopt-crash'
export { jobInFrames, jobOfCallers } from './processes/parent'
export { pack } from './pack/packing'
export { BackgroundPacking } from './pack/background-packing'
export { announce, terminalWish } from './notice'
export { summaryOf, terminationFile, writeTermination } from './termination-log'
export { noteLaterFrames } from './record/later-frames'
export { crashSummaryText } from '../src/view/crash-summary-text'
export { reportGhost } from './ghost/report-ghost'
export { callerFiles } from './signals/caller-files'
export { exitEvidence, isCaughtAtThrow, wasForgotten } from './signals/exit-evidence'
export { lookAtFailure, seenByIntegration, tieError } from './http/tie-error'
export { requestRecord } from './http/request-record'
export { noteOnSpan, traceOf } from './http/telemetry'
export { addRepeats } from '../src/repository/fingerprint-metadata'
export { forgetDeath, noteDeath } from './arming/note-death'
