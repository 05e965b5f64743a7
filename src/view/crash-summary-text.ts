import { printable } from '../capsule/printable'
import type { CrashDocument, CulpritRecord, ExceptionRecord } from '../model'
import { framePlace } from '../values/frame-place'
import { frameVariables } from '../values/frame-variables'
import { shownName } from '../values/original-name'
import { isPlumbing } from '../values/plumbing'
import { previewValue } from '../values/preview'
import { causesOf } from '../values/causes'
import { withoutStep } from './culprit'

/** `capturedAt` in ISO 8601. `capsule`: where it is, or why it is nowhere; a sentence. */
export interface SummarisedCrash {
  crash: Pick<CrashDocument, 'exception' | 'frames' | 'nodes'>
  signal: string
  capturedAt: string
  culprit?: CulpritRecord
  capsule?: string
}

/** What the first line of a summary begins with, and what tells our text from the program's in a file that both write. */
export const SUMMARY_MARK = '[FaultSnap] '

const MAX_FRAMES = 12
const MAX_VARIABLES = 20
const MAX_CAUSES = 4
const MAX_LINE_CHARS = 400

/**
 * A crash as plain text for places that take a few kilobytes, the most telling first: the error, where its capsule is, the culprit, the
 * stack, the variables of the innermost frame of the program. Every line but those of the message is printable text on one line.
 */
export function crashSummaryText ({ crash, signal, capturedAt, culprit, capsule }: SummarisedCrash): string {
  const { exception, frames } = crash
  const top = frames.find(frame => frame.inApp && frame.scopes.length > 0) ?? frames.find(frame => frame.scopes.length > 0)
  const variables = top === undefined ? [] : frameVariables(top).filter(({ name, scope }) => name !== '...' && scope !== 'this' && !isPlumbing(top, name))
  const shown = frames.filter(({ inApp }) => inApp).slice(0, MAX_FRAMES)
  const lines = [
    `${SUMMARY_MARK}${titleOf(exception)}`,
    `${signal}, ${capturedAt}`,
    ...capsule === undefined ? [] : [capsule],
    ...culprit === undefined ? [] : [withoutStep(culprit.summary, culprit.trail[0]?.text), ...culprit.trail.map(({ text }) => `  ${text}`)],
    ...shown.map(frame => {
      const { function: name, file, line, column } = framePlace(frame)
      return `    at ${name === '' ? '<anonymous>' : name} (${file}${line > 0 ? `:${line}:${column}` : ''})`
    }),
    ...causesOf(exception).causes.slice(0, MAX_CAUSES).map(({ relation, exception: each }) => `${LEADS[relation]} ${titleOf(each)}`),
    ...variables.slice(0, MAX_VARIABLES).map(variable => `${shownName(variable)} = ${previewValue(crash, variable.value, 200)}`),
  ]
  return lines.map(line => printable(line, MAX_LINE_CHARS)).join('\n') + '\n'
}

const titleOf = ({ type, message }: ExceptionRecord): string => message === '' ? type : `${type}: ${message}`

const LEADS = { 'caused by': 'Caused by', includes: 'Includes', suppressed: 'Suppressed' } as const
