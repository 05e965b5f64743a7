import { safeJson, safeText } from '../../src/terminal/safe-text'
import { indent } from '../../src/terminal/table'
import { framePlace } from '../../src/values/frame-place'
import { openCapsule } from '../capsule-argument'
import { withFile, type Command, type CommonArguments } from '../command'
import { frameIndex, withFrame } from '../frame-option'
import { shortPath } from '../render/paths'
import { renderVariables } from '../render/variables'
import { frameVariablesShape } from '../shapes'

/** `faultsnap vars <file>`: the variables of all frames, or of one. As text, frames without any are one line. */
export const vars: Command<CommonArguments & { file: string, frame?: string }> = {
  usage: 'vars <file>',
  description: 'List the variables of every frame',
  options: yargs => withFrame(withFile(yargs)),
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
