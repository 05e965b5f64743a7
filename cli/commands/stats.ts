import { bytesText } from '../../src/terminal/bytes-text'
import { factLines } from '../../src/terminal/facts'
import { emptyRepositoryText } from '../../src/repository/empty-repository'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { sparkline } from '../../src/terminal/sparkline'
import { indent } from '../../src/terminal/table'
import type { CrashSummary } from '../../src/repository/crash-summary'
import type { Command, CommonArguments } from '../command'
import { crashRows } from '../crashes/crash-rows'
import { SINCE, filterCrashes } from '../crashes/filter-crashes'
import { groupCrashes, withSeen, type CrashGroup } from '../crashes/groups'
import { crashesIn, repositoryDir } from '../repository'

const DAY_MS = 86_400_000
const MAX_DAYS = 30
const TOP = 5

/** `faultsnap stats`: the repository in figures. */
export const stats: Command<CommonArguments & { since?: string }> = {
  usage: 'stats',
  description: 'Count the crashes of the repository: by bug, by type, by day',
  options: SINCE,
  examples: [['stats', 'the whole repository'], ['stats --since 7d --json', 'the last week, for a script']],
  async run ({ json, repo, since }, io) {
    const now = new Date()
    const dir = repositoryDir(repo, io)
    const crashes = filterCrashes(await crashesIn(dir, io), { ...since !== undefined && { since } }, now)
    const shape = statsShape(crashes, now, since === undefined)
    if (json) {
      io.print(safeJson(shape))
      return 'done'
    }
    if (crashes.length === 0) {
      io.tell(since === undefined ? emptyRepositoryText(dir) : `No crash in ${safeText(dir)} since then`)
      return 'done'
    }
    const { total, fingerprints, mostCommon, oldest, newest, bytes, days, top } = shape
    const sum = days.reduce((all, { count }) => all + count, 0)
    const busiest = days.reduce((best, day) => day.count > best.count ? day : best)
    io.print(factLines([
      ['crashes', `${total}, of ${fingerprints} bug${fingerprints === 1 ? '' : 's'}`],
      ['most common', safeText(`${mostCommon!.type} (${mostCommon!.count} of ${total})`)],
      ['oldest', safeText(oldest!)],
      ['newest', safeText(newest!)],
      ['on disk', bytesText(bytes)],
      [days.length === 1 ? 'today' : `last ${days.length} days`, `${sparkline(days.map(({ count }) => count))}  ${sum} in all, most on ${busiest.day}: ${busiest.count}`],
    ], io).join('\n'))
    io.print('')
    io.print(io.colours.bold('Most frequent'))
    const rows = top.map(group => ({ ...group, id: group.latest.id, capturedAt: group.lastSeen }))
    io.print(indent(crashRows(rows, { ...io, columns: io.columns - 2 }, now)).join('\n'))
    return 'done'
  },
}

/** `stats --json`. `days`: the last 30 at most, oldest first, from the first crash on, today included; UTC. */
interface StatsShape {
  total: number
  fingerprints: number
  mostCommon?: { type: string, count: number }
  oldest?: string
  newest?: string
  bytes: number
  days: { day: string, count: number }[]
  top: CrashGroup[]
}

function statsShape (crashes: readonly CrashSummary[], now: Date, isWhole: boolean): StatsShape {
  const groups = groupCrashes(crashes)
  const types = countBy(crashes, ({ exception }) => exception.type)
  const [mostCommon] = [...types].sort((a, b) => b[1] - a[1])
  const [newest, oldest] = [crashes[0]?.capturedAt, crashes.at(-1)?.capturedAt]
  const perDay = countBy(crashes, ({ capturedAt }) => capturedAt.slice(0, 10))
  const today = Math.floor(now.getTime() / DAY_MS)
  const first = oldest === undefined ? today : Math.max(today - MAX_DAYS + 1, Math.floor(Date.parse(oldest) / DAY_MS))
  const days = Array.from({ length: Math.max(1, today - first + 1) }, (_, index) => {
    const day = new Date((first + index) * DAY_MS).toISOString().slice(0, 10)
    return { day, count: perDay.get(day) ?? 0 }
  })
  const top = [...groups].sort((a, b) => b.count - a.count).slice(0, TOP)
  return {
    total: crashes.length,
    fingerprints: groups.length,
    ...mostCommon && { mostCommon: { type: mostCommon[0], count: mostCommon[1] } },
    ...oldest !== undefined && { oldest },
    ...newest !== undefined && { newest },
    bytes: crashes.reduce((sum, crash) => sum + crash.bytes, 0),
    days,
    top: isWhole ? withSeen(top) : top,
  }
}

function countBy (crashes: readonly CrashSummary[], keyOf: (crash: CrashSummary) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const crash of crashes) counts.set(keyOf(crash), (counts.get(keyOf(crash)) ?? 0) + 1)
  return counts
}
