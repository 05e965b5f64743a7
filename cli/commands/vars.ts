import { safeJson, safeText } from '../../src/terminal/safe-text'
import { indent } from '../../src/terminal/table'
import { framePlace } from '../../src/values/frame-place'
import { openCapsule } from '../capsule-argument'
import { FILE, FRAME, type Command, type CommonArguments } from '../command'
import { frameIndex } from '../frame-option'
import { shortPath } from '../../src/view/paths'
import { renderVariables } from '../../src/view/variables'
import { frameVariablesShape } from '../shapes'

/** `faultsnap vars <file>`: the variables of all frames, or of one. As text, frames without any are one line. */
export const vars: Command<CommonArguments & { file: string, frame?: string }> = {
  usage: 'vars <file>',
  description: 'List the variables of every frame',
  positionals: FILE,
  options: FRAME,
  examples: [['vars latest --frame 1', 'the variables of the caller of the function that threw']],
  async run ({ file, frame, json, repo }, io) {
    const capsule = await openCapsule(file, repo, io)
    const wanted = frameIndex(frame, capsule.crash)
    const frames = capsule.crash.frames.filter((_, index) => wanted === undefined || index === wanted)
    if (json) {
      io.print(safeJson(frames.map(each => frameVariablesShape(capsule.crash, each))))
      return 'done'
    }
    const blocks = frames.map(each => {
      const place = framePlace(each)
      const name = safeText(place.function, 80) || '<anonymous>'
      const title = `${io.colours.bold(`${each.index} ${name}`)}  ${io.colours.dim(
        `${shortPath(capsule, place.file)}:${place.line}`)}`
      return [title, ...indent(renderVariables(capsule, io, each))].join('\n')
    })
    io.print(blocks.length > 0 ? blocks.join('\n\n') : '(no frames were recorded)')
    return 'done'
  },
}
