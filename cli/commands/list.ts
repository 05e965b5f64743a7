import { emptyRepositoryText } from '../../src/repository/empty-repository'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import type { Command, CommonArguments } from '../command'
import { crashRows } from '../crashes/crash-rows'
import { FILTERS, filterCrashes, wholeNumber, type FilterArguments } from '../crashes/filter-crashes'
import { groupCrashes, withRepeats, withSeen, type CrashGroup, type ListedCrash } from '../crashes/groups'
import type { Io } from '../io'
import { crashesIn, newestIn, repositoryDir } from '../repository'
import { MAX_NEWEST } from '../../src/repository/kept-newest'
import type { CrashSummary } from '../../src/repository/crash-summary'
import type { NewestCrashes } from '../../src/repository/newest-crashes'

async function wholeList (dir: string, io: Io): Promise<NewestCrashes> {
  const crashes = await crashesIn(dir, io)
  return { crashes, total: crashes.length }
}

/** `faultsnap list`: the crashes of the repository, newest first, or a row for each fingerprint. */
export const list: Command<CommonArguments & FilterArguments & { limit?: string, group?: boolean }> = {
  usage: 'list',
  description: 'List the crashes of the repository, newest first',
  options: {
    limit: { type: 'string', alias: 'n', requiresArg: true, describe: 'No more than so many; 500 without it, in text' },
    group: { type: 'boolean', alias: 'g', describe: 'A row for each fingerprint, with its count' },
    ...FILTERS,
  },
  examples: [
    ['list', 'all crashes, the newest first'],
    ['list --since 2d --type TypeError', 'those of the last two days'],
    ['list --group --limit 10', 'the ten bugs that were seen last'],
  ],
  async run ({ json, repo, limit, group, ...filters }, io) {
    // For scripts all of them; a person who wants more says so.
    const most = limit !== undefined ? wholeNumber('limit', limit, 1) : json ? Number.MAX_SAFE_INTEGER : MAX_NEWEST
    const now = new Date()
    const dir = repositoryDir(repo, io)
    const isWhole = group === true || (Object.keys(FILTERS) as (keyof FilterArguments)[]).some(name => filters[name] !== undefined)
    const { crashes: all, total } = isWhole ? await wholeList(dir, io) : await newestIn(dir, most, io)
    const fitting = filterCrashes(all, filters, now)
    const rows = group ? groupCrashes(fitting) : fitting
    const first = rows.slice(0, most)
    // What is gone is of any time and kind: it is not counted among what fits a filter.
    const isFiltered = fitting.length < all.length
    const shown: (CrashGroup | ListedCrash)[] = !group ? withRepeats(first as CrashSummary[]) : isFiltered ? first : withSeen(first as CrashGroup[])
    if (json) io.print(safeJson(shown))
    if (all.length === 0) io.tell(emptyRepositoryText(dir))
    else if (rows.length === 0) io.tell(`None of the ${all.length} crashes in ${safeText(dir)} fits`)
    else if (!json) {
      io.print(crashRows(shown.map(row => 'count' in row ? { ...row, id: row.latest.id, capturedAt: row.lastSeen } : row), io, now).join('\n'))
      const left = (isWhole ? rows.length : total) - shown.length
      if (left > 0 && (io.isTerminal || limit === undefined)) io.tell(io.colours.dim(`… ${left} more${limit === undefined ? ', see --limit' : ''}`))
    }
    return 'done'
  },
}
