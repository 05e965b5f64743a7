import { factLines, wrapped } from '../../src/terminal/facts'
import { safeJson } from '../../src/terminal/safe-text'
import { openCapsule } from '../capsule-argument'
import { FILE, type Command, type CommonArguments } from '../command'
import { environmentShape } from '../environment-shape'
import { environmentSections } from '../environment-sections'

/** `faultsnap env <file>`: what the program ran in when it crashed. */
export const env: Command<CommonArguments & { file: string }> = {
  usage: 'env <file>',
  description: 'Show what a crash happened in: runtime, process, memory, package, environment variables',
  positionals: FILE,
  examples: [['env latest', 'runtime, process, memory and variables'], ['env latest --json', 'the same for a script']],
  async run ({ file, json, repo }, io) {
    const capsule = await openCapsule(file, repo, io)
    if (json) {
      io.print(safeJson(environmentShape(capsule)))
      return 'done'
    }
    const blocks = environmentSections(capsule).map(({ title, rows }) => [
      ...(io.isTerminal ? wrapped(title, io.columns) : [title]).map(line => io.colours.bold(line)),
        ...factLines(rows, { ...io, indent: 2 }),
    ].join('\n'))
    io.print(blocks.join('\n\n'))
    return 'done'
  },
}
