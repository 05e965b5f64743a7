import { FaultSnapError } from '../../src/errors'
import { emptyRepositoryText } from '../../src/repository/empty-repository'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import type { Command } from '../command'
import { newestIn, repositoryDir } from '../repository'

/** `faultsnap latest`: the path of the newest capsule, for scripts; with `--json` its entry of `list --json`. */
export const latest: Command = {
  usage: 'latest',
  description: 'Print the path of the newest capsule',
  examples: [['inspect "$(faultsnap latest)"', 'the path, for another command']],
  async run ({ json, repo }, io) {
    const dir = repositoryDir(repo, io)
    const newest = (await newestIn(dir, 1, io)).crashes[0]
    if (!newest) throw new FaultSnapError('REPOSITORY_EMPTY',
      `${emptyRepositoryText(dir)}. Give another folder with --repo.`)
    io.print(json ? safeJson(newest) : safeText(newest.file))
    return 'done'
  },
}
