import type { Capsule } from '../src/capsule/read'
import { isMissing, type EnvironmentRecord, type ProcessRecord, type RuntimeRecord, type ThreadRecord } from '../src/model'
import { memoryChange } from '../src/program/memory-change'
import { bytesText } from '../src/terminal/bytes-text'
import { safeText } from '../src/terminal/safe-text'

/** Titled facts about what surrounded a crash, by name. All safe to print, on one line. */
export interface EnvironmentSection { title: string, rows: Fact[] }
type Fact = [name: string, fact: string]

/** What surrounded a crash, in the order in which a reader asks: what ran, how, what it had used, what it was told. */
export function environmentSections ({ manifest, crash, environment }: Capsule): EnvironmentSection[] {
  const { runtime, process } = manifest
  const sections = [
    { title: 'Runtime', rows: runtimeRows(runtime) },
    { title: 'Process', rows: processRows(process, crash.thread) },
    { title: 'Memory', rows: memoryRows(process) },
    { title: 'Resources used', rows: resourceRows(process) },
    { title: 'Active resources', rows: countRows(process.activeResources) },
    variableSection(environment),
  ]
  return sections.filter(({ title, rows }) => rows.length > 0 || title.startsWith('Environment'))
}

function runtimeRows ({ version, v8, platform, arch, versions = {} }: RuntimeRecord): Fact[] {
  const others = Object.entries(versions).filter(([name]) => name !== 'node' && name !== 'v8')
  return rowsOf([['node', version], ['v8', v8], ['platform', `${platform} ${arch}`], ...others])
}

function processRows (process: ProcessRecord, thread: ThreadRecord): Fact[] {
  const { package: own, git } = process
  return rowsOf([
    ['package', own && `${own.name ?? '(without a name)'}${own.version === undefined ? '' : `@${own.version}`}`],
    ['folder', own?.dir],
    ['git', git && git.commit + (git.branch === undefined ? '' : ` (${git.branch})`)],
    ['command', process.argv.map(quoted).join(' ')],
    ['flags', process.execArgv.length > 0 ? process.execArgv.map(quoted).join(' ') : undefined],
    ['directory', process.cwd],
    ['title', process.title === process.argv[0] ? undefined : process.title],
    ['host', process.hostname],
    ['pid', `${process.pid}, parent ${process.ppid}`],
    ['thread', thread.isMainThread ? 'main' : `worker ${thread.id}${thread.name === undefined ? '' : `, ${thread.name}`}`],
    ['run time', `${process.uptimeS.toFixed(1)} s`],
    ['exit code', process.exitCode === undefined ? undefined : String(process.exitCode)],
  ])
}

function memoryRows (process: ProcessRecord): Fact[] {
  const changes = memoryChange(process)
  return Object.entries(process.memory ?? {}).map(([kind, bytes]) => {
    const since = changes?.[kind]
    const change = since === undefined ? '' : `, ${since < 0 ? '-' : '+'}${bytesText(Math.abs(since))} since the start`
    return [safeText(kind, 40), bytesText(bytes) + change]
  })
}

/** Kinds of `process.resourceUsage()` in which nothing was used are left out; times are in microseconds, sizes in kilobytes. */
function resourceRows ({ resourceUsage = {} }: ProcessRecord): Fact[] {
  return Object.entries(resourceUsage).filter(([, amount]) => amount !== 0).map(([kind, amount]) => [safeText(kind, 40),
    /CPUTime$/.test(kind) ? `${(amount / 1e6).toFixed(3)} s` : kind === 'maxRSS' ? bytesText(amount * 1024) : String(amount)])
}

function countRows (counts: Record<string, number> = {}): Fact[] {
  return rowsOf(Object.entries(counts).map(([kind, count]) => [kind, String(count)]))
}

const POLICIES: Record<EnvironmentRecord['policy'], string> = {
  safe: 'the list of harmless ones ("safe")', all: 'all', none: 'none', list: 'a list of names',
}

function variableSection ({ policy, variables, total }: EnvironmentRecord): EnvironmentSection {
  const entries = Object.entries(variables)
  return {
    title: `Environment: ${entries.length} of ${total} variables, by the option captureEnvironment: ${POLICIES[policy]}`,
    rows: entries.map(([name, value]) => [safeText(name, 200), isMissing(value) ? `[${safeText(value.missing, 40)}]`
      : value === '' ? "''" : safeText(value)]),
  }
}

function rowsOf (facts: [name: string, fact: string | undefined][]): Fact[] {
  return facts.flatMap(([name, fact]) => fact === undefined || fact === '' ? [] : [[safeText(name, 40), safeText(fact)]])
}

/** As a shell would need it, so that words can be told apart. */
const quoted = (word: string): string => /^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word}'`
