import { wasThrown, type FrameRecord } from '../model'
import { occasionParts } from '../occasion/occasion'
import type { OccasionPart } from '../occasion/part'
import { clipEnd } from '../terminal/clip'
import { wrapped } from '../terminal/facts'
import { safeText } from '../terminal/safe-text'
import { indent } from '../terminal/table'
import { variablesFrameOf } from '../values/top-frame'
import { isPlumbing, PLUMBING } from '../values/plumbing'
import { renderBreadcrumbs } from './breadcrumbs'
import { renderFacts } from './crash-facts'
import { renderCulprit } from './culprit'
import { renderException } from './exception'
import { renderFrames, topFrame } from './frames'
import { renderGhost } from './ghost-call'
import { renderOccasion, renderOccasionLine } from './occasion'
import type { OpenedCrash } from './opened-crash'
import { renderSource } from './source'
import { frameName } from './stack-tree'
import { stackTextLines } from './stack-text'
import { renderVariables } from './variables'
import type { ViewOptions } from './view-options'

const BREADCRUMBS_SHOWN = 5
/** As many as `Error.stackTraceLimit` is set to by those who want all. */
const MAX_STACK_LINES = 200
/** A framework's request fills a screen; `vars` and `get` have all of it. */
const MAX_PIPED_CHARS = 1_000

/**
 * A crash on a page, as lines: what happened, the value that broke it, the failing lines, the stack, the variables of the frame that
 * matters, what led up to it, the facts around it, and the stack's text as V8 wrote it.
 */
export async function inspectPage (capsule: OpenedCrash, options: ViewOptions): Promise<string[]> {
  const { colours, columns, isTerminal = true } = options
  const fit = (text: string): string => isTerminal ? clipEnd(text, columns) : text
  const top = topFrame(capsule)
  const lines = [...renderException(capsule.crash.exception, options), ...renderOccasionLine(capsule, options)]
  const section = (title: string, body: readonly string[]): void => {
    if (body.length > 0) lines.push('', colours.bold(title), ...body)
  }
  const inner = { ...options, columns: options.columns - 2 }
  const parts = occasionParts(capsule.crash)
  const occasion = (isShown: (kind: OccasionPart['kind']) => boolean): void => {
    for (const part of parts) if (isShown(part.kind)) section(part.title, indent(renderOccasion(capsule, part, inner)))
  }
  const culprit = renderCulprit(capsule, options)
  if (culprit.length > 0) lines.push('', ...culprit)
  occasion(isTheMatter)
  section('Call', indent(renderGhost(capsule, inner)))
  if (top) section('Source', await renderSource(capsule, options, top))
  section('Stack', renderFrames(capsule, options, top))
  const near = variablesFrameOf(capsule.crash.frames)
  if (near) section(fit(`Variables of frame ${near.index}, ${frameName(near)}`), indent(topVariables(capsule, options, near)))
  occasion(kind => !isTheMatter(kind))
  section('Before the crash', indent(renderBreadcrumbs(capsule, inner, BREADCRUMBS_SHOWN)))
  section(wasThrown(capsule.manifest.signal, capsule.crash.exception) ? 'Crash' : 'Snapshot', indent(renderFacts(capsule, inner)))
  section('Stack as text', indent(rawStack(capsule)))
  return lines
}

/** How a process died, and the two sides of an assertion, are what happened; a request is what it happened in. */
const isTheMatter = (kind: OccasionPart['kind']): boolean => kind === 'death' || kind === 'test'

/** Without what every module has; that it is there is said in a line. */
function topVariables (capsule: OpenedCrash, options: ViewOptions, frame: FrameRecord): string[] {
  const lines = renderVariables(capsule, options, frame, { fits: name => !isPlumbing(frame, name), maxPipedChars: MAX_PIPED_CHARS, foldsCode: true })
  if (!isPlumbing(frame, PLUMBING[0]!)) return lines
  const { colours, columns, isTerminal = true } = options
  const text = `and ${PLUMBING.join(', ')}, as every CommonJS module`
  return [...lines, ...(isTerminal ? wrapped(text, columns - 2) : [text]).map(colours.dim)]
}

/** The text below the message, which stands above already. */
const rawStack = ({ crash }: OpenedCrash): string[] =>
  stackTextLines(crash).map(line => safeText(line, 1_000)).slice(0, MAX_STACK_LINES)
