import type { FrameRecord } from '../model'
import { occasionParts } from '../occasion/occasion'
import { clipEnd, clipStart } from '../terminal/clip'
import { textWidth } from '../terminal/text-width'
import { wrapped } from '../terminal/facts'
import { safeText } from '../terminal/safe-text'
import { indent } from '../terminal/table'
import { frameVariables, missingVariables } from '../values/frame-variables'
import { isPlumbing } from '../values/plumbing'
import { variablesFrameOf } from '../values/top-frame'
import { renderEnvironment } from './crash-facts'
import { renderCulprit } from './culprit'
import { renderException } from './exception'
import { renderFrames, renderPlace, topFrame } from './frames'
import { renderGhost } from './ghost-call'
import { renderOccasion, renderOccasionLine } from './occasion'
import type { OpenedCrash } from './opened-crash'
import { renderSource } from './source'
import { frameName, framePlaceText } from './stack-tree'
import { renderVariables } from './variables'
import type { ViewOptions } from './view-options'

/** Frames of the program whose variables a report shows, and variables of the failing frame that a short one does. */
const MAX_FRAMES = 8
const MAX_NEAR_VARIABLES = 8

/**
 * The Chaos Report, as lines: the trigger (what, and exactly where), the call of a function in `ghost()`, the snapshot (the variables of
 * each frame of the program), the occasion (request, test, worker, death, context), the environment, and the trace.
 */
export async function chaosReport (capsule: OpenedCrash, options: ViewOptions): Promise<string[]> {
  const { crash } = capsule
  const top = topFrame(capsule)
  const inner = { ...options, columns: options.columns - 2 }
  const frames = crash.frames.filter(frame => frame.inApp && frame.kind !== 'async')
  const shown = frames.length > 0 ? frames.slice(0, MAX_FRAMES) : [variablesFrameOf(crash.frames)].filter(frame => frame !== undefined)
  const snapshot = shown.flatMap((frame, index) => [
    ...index > 0 ? [''] : [],
    frameTitle(capsule, inner, frame),
    ...indent(renderVariables(capsule, { ...inner, columns: inner.columns - 2 }, frame, { fits: name => !isPlumbing(frame, name), foldsCode: true })),
  ])
  const left = frames.length - shown.length
  return [
    rule('CHAOS REPORT', options), '',
    title('Trigger', options), ...indent(await trigger(capsule, inner, top)), '',
    ...section('Call', renderGhost(capsule, inner), options),
    title('Snapshot', options), ...indent(snapshot.length > 0 ? snapshot : ['(no variables were recorded)']),
    ...left > 0 ? indent([options.colours.dim(`… ${left} more frames of the program are in the capsule`)]) : [], '',
    ...occasionParts(capsule.crash).flatMap(part => [title(part.title, options), ...indent(renderOccasion(capsule, part, inner)), '']),
    title('Environment', options), ...indent(renderEnvironment(capsule, inner)), '',
    title('Trace', options), ...indent(renderFrames(capsule, inner, top)),
    rule('', options),
  ]
}

/** The same in a few lines: the error, its place, the culprit, the failing line, and the variables nearest to it. */
export async function shortReport (capsule: OpenedCrash, options: ViewOptions): Promise<string[]> {
  const top = topFrame(capsule)
  const inner = { ...options, columns: options.columns - 2 }
  return indent([...await trigger(capsule, inner, top), ...top === undefined ? [] : nearVariables(capsule, inner, top)])
}

async function trigger (capsule: OpenedCrash, options: ViewOptions, top: FrameRecord | undefined): Promise<string[]> {
  const source = top === undefined ? [] : await renderSource(capsule, options, top)
  const { death } = capsule.crash
  return [
    ...renderException(capsule.crash.exception, options),
    ...top === undefined ? [] : [renderPlace(capsule, options, top)],
    ...renderOccasionLine(capsule, options),
    ...death === undefined ? [] : wrapped(safeText(death.reason, 1_000), Math.max(20, options.columns)),
    ...renderCulprit(capsule, options),
    ...source.length > 0 ? ['', ...source] : [],
  ]
}

/** Arguments, locals and `this` of the failing frame; what encloses the function is further away. */
function nearVariables (capsule: OpenedCrash, options: ViewOptions, frame: FrameRecord): string[] {
  const near = { ...frame, scopes: frame.scopes.filter(({ type }) => ['local', 'block', 'catch', 'eval'].includes(type)) }
  const names = frameVariables(near).filter(({ scope, name }) => scope !== 'this' && name !== '...' && !isPlumbing(frame, name))
    .map(({ name }) => name)
  const shown = new Set(names.slice(0, MAX_NEAR_VARIABLES))
  if (shown.size === 0) {
    const reason = missingVariables(frame)
    return reason === undefined ? [] : ['', ...renderVariables(capsule, options, { ...frame, missing: reason })]
  }
  const { this: _this, ...rest } = near
  return ['', ...renderVariables(capsule, options, rest, { fits: name => shown.has(name) })]
}

function frameTitle (capsule: OpenedCrash, { colours, columns }: ViewOptions, frame: FrameRecord): string {
  const name = clipEnd(frameName(frame), Math.floor(columns / 2))
  return `${colours.cyan(name)}  ${colours.dim(clipStart(framePlaceText(capsule, frame), columns - textWidth(name) - 2))}`
}

const section = (name: string, lines: readonly string[], options: ViewOptions): string[] =>
  lines.length === 0 ? [] : [title(name, options), ...indent(lines), '']
const title = (text: string, { colours }: ViewOptions): string => colours.bold(text)

function rule (text: string, { colours, columns }: ViewOptions): string {
  const width = Math.max(20, Math.min(columns, 100))
  return colours.dim(text === '' ? '─'.repeat(width) : `── ${text} ${'─'.repeat(Math.max(0, width - text.length - 4))}`)
}
