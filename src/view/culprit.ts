import { wrapped } from '../terminal/facts'
import { safeText } from '../terminal/safe-text'
import type { OpenedCrash } from './opened-crash'
import type { ViewOptions } from './view-options'

const MAX_STEPS = 8
const MARK = '▸ '

/** Which value broke it, prominently, then where it came from, nearest first. Empty if that is unknown. */
export function renderCulprit ({ manifest: { culprit } }: OpenedCrash, { colours, columns, isTerminal = true }: ViewOptions): string[] {
  if (culprit === undefined) return []
  const steps = culprit.trail.slice(0, MAX_STEPS).map(({ text }) => safeText(text, 400))
  const summary = safeText(culprit.summary, 400)
  const claim = withoutStep(summary, steps[0])
  const fit = (text: string): string[] => isTerminal ? wrapped(text, Math.max(20, columns - MARK.length)) : [text]
  return [
    ...fit(claim).map((line, index) => colours.bold(colours.yellow((index === 0 ? MARK : ' '.repeat(MARK.length)) + line))),
    ...steps.flatMap(step => fit(step).map(line => ' '.repeat(MARK.length) + line)),
  ]
}

/** The first step stands in the summary as well, which has to do alone elsewhere. */
export const withoutStep = (summary: string, step: string | undefined): string =>
  step !== undefined && summary.endsWith(` · ${step}`) ? summary.slice(0, -step.length - 3) : summary
