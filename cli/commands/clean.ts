import { applyClean, planClean, type CleanLimits, type Removal } from '../../src/repository/clean'
import { bytesText } from '../../src/terminal/bytes-text'
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
    const removed = isDry ? planned : await applyClean(dir, planned)
    const bytes = removed.reduce((sum, { crash }) => sum + crash.bytes, 0)
    if (args.json) {
      io.print(safeJson({
        isDryRun: isDry, bytes, kept: crashes.length - removed.length,
        removed: removed.map(({ crash: { id, path, bytes: size, fingerprint, capturedAt }, why }) => ({ id, path, bytes: size, fingerprint, capturedAt, why })),
      }))
      return 'done'
    }
    if (isDry && removed.length > 0) {
      io.print(table(removed.map(({ crash, why }) => [safeText(crash.path), bytesText(crash.bytes), io.colours.dim(WHY[why])])).join('\n'))
    }
    const what = `${removed.length} of ${crashes.length} crash${crashes.length === 1 ? '' : 'es'}, ${bytesText(bytes)}`
    const text = isDry ? `${what} would be removed` : `Removed ${what}`
    if (isDry) io.tell(text)
    else io.print(text)
    const stuck = planned.length - removed.length
    if (stuck > 0) io.tell(`${stuck} could not be removed: another program has them open`)
    return 'done'
  },
}

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
