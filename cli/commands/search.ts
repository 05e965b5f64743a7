import { FaultSnapError } from '../../src/errors'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import type { CrashSummary } from '../../src/repository/crash-summary'
import { emptyRepositoryText } from '../../src/repository/empty-repository'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { clipEnd } from '../../src/terminal/clip'
import type { Command, CommonArguments } from '../command'
import { crashRows } from '../crashes/crash-rows'
import { FILTERS, filterCrashes, wholeNumber, type FilterArguments } from '../crashes/filter-crashes'
import { highlight } from '../crashes/highlight'
import { summaryFields, frameFields, type Hit } from '../crashes/matches'
import { searchVariables } from '../crashes/search-variables'
import type { Io } from '../io'
import { createProgress } from '../progress'
import { crashesIn, repositoryDir } from '../repository'
import { wrongUsage } from '../wrong-usage'

interface SearchArguments extends CommonArguments, FilterArguments { term: string, vars?: boolean, limit?: string }

/** A crash that was found, with where: at most {@link MAX_HITS} places. */
interface Found { crash: CrashSummary, hits: Hit[] }

const MAX_HITS = 5

/** `faultsnap search <term>`: crashes by exception, fingerprint, function, file; with `--vars` by names and values of variables. */
export const search: Command<SearchArguments> = {
  usage: 'search <term>',
  description: 'Find crashes by exception, message, culprit, fingerprint, function or file; with --vars by variables',
  positionals: { term: { type: 'string', describe: 'Text, in any case', demandOption: true } },
  options: {
    vars: { type: 'boolean', describe: 'Search names and values of variables inside the capsules instead' },
    limit: { type: 'string', alias: 'n', requiresArg: true, describe: 'No more than so many crashes' },
    ...FILTERS,
  },
  examples: [
    ['search checkout', 'crashes that have "checkout" in their message or in a function or file of their stack'],
    ['search --vars c-1043', 'crashes in which a variable held that value'],
  ],
  async run ({ term, vars, json, repo, limit, ...filters }, io) {
    if (term.trim() === '') throw wrongUsage('search: expected some text')
    const most = limit === undefined ? Number.MAX_SAFE_INTEGER : wholeNumber('limit', limit, 1)
    const now = new Date()
    const dir = repositoryDir(repo, io)
    const all = await crashesIn(dir, io)
    const crashes = filterCrashes(all, filters, now)
    const { found, unreadable } = await (vars ? findInVariables : findInStacks)(crashes, term, most, io)
    if (json) io.print(safeJson(found.map(({ crash, hits }) => ({ ...crash, hits }))))
    else if (all.length === 0) io.tell(emptyRepositoryText(dir))
    else if (found.length === 0) io.tell(`Nothing found for ${JSON.stringify(safeText(term, 100))} in ${crashes.length} crash${crashes.length === 1 ? '' : 'es'}`)
    else io.print(found.flatMap(each => linesOf(each, term, io, now)).join('\n'))
    if (unreadable > 0) io.tell(`${unreadable} capsule${unreadable === 1 ? '' : 's'} could not be read; "faultsnap verify" says why`)
    return 'done'
  },
}

/** In a pipe a line for each place that was found, the crash before it. */
function linesOf ({ crash, hits }: Found, term: string, io: Io, now: Date): string[] {
  const rows = crashRows([crash], io, now).map(line => highlight(line, term, io.colours))
  const texts = hits.map(({ where, text }) => `${safeText(where, 200)}${text === '' ? '' : ` = ${safeText(text, 300)}`}`)
  if (!io.isTerminal) return texts.length === 0 ? rows : texts.map(text => `${rows[0]}  ${text}`)
  return [...rows, ...texts.map(text => `    ${highlight(clipEnd(text, Math.max(12, io.columns - 4)), term, io.colours)}`)]
}

interface Outcome { found: Found[], unreadable: number }

/**
 * In the index, then in the stacks: crashes of one fingerprint have the same functions and files, so one capsule of each is opened.
 */
async function findInStacks (crashes: readonly CrashSummary[], term: string, most: number, io: Io): Promise<Outcome> {
  const byFingerprint = new Map<string, Hit[]>()
  const found: Found[] = []
  let unreadable = 0
  const progress = createProgress(io, 'Searching', crashes.length)
  for (const [index, crash] of crashes.entries()) {
    if (found.length >= most) break
    progress.at(index)
    const hits = summaryFields(crash, term)
    if (hits.length === 0) {
      let frames = byFingerprint.get(crash.fingerprint)
      if (frames === undefined) {
        const capsule = await openOrCount(crash.file, () => { unreadable++ })
        frames = capsule === undefined ? [] : frameFields(capsule, term).slice(0, MAX_HITS)
        byFingerprint.set(crash.fingerprint, frames)
      }
      hits.push(...frames)
    }
    if (hits.length > 0) found.push({ crash, hits: hits.filter(({ isShown }) => !isShown) })
  }
  progress.end()
  return { found, unreadable }
}

async function findInVariables (crashes: readonly CrashSummary[], term: string, most: number, io: Io): Promise<Outcome> {
  const found: Found[] = []
  let unreadable = 0
  const progress = createProgress(io, 'Searching variables', crashes.length)
  for (const [index, crash] of crashes.entries()) {
    if (found.length >= most) break
    progress.at(index)
    const capsule = await openOrCount(crash.file, () => { unreadable++ })
    const hits = capsule === undefined ? [] : searchVariables(capsule.crash, term, MAX_HITS)
    if (hits.length > 0) found.push({ crash, hits })
  }
  progress.end()
  return { found, unreadable }
}

async function openOrCount (file: string, onUnreadable: () => void): Promise<Capsule | undefined> {
  try {
    return await readCapsule(file)
  } catch (error) {
    if (!(error instanceof FaultSnapError)) throw error
    onUnreadable()
    return undefined
  }
}
