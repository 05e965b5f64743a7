import { safeJson, safeText } from '../../src/terminal/safe-text'
import { table } from '../../src/terminal/table'
import type { Command } from '../command'
import { crashesIn, repositoryDir } from '../repository'

/** `faultsnap list`: the crashes of the repository, newest first. */
export const list: Command = {
  usage: 'list',
  description: 'List the crashes of the repository, newest first',
  examples: [['list', 'all crashes, the newest first']],
  async run ({ json, repo }, io) {
    const dir = repositoryDir(repo, io)
    const crashes = await crashesIn(dir, io)
    if (json) io.print(safeJson(crashes))
    else if (crashes.length === 0) io.tell(`No crashes in ${safeText(dir)}`)
    else {
      io.print(table(crashes.map(({ id, capturedAt, signal, fingerprint, exception, place }) => [
        io.colours.bold(safeText(id)), safeText(capturedAt.slice(0, 19).replace('T', ' ')),
          io.colours.dim(safeText(fingerprint.slice(0, 8))),
        safeText(signal), `${io.colours.red(safeText(exception.type, 60))}: ${safeText(exception.message, 100)}` +
          (place ? io.colours.dim(`  ${safeText(place.file, 200)}:${place.line}`) : ''),
      ])).join('\n'))
    }
    return 'done'
  },
}
