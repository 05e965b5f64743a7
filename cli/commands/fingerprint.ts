import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { Capsule } from '../../src/capsule/read'
import { fingerprintLines } from '../../src/fingerprint/fingerprint'
import { readMetadata } from '../../src/repository/fingerprint-metadata'
import { factLines, wrapped } from '../../src/terminal/facts'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { openCapsule } from '../capsule-argument'
import { FILE, type Command, type CommonArguments } from '../command'
import type { Io } from '../io'
import { crashesIn, repositoryDir } from '../repository'

/**
 * `fingerprint --json`. `parts`: what the fingerprint is the hash of, `kind` being `type`, `frame` (innermost first), or
 * `line` of a function without a name, and `message`, `code`, `module`, `at` and `includes` where frames do not tell. `isCurrent`: the parts give this very fingerprint; else another
 * version of FaultSnap made it. `capsules` are those of the repository that have it; `recorded` counts those that were removed
 * since, too.
 */
export interface FingerprintShape {
  fingerprint: string
  isCurrent: boolean
  parts: { kind: string, text: string }[]
  repository: string
  capsules: number
  recorded: number
  /** ISO 8601, UTC. Absent if the repository has none. */
  firstSeen?: string
  lastSeen?: string
}

/** `faultsnap fingerprint <file>`: 64 hex digits and nothing else, so that a script needs no more; `--explain` for people. */
export const fingerprint: Command<CommonArguments & { file: string, explain?: boolean }> = {
  usage: 'fingerprint <file>',
  description: 'Print the fingerprint of a crash: the same for every crash of one bug',
  positionals: FILE,
  options: { explain: { type: 'boolean', describe: 'Show what it is made of, and how often the repository has it' } },
  examples: [['fingerprint latest', '64 hex digits'], ['fingerprint latest --explain', 'what it is made of']],
  async run ({ file, explain, json, repo }, io) {
    const capsule = await openCapsule(file, repo, io)
    if (!json && !explain) {
      io.print(safeText(capsule.manifest.fingerprint))
      return 'done'
    }
    const shape = await shapeOf(capsule, repositoryDir(repo, io), io)
    io.print(json ? safeJson(shape) : textOf(shape, io).join('\n'))
    return 'done'
  },
}

async function shapeOf ({ manifest, crash }: Capsule, repository: string, io: Io): Promise<FingerprintShape> {
  const lines = fingerprintLines(crash, manifest.process)
  const hash = createHash('sha256').update(JSON.stringify(lines)).digest('hex')
  const same = (await crashesIn(repository, io)).filter(each => each.fingerprint === manifest.fingerprint)
  const folders = new Set(same.map(({ path }) => dirname(join(repository, path))))
  const metadata = [...folders].map(readMetadata).filter(each => each !== undefined)
  const [oldest] = same.slice(-1).map(({ capturedAt }) => capturedAt)
  // Metadata knows those that were removed, to the second.
  const removed = metadata.map(({ firstSeen }) => firstSeen).filter(seen => seen.slice(0, 19) < (oldest ?? '').slice(0, 19))
  return {
    fingerprint: manifest.fingerprint,
    isCurrent: hash === manifest.fingerprint,
    parts: lines.map(line => ({ kind: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1) })),
    repository,
    capsules: same.length,
    recorded: same.length + metadata.reduce((sum, { removed }) => sum + removed, 0),
    ...(oldest !== undefined && { firstSeen: removed.sort()[0] ?? oldest, lastSeen: same[0]!.capturedAt }),
  }
}

function textOf (shape: FingerprintShape, io: Io): string[] {
  const { capsules, recorded, repository, firstSeen, lastSeen } = shape
  const removed = recorded > capsules ? `, ${recorded - capsules} more were removed since` : ''
  const facts: [string, string][] = [['repository', safeText(repository)], ['capsules', `${capsules}${removed}`]]
  if (firstSeen !== undefined) facts.push(['first seen', safeText(firstSeen)])
  if (lastSeen !== undefined) facts.push(['last seen', safeText(lastSeen)])
  const parts = shape.parts.map(({ kind, text }): [string, string] =>
    [safeText(kind, 40), safeText(kind === 'frame' ? text.replace(/^ /, '<anonymous> ') : text)])
  const changed = 'This version of FaultSnap makes another fingerprint of this crash; its parts are shown.'
  const note = shape.isCurrent ? [] : io.isTerminal ? wrapped(changed, io.columns) : [changed]
  return [
    io.colours.bold(safeText(shape.fingerprint)),
    '', io.colours.bold('Made of'), ...factLines(parts, { ...io, indent: 2 }), ...note.map(line => io.colours.yellow(line)),
    '', ...factLines(facts, io),
  ]
}
