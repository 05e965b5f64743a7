import { readCapsule, type Capsule } from '../../src/capsule/read'
import { compareGroup } from '../../src/compare/group/compare-group'
import type { Constant, Ranking, Varying } from '../../src/compare/group/rank'
import { renderGroup } from '../../src/compare/group/render-group'
import { FaultSnapError } from '../../src/errors'
import type { CrashSummary } from '../../src/repository/crash-summary'
import { wrapped } from '../../src/terminal/facts'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import type { CommonArguments } from '../command'
import type { Io, Outcome } from '../io'
import { crashesIn, repositoryDir, resolveInRepository } from '../repository'
import { wrongUsage } from '../wrong-usage'

/** More say nothing new, and each is read and searched. The newest are taken. */
const MAX_CAPSULES = 50
const DEFAULT_LIMIT = 10

/** `diff --group --json`: a contract. `rank` counts from 1. */
export interface GroupShape {
  fingerprint: string
  /** How many capsules were compared. */
  capsules: number
  constants: { rank: number, frame: number, function: string, path: string, scope: string, value: string, known: number,
    unknown: number,
    why: string[], also: string[] }[]
  varying: { frame: number, function: string, path: string, scope: string, known: number, distinct: number, samples: string[] }[]
}

/** `faultsnap diff --group <fingerprint>`: what all capsules of one bug have in common. */
export async function diffGroup ({ group, limit, json, repo }: CommonArguments & { group: string, limit?: string },
  io: Io): Promise<Outcome> {
  const shown = limitOf(limit)
  const dir = repositoryDir(repo, io)
  const crashes = await crashesOfGroup(dir, group, io)
  const { fingerprint } = crashes[0]!
  if (crashes.length < 2) {
    throw new FaultSnapError('CAPSULE_NOT_FOUND', `Only one capsule has the fingerprint ${fingerprint.slice(0, 16)}: ` +
      'to see what crashes have in common takes two or more. "faultsnap inspect" shows the one.')
  }
  const open = crashes.slice(0, MAX_CAPSULES)
  if (open.length < crashes.length) io.tell(`Comparing the newest ${open.length} of ${crashes.length} capsules.`)
  let read = 0
  const ranking = await compareGroup(async () => {
    for (let crash = open.shift(); crash !== undefined; crash = open.shift()) {
      const capsule = await readOrTell(crash.file, io)
      if (capsule !== undefined) return (read++, capsule)
    }
    return undefined
  })
  if (read < 2) throw new FaultSnapError('CAPSULE_NOT_FOUND', 'Less than two capsules of that fingerprint can be read.')
  if (json) io.print(safeJson(groupShape(fingerprint, read, ranking, shown)))
  else {
    const title = `${read} capsules of ${safeText(crashes[0]!.exception.type, 100)}, fingerprint ${fingerprint.slice(0, 16)}`
    const lines = io.isTerminal ? wrapped(title, io.columns) : [title]
    io.print([...lines, '', ...renderGroup(ranking, { ...io, limit: shown })].join('\n'))
  }
  return 'done'
}

async function crashesOfGroup (dir: string, group: string, io: Io): Promise<CrashSummary[]> {
  const file = await resolveInRepository(dir, group, io)
  const crashes = await crashesIn(dir, io)
  const fingerprint = crashes.find(crash => crash.file === file)?.fingerprint
  if (fingerprint === undefined) throw new FaultSnapError('CAPSULE_NOT_FOUND',
    `--group: expected a fingerprint of the repository, got ${safeText(JSON.stringify(group), 200)}`)
  return crashes.filter(crash => crash.fingerprint === fingerprint)
}

async function readOrTell (file: string, io: Io): Promise<Capsule | undefined> {
  try {
    return await readCapsule(file)
  } catch (error) {
    if (!(error instanceof FaultSnapError)) throw error
    io.tell(safeText(`Left out: ${error.message}`, 500))
    return undefined
  }
}

function limitOf (limit: string | undefined): number {
  if (limit === undefined) return DEFAULT_LIMIT
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw wrongUsage(`--limit: expected a whole number from 1, got ${JSON.stringify(limit)}`)
  return Number(limit)
}

function groupShape (fingerprint: string, capsules: number, { constants, varying }: Ranking, limit: number): GroupShape {
  const placeOf = ({ place }: Constant | Varying): { frame: number, function: string, path: string, scope: string } =>
    ({ frame: place.frame, function: place.function, path: place.path, scope: place.scope })
  return {
    fingerprint,
    capsules,
    constants: constants.slice(0, limit).map((each, index) =>
      ({ rank: index + 1, ...placeOf(each), value: each.value, known: each.known,
      unknown: each.unknown, why: each.why, also: each.also })),
    varying: varying.slice(0, limit).map(each => ({ ...placeOf(each), known: each.known, distinct: each.distinct,
      samples: each.samples })),
  }
}
