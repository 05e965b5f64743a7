import { safeJson } from '../../src/terminal/safe-text'
import { openCapsule } from '../capsule-argument'
import { FILE, type Command, type CommonArguments } from '../command'
import { renderFrames, topFrame } from '../../src/view/frames'
import { frameShape } from '../shapes'

/** `faultsnap stack <file>`: the frames, innermost first. */
export const stack: Command<CommonArguments & { file: string }> = {
  usage: 'stack <file>',
  description: 'List the frames of a crash, innermost first',
  positionals: FILE,
  examples: [['stack latest', 'the frames of the newest crash']],
  async run ({ file, json, repo }, io) {
    const capsule = await openCapsule(file, repo, io)
    io.print(json ? safeJson(capsule.crash.frames.map(frameShape)) : renderFrames(capsule, io, topFrame(capsule)).join('\n'))
    return 'done'
  },
}
