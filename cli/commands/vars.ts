import { closestName } from '../../src/config/closest-name'
import { FaultSnapError } from '../../src/errors'
import type { FrameRecord } from '../../src/model'
import { clipEnd, clipStart } from '../../src/terminal/clip'
import { textWidth } from '../../src/terminal/text-width'
import { safeJson } from '../../src/terminal/safe-text'
import { indent } from '../../src/terminal/table'
import { frameVariables, missingVariables } from '../../src/values/frame-variables'
import type { OpenedCrash } from '../../src/view/opened-crash'
import { frameName, framePlaceText } from '../../src/view/stack-tree'
import { renderVariables } from '../../src/view/variables'
import { openCapsule } from '../capsule-argument'
import { FILE, FRAME, type Command, type CommonArguments } from '../command'
import { frameIndex } from '../frame-option'
import type { Io } from '../io'
import { namePattern } from '../name-pattern'
import { frameVariablesShape } from '../shapes'
import { wrongUsage } from '../wrong-usage'

const MAX_DEPTH = 100

/**
 * `faultsnap vars <file>`: the variables of all frames, or of one, or those of a name. As text, a variable is one line with a
 * preview, with `--depth` a tree; frames without any are one line.
 */
export const vars: Command<CommonArguments & { file: string, frame?: string, name?: string, depth?: string }> = {
  usage: 'vars <file>',
  description: 'List the variables of every frame',
  positionals: FILE,
  options: {
    ...FRAME,
    name: { type: 'string', requiresArg: true, describe: 'Only variables of this name; * and ? stand for any characters' },
    depth: { type: 'string', requiresArg: true, describe: 'Print values as a tree, this many levels deep' },
  },
  examples: [
    ['vars latest --frame 1', 'the variables of the caller of the function that threw'],
    ["vars latest --name 'order*' --depth 2", 'what begins with "order", as trees'],
  ],
  async run ({ file, frame, name, depth, json, repo }, io) {
    const levels = depthOf(depth)
    const capsule = await openCapsule(file, repo, io)
    const { crash } = capsule
    const wanted = frameIndex(frame, crash)
    const isMeant = name === undefined ? undefined : namePattern(name)
    const fits = isMeant && ((generated: string, original?: string): boolean => isMeant(generated) || (original !== undefined && isMeant(original)))
    const frames = crash.frames.filter((_, index) => wanted === undefined || index === wanted)
    const shown = fits === undefined ? frames : frames.filter(each => frameVariables(each).some(({ name: generated, original }) => fits(generated, original?.name)))
    if (fits !== undefined && shown.length === 0) throw noneOf(name!, frames)
    if (json) {
      io.print(safeJson(shown.map(each => frameVariablesShape(crash, each, { fits, maxDepth: levels }))))
      return 'done'
    }
    const blocks = shown.map(each => [
      titleOf(capsule, each, io), ...indent(renderVariables(capsule, io, each, { fits, depth: levels })),
    ].join('\n'))
    io.print(blocks.length > 0 ? blocks.join('\n\n') : '(no frames were recorded)')
    return 'done'
  },
}

/** Number, function and place of a frame; on a terminal in one line of it. */
function titleOf (capsule: OpenedCrash, frame: FrameRecord, { colours, columns, isTerminal }: Io): string {
  const whole = [`${frame.index} ${frameName(frame)}`, framePlaceText(capsule, frame)] as const
  const title = isTerminal ? clipEnd(whole[0], Math.floor(columns / 2)) : whole[0]
  const place = isTerminal ? clipStart(whole[1], columns - textWidth(title) - 2) : whole[1]
  return `${colours.bold(title)}  ${colours.dim(place)}`
}

function depthOf (text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_DEPTH) return Number(text)
  throw wrongUsage(`--depth: expected a whole number from 1 to ${MAX_DEPTH}, got ${JSON.stringify(text)}`)
}

function noneOf (pattern: string, frames: readonly FrameRecord[]): FaultSnapError {
  const where = frames.length === 1 ? `Frame ${frames[0]!.index} has no` : 'No frame has a'
  const known = [...new Set(frames.flatMap(each => frameVariables(each).map(({ name, original }) => original?.name ?? name)))]
  const closest = closestName(pattern, known)
  const lost = frames.filter(each => missingVariables(each) !== undefined).length
  return new FaultSnapError('PATH_NOT_FOUND', `${where} variable ${JSON.stringify(pattern)}` +
    (closest === undefined ? '' : `, did you mean ${JSON.stringify(closest)}?`) +
    (lost === 0 ? '' : ` (of ${lost} of ${frames.length} frames not all variables were recorded)`))
}
