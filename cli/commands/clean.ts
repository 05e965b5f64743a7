import { applyClean, planClean, type CleanLimits, type Removal } from '../../src/repository/clean'
import { FaultSnapError } from '../../src/errors'
import { emptyRepositoryText } from '../../src/repository/empty-repository'
import { bytesText } from '../../src/terminal/bytes-text'
import { clipStart } from '../../src/terminal/clip'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { table } from '../../src/terminal/table'
import type { Command, CommonArguments } from '../command'
import { wholeNumber } from '../crashes/filter-crashes'
import { parseSince } from '../crashes/since'
import { parseBytes } from '../crashes/sizes'
import type { Io } from '../io'
import { readerConfig } from '../reader-config'
import { crashesIn, repositoryDir } from '../repository'

interface CleanArguments extends CommonArguments { 'older-than'?: string, keep?: string, 'max-bytes'?: string, 'dry-run'?: boolean }

const DAY_MS = 86_400_000
const WHY: Readonly<Record<Removal['why'], string>> = { age: 'too old', count: 'more than are kept of its fingerprint', bytes: 'the repository is too large' }

/** `faultsnap clean`: removes what exceeds the limits given, or else those of the configuration. */
export const clean: Command<CleanArguments> = {
  usage: 'clean',
  description: 'Remove old capsules, by age, by count of one bug, by size in all',
  options: {
    'older-than': { type: 'string', requiresArg: true, describe: 'Remove what is older than 30d, 12h, 2w' },
    keep: { type: 'string', requiresArg: true, describe: 'Keep so many of each fingerprint, the first and the latest among them (at least 2)' },
    'max-bytes': { type: 'string', requiresArg: true, describe: 'Remove the oldest until the rest fits into 500MB, 1G' },
    'dry-run': { type: 'boolean', describe: 'Only say what would go' },
  },
  examples: [
    ['clean --dry-run', 'what the configured limits would remove'],
    ['clean --older-than 14d --keep 10', 'no older ones, and ten of each bug'],
  ],
  async run (args, io) {
    const now = new Date()
    const limits = limitsOf(args, io, now)
    const dir = repositoryDir(args.repo, io)
    const crashes = await crashesIn(dir, io)
    const planned = planClean(crashes, limits, now)
    const isDry = args['dry-run'] === true
    const removed = isDry || planned.length === 0 ? planned : await applied(dir, planned)
    const bytes = removed.reduce((sum, { crash }) => sum + crash.bytes, 0)
    if (args.json) {
      io.print(safeJson({
        isDryRun: isDry, bytes, kept: crashes.length - removed.length,
        removed: removed.map(({ crash: { id, path, bytes: size, fingerprint, capturedAt }, why }) => ({ id, path, bytes: size, fingerprint, capturedAt, why })),
      }))
      return 'done'
    }
    if (crashes.length === 0) {
      io.tell(emptyRepositoryText(dir))
      return 'done'
    }
    if (isDry && removed.length > 0) {
      io.print(removalRows(removed, io).join('\n'))
    }
    const what = `${removed.length} of ${crashes.length} crash${crashes.length === 1 ? '' : 'es'}, ${bytesText(bytes)}`
    const text = isDry ? `${what} would be removed` : `Removed ${what}`
    if (isDry) io.tell(text)
    else io.print(text)
    const stuck = planned.length - removed.length
    if (stuck > 0) io.tell(`${stuck} could not be removed: another program has them open, or they are not yours`)
    return 'done'
  },
}

async function applied (dir: string, planned: readonly Removal[]): Promise<Removal[]> {
  try {
    return await applyClean(dir, planned)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new FaultSnapError('REPOSITORY_UNREADABLE', `The repository ${safeText(dir, 1_000)} cannot be changed (${code}). Check its permissions.`, { cause: error })
  }
}

/** Path, size and reason; on a terminal of a path what tells files apart, and on a narrow one a word for the reason. */
function removalRows (removed: readonly Removal[], { colours, columns, isTerminal }: Io): string[] {
  const rows = removed.map(({ crash, why }) => [safeText(crash.path), bytesText(crash.bytes), columns < NARROW_COLUMNS && isTerminal ? why : WHY[why]] as const)
  const taken = Math.max(...rows.map(([, size]) => size.length)) + Math.max(...rows.map(([, , why]) => why.length)) + 4
  return table(rows.map(([path, size, why]) => [isTerminal ? clipStart(path, Math.max(12, columns - taken)) : path, size, colours.dim(why)]))
}

/** Below this a sentence would leave nothing for the path. */
const NARROW_COLUMNS = 100

function limitsOf (args: CleanArguments, io: Io, now: Date): CleanLimits {
  const { 'older-than': olderThan, keep, 'max-bytes': maxBytes } = args
  if (olderThan === undefined && keep === undefined && maxBytes === undefined) {
    const { config } = readerConfig(io)
    return { maxAgeMs: config.maxDaysToKeep * DAY_MS, keptPerFingerprint: config.maxReportsPerFingerprint, maxBytes: config.maxRepositoryBytes }
  }
  return {
    ...olderThan !== undefined && { maxAgeMs: now.getTime() - parseSince(olderThan, now, 'older-than') },
    ...keep !== undefined && { keptPerFingerprint: wholeNumber('keep', keep, 2) },
    ...maxBytes !== undefined && { maxBytes: parseBytes('max-bytes', maxBytes) },
  }
}
