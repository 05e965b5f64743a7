import type { FrameRecord } from '../model'
import { clipStart, widthOf } from '../terminal/clip'
import { safeText } from '../terminal/safe-text'
import { indent } from '../terminal/table'
import { frameVariables, missingVariables } from '../values/frame-variables'
import { renderEnvironment } from './crash-facts'
import { renderCulprit } from './culprit'
import { renderException } from './exception'
import { renderFrames, topFrame } from './frames'
import { renderContext, renderGhost } from './occasion'
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
 * each frame of the program), what the program said of the occasion, the environment, and the trace.
 */
export async function chaosReport (capsule: OpenedCrash, options: ViewOptions): Promise<string[]> {
  const { crash } = capsule
  const top = topFrame(capsule)
  const inner = { ...options, columns: options.columns - 2 }
  const frames = crash.frames.filter(frame => frame.inApp && frame.kind !== 'async')
  const shown = frames.length > 0 ? frames.slice(0, MAX_FRAMES) : top === undefined ? [] : [top]
  const snapshot = shown.flatMap((frame, index) => [
    ...index > 0 ? [''] : [],
    `${options.colours.cyan(frameName(frame))}  ${options.colours.dim(
      clipStart(framePlaceText(capsule, frame), Math.max(12, inner.columns - widthOf(frameName(frame)) - 2)))}`,
    ...indent(renderVariables(capsule, { ...inner, columns: inner.columns - 2 }, frame, { fits: name => !isPlumbing(frame, name) })),
  ])
  const left = frames.length - shown.length
  return [
    rule('CHAOS REPORT', options), '',
    title('Trigger', options), ...indent(await trigger(capsule, inner, top)), '',
    ...section('Call', renderGhost(capsule, inner), options),
    title('Snapshot', options), ...indent(snapshot.length > 0 ? snapshot : ['(no variables were recorded)']),
    ...left > 0 ? indent([options.colours.dim(`… ${left} more frames of the program are in the capsule`)]) : [], '',
    ...section('Context', renderContext(capsule, inner), options),
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
  return [
    ...renderException(capsule.crash.exception, options),
    ...top === undefined ? [] : [`at ${frameName(top)} ${options.colours.dim(
      `(${clipStart(framePlaceText(capsule, top), Math.max(12, options.columns - widthOf(frameName(top)) - 6))})`)}`],
    ...renderCulprit(capsule, options),
    ...source.length > 0 ? ['', ...source] : [],
  ]
}

const WRAPPER = ['exports', 'require', 'module', '__filename', '__dirname']

/** What Node hands to every CommonJS module says nothing about the crash. */
function isPlumbing (frame: FrameRecord, name: string): boolean {
  if (!WRAPPER.includes(name)) return false
  const local = frame.scopes.find(({ type }) => type === 'local')?.variables.map(variable => variable.name) ?? []
  return WRAPPER.every(each => local.includes(each))
}

/** Arguments, locals and `this` of the failing frame; what encloses the function is further away. */
function nearVariables (capsule: OpenedCrash, options: ViewOptions, frame: FrameRecord): string[] {
  const near = { ...frame, scopes: frame.scopes.filter(({ type }) => ['local', 'block', 'catch', 'eval'].includes(type)) }
  const names = frameVariables(near).filter(({ scope, name }) => scope !== 'this' && name !== '...').map(({ name }) => name)
  const shown = new Set(names.slice(0, MAX_NEAR_VARIABLES))
  if (shown.size === 0) {
    const reason = missingVariables(frame)
    return reason === undefined ? [] : ['', options.colours.yellow(`variables not recorded: ${safeText(reason, 40)}`)]
  }
  const { this: _this, ...rest } = near
  return ['', ...renderVariables(capsule, options, rest, { fits: name => shown.has(name) })]
}

const section = (name: string, lines: readonly string[], options: ViewOptions): string[] =>
  lines.length === 0 ? [] : [title(name, options), ...indent(lines), '']
const title = (text: string, { colours }: ViewOptions): string => colours.bold(text)

function rule (text: string, { colours, columns }: ViewOptions): string {
  const width = Math.max(20, Math.min(columns, 100))
  return colours.dim(text === '' ? '─'.repeat(width) : `── ${text} ${'─'.repeat(Math.max(0, width - text.length - 4))}`)
}
