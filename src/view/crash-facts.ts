import type { ProcessRecord } from '../model'
import { parentText, threadText } from '../occasion/worker-part'
import { memoryChange } from '../program/memory-change'
import { bytesText } from '../terminal/bytes-text'
import { factLines } from '../terminal/facts'
import { safeText } from '../terminal/safe-text'
import type { OpenedCrash } from './opened-crash'
import { shortPath } from './paths'
import type { ViewOptions } from './view-options'

type Fact = [name: string, fact: string]

/** When, by what signal, in which program, runtime and process, and what is not recorded: a line for each. */
export function renderFacts (capsule: OpenedCrash, options: ViewOptions): string[] {
  const { manifest, crash } = capsule
  const { process } = manifest
  const program = process.package?.name === undefined ? ''
    : `${process.package.name}${process.package.version ? `@${process.package.version}` : ''}, `
  const lost = Object.entries(manifest.missing).filter(([, count]) => (count ?? 0) > 0)
  const facts: (Fact | undefined)[] = [
    ['when', `${manifest.capturedAt}, ${process.uptimeS.toFixed(1)} s after start`],
    ['signal', manifest.signal + (crash.exit ? ` (code ${crash.exit.exitCode}, ${crash.exit.by}: ${crash.exit.evidence})` : '')],
    crash.caughtAt && ['caught', `by the catch at ${shortPath(capsule, crash.caughtAt.file)}:${crash.caughtAt.line}, the nearest in the source`],
    ['program', `${program}${process.argv.slice(1).join(' ') || process.argv.join(' ')}`],
    ...environmentFacts(capsule),
    crash.parent && ['started by', parentText(crash.parent).replace(/^started by /, '') + (crash.parent.job === undefined ? '' : `, job ${crash.parent.job}`)],
    ['capsule', `${manifest.id}, fingerprint ${manifest.fingerprint.slice(0, 16)}`],
    process.git && ['git', process.git.commit.slice(0, 12) + (process.git.branch ? ` (${process.git.branch})` : '')],
    lost.length > 0 ? ['missing', lost.map(([reason, count]) => `${count} ${reason}`).join(', ')] : undefined,
    ...crash.notes.map((note): Fact => ['note', note]),
  ]
  return linesOf(facts.filter(fact => fact !== undefined), options)
}

/** Versions, operating system, memory now and its change since the start, run time. */
export function renderEnvironment (capsule: OpenedCrash, options: ViewOptions): string[] {
  const { uptimeS } = capsule.manifest.process
  return linesOf([...environmentFacts(capsule), ['run time', `${uptimeS.toFixed(uptimeS < 10 ? 2 : 0)} s`]], options)
}

function environmentFacts ({ manifest: { runtime, process }, crash }: OpenedCrash): Fact[] {
  const thread = crash.thread.isMainThread ? '' : `, ${threadText(crash.thread)}`
  const memory = memoryText(process)
  return [
    ['runtime', `Node.js ${runtime.version}, V8 ${runtime.v8}, ${runtime.platform} ${runtime.arch}, pid ${process.pid}${thread}`],
    ...memory === '' ? [] : [['memory', memory] as Fact],
  ]
}

/** `48.2 MiB resident (+3.1 MiB since the start), heap 5.0 MiB (+0.9 MiB)`; empty where nothing is known. */
function memoryText (process: ProcessRecord): string {
  const { memory } = process
  const changes = memoryChange(process)
  const part = (kind: string, since: string): string => {
    const change = changes?.[kind]
    return bytesText(memory![kind]!) + (change === undefined ? '' : ` (${change < 0 ? '-' : '+'}${bytesText(Math.abs(change))}${since})`)
  }
  if (memory?.['rss'] === undefined) return ''
  const heap = memory['heapUsed'] === undefined ? '' : `, heap ${part('heapUsed', '')}`
  return `${part('rss', ' since the start').replace(/^(\S+ \S+)/, '$1 resident')}${heap}`
}

function linesOf (facts: readonly Fact[], options: ViewOptions): string[] {
  return factLines(facts.map(([name, fact]): Fact => [name, safeText(fact, 1_000)]), options)
}
