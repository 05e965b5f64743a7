import { openCapsule } from '../capsule-argument'
import { FILE, type Command, type CommonArguments } from '../command'
import { renderFrames, topFrame } from '../../src/view/frames'
import { renderHeader } from '../../src/view/header'
import { renderSource } from '../../src/view/source'
import { renderVariables } from '../../src/view/variables'
import { indent } from '../../src/terminal/table'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { inspectShape } from '../shapes'

/** `faultsnap inspect <file>`: the crash on a page. */
export const inspect: Command<CommonArguments & { file: string }> = {
  usage: 'inspect <file>',
  description: 'Show a crash: what happened, where, the source, the stack and the variables',
  positionals: FILE,
  examples: [['inspect latest', 'the newest crash'], ['inspect 1eaee423 --json', 'the crash of that id or fingerprint, for a script']],
  async run ({ file, json, repo }, io) {
    const capsule = await openCapsule(file, repo, io)
    if (json) {
      io.print(safeJson(inspectShape(capsule)))
      return 'done'
    }
    const top = topFrame(capsule)
    const lines = [...renderHeader(capsule, io)]
    const source = top ? await renderSource(capsule, io, top) : []
    if (source.length > 0) lines.push('', io.colours.bold('Source'), ...source)
    lines.push('', io.colours.bold('Stack'), ...renderFrames(capsule, io, top))
    if (top) {
      const name = safeText(top.original?.function ?? top.function, 80) || '<anonymous>'
      lines.push('', io.colours.bold(`Variables of frame ${top.index}, ${name}`), ...indent(renderVariables(capsule, io, top)))
    }
    io.print(lines.join('\n'))
    return 'done'
  },
}
