import type { FrameRecord } from '../../src/model'
import { FaultSnapError } from '../../src/errors'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { topFrame } from '../../src/view/frames'
import { openCapsule } from '../capsule-argument'
import { FILE, FRAME, type Command, type CommonArguments } from '../command'
import { frameIndex } from '../frame-option'
import type { Io } from '../io'
import { chooseEditor } from '../open/editor'
import { splitFrame } from '../open/frame-reference'
import { placeToOpen, type PlaceToOpen } from '../open/place-to-open'
import { startEditor } from '../open/start-editor'
import { readerConfig } from '../reader-config'
import { wrongUsage } from '../wrong-usage'

/** `open --json`. `origin` says where the file was found, see `PlaceToOpen`. */
export interface OpenShape { frame: number, file: string, line: number, column: number, recorded: string,
  origin: PlaceToOpen['origin'] }

/** `faultsnap open <file>[:frame]`: the editor at the line that failed. */
export const open: Command<CommonArguments & { file: string, frame?: string, print?: boolean }> = {
  usage: 'open <file>',
  description: 'Open the editor at the line that failed, or at that of a frame (<file>:<frame>)',
  positionals: { file: { ...FILE.file, describe: `${FILE.file.describe}; :N at its end picks frame N` } },
  options: { ...FRAME, print: { type: 'boolean', describe: 'Print path:line:column instead' } },
  examples: [['open latest', 'the line that failed'], ['open latest:1', 'its caller'],
    ['open latest --print', 'the place, for a script']],
  async run ({ file: reference, frame: option, print, json, repo }, io) {
    const { file, frame: suffix } = splitFrame(reference, io.cwd)
    if (suffix !== undefined && option !== undefined && suffix !== option) {
      throw wrongUsage(`open: frame ${suffix} or --frame ${JSON.stringify(option)}, not both`)
    }
    const capsule = await openCapsule(file, repo, io)
    const index = frameIndex(option ?? suffix, capsule.crash)
    const frame = index === undefined ? topFrame(capsule) : capsule.crash.frames[index]
    if (frame === undefined) throw new FaultSnapError('SOURCE_NOT_FOUND', 'The capsule has no frames: no place is known.')
    const place = await placeToOpen(capsule, frame, { cwd: io.cwd, pathMap: readerConfig(io).config.pathMap })
    for (const remark of place.remarks) io.tell(remark)
    if (json) io.print(safeJson(shapeOf(place, frame)))
    else if (print) io.print(placeText(place))
    else await openPlace(place, io)
    return 'done'
  },
}

/** Opens the user's editor. Throws FaultSnapError NOT_OPENED, which names the place. */
export async function openPlace (place: PlaceToOpen, { cwd, env, isTerminal }: Io): Promise<void> {
  const editor = chooseEditor(env)
  if (editor === undefined) {
    throw new FaultSnapError('NOT_OPENED',
      `No editor is known: set FAULTSNAP_EDITOR, VISUAL or EDITOR. The place is ${placeText(place)}`)
  }
  await startEditor(editor, place, { cwd, env, hasTerminal: isTerminal && process.stdin.isTTY === true })
}

function placeText ({ file, line, column }: PlaceToOpen): string {
  return `${safeText(file)}${line > 0 ? `:${line}${column > 0 ? `:${column}` : ''}` : ''}`
}

function shapeOf ({ file, line, column, recorded, origin }: PlaceToOpen, { index }: FrameRecord): OpenShape {
  return { frame: index, file, line, column, recorded, origin }
}
