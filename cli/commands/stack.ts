import { safeJson } from '../../src/terminal/safe-text'
import type { OpenedCrash } from '../../src/view/opened-crash'
import { renderStackTree } from '../../src/view/stack-tree'
import { openCapsule } from '../capsule-argument'
import { FILE, type Command, type CommonArguments } from '../command'
import { explore } from '../explore/explore'
import type { Io } from '../io'
import { placeToOpen } from '../open/place-to-open'
import { readerConfig } from '../reader-config'
import { frameShape } from '../shapes'
import { openPlace } from './open'

/** `faultsnap stack <file>`: the call stack, to be explored with the keyboard on a terminal, as a tree in a pipe. */
export const stack: Command<CommonArguments & { file: string, all?: boolean, print?: boolean }> = {
  usage: 'stack <file>',
  description: 'Explore the call stack with the keyboard; in a pipe, print it as a tree',
  positionals: FILE,
  options: {
    all: { type: 'boolean', describe: 'Show the frames of Node and of packages one by one' },
    print: { type: 'boolean', describe: 'Print the tree on a terminal, too' },
  },
  examples: [['stack latest', 'explore the newest crash'], ['stack latest --all | less', 'every frame, as text']],
  async run ({ file, all = false, print, json, repo }, io) {
    const capsule = await openCapsule(file, repo, io)
    if (json) io.print(safeJson(capsule.crash.frames.map(frameShape)))
    else if (print || !isInteractive(io)) io.print(renderStackTree(capsule, io, { all }).join('\n'))
    else {
      await explore(capsule, {
        streams: { input: process.stdin, output: process.stdout }, colours: io.colours, showsAll: all,
        openFrame: index => openFrame(capsule, index, io),
      })
    }
    return 'done'
  },
}

/** Somebody is there to press keys, on a terminal that can move its cursor. */
function isInteractive ({ isTerminal, env }: Io): boolean {
  return isTerminal && process.stdin.isTTY === true && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === ''
}

async function openFrame (capsule: OpenedCrash, index: number, io: Io): Promise<string> {
  const { remarks, ...place } = await placeToOpen(capsule, capsule.crash.frames[index]!, {
    cwd: io.cwd, pathMap: readerConfig(io).config.pathMap,
  })
  await openPlace({ ...place, remarks }, io)
  return remarks.join('; ')
}
