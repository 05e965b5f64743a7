import { openCapsule } from '../capsule-argument'
import { FILE, type Command, type CommonArguments } from '../command'
import { safeJson } from '../../src/terminal/safe-text'
import { inspectPage } from '../../src/view/inspect-page'
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
    io.print((await inspectPage(capsule, io)).join('\n'))
    return 'done'
  },
}
