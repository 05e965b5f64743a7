import { transformSync } from 'esbuild'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Capsule } from '../../src/capsule/read'
import { capsulesIn, fixtures, run, type NodeBinary } from '../e2e/harness'
import { installProject } from '../e2e/installed'
import { compareCrash } from './compare-crash'
import type { LivePause } from './live-pause'
import type { OracleRun } from './programs'
import { RULES } from './rules'
import { Tally } from './tally'

export type Limits = 'generous' | 'default'

const GENEROUS = {
  FAULTSNAP_MAX_DEPTH: '9', FAULTSNAP_MAX_ITEMS: '100000', FAULTSNAP_MAX_STRING_LENGTH: '1000000', FAULTSNAP_MAX_TOTAL_ITEMS: '1000000',
  FAULTSNAP_MAX_FRAMES: '1000',
}
/** What a walk comes to in its time is another matter on each machine, and not compared. */
const ALWAYS = {
  FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000', FAULTSNAP_CAUGHT_PAUSE_MS: '60000',
  FAULTSNAP_PAUSE_BUDGET_PERCENT: '100', FAULTSNAP_PAUSE_BURST_MS: '60000', FAULTSNAP_HTML: 'false',
}

/** What came of one run, by the program that threw. `unpaired`: crashes at which the live program did not pause. */
export interface Outcome { tallies: Map<string, Tally>, unpaired: string[], capsules: number }

/** Runs the programs twice, under a live inspector and under FaultSnap, and compares all answers; with each of the limits. */
export async function runPrograms (node: NodeBinary, plan: OracleRun, limits: readonly Limits[]): Promise<Map<Limits, Outcome>> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-oracle-')))
  try {
    installProject(dir)
    for (const folder of ['live', 'programs']) copyFolder(join(fixtures, 'oracle', folder), join(dir, folder))
    const entries = plan.programs.map(program => place(program, dir))
    const entry = entries.length === 1 ? entries : [join('live', 'batch.cjs'), ...entries]
    const bare = run([node.path, '-r', './live/live.cjs', ...entry], dir, { ORACLE_LIVE: join(dir, 'live.json'), ...plan.isAsync && { ORACLE_ASYNC: '1' } })
    const recorded = limits.map(async limit => await run([node.path, plan.preload ?? '-r', 'faultsnap/register', ...entry], dir,
      { ...ALWAYS, ...limit === 'generous' && GENEROUS, FAULTSNAP_REPOSITORY_DIR: limit }))
    await Promise.all([bare, ...recorded])
    const pauses = readFileSync(join(dir, 'live.json'), 'utf8').trim().split('\n').map(line => JSON.parse(line) as LivePause)
    const outcomes = new Map<Limits, Outcome>()
    for (const limit of limits) outcomes.set(limit, await compareAll(pauses, await capsulesIn(dir, limit), limit))
    return outcomes
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function compareAll (pauses: LivePause[], capsules: Capsule[], limits: Limits): Promise<Outcome> {
  const tallies = new Map<string, Tally>()
  const unpaired: string[] = []
  for (const { failure } of pauses) if (failure !== undefined) throw new Error(failure)
  for (const capsule of capsules) {
    const top = capsule.crash.frames.find(({ file }) => !file.startsWith('node:'))
    const pause = pauses.find(({ frames }) => {
      const { url, line, column } = frames.find(({ isNode }) => !isNode)!.location
      return top !== undefined && top.lineNumber0 === line && top.columnNumber0 === column && (url === top.file || url.endsWith(basename(top.file)))
    })
    if (pause === undefined) {
      unpaired.push(`${top?.file}:${top?.lineNumber0} ${capsule.manifest.exception.message}`)
      continue
    }
    const name = programOf(pause)
    const tally = tallies.get(name) ?? new Tally(RULES)
    tally.add(await compareCrash(pause, capsule, limits))
    tallies.set(name, tally)
  }
  return { tallies, unpaired, capsules: capsules.length }
}

/** The outermost frame in a program's own file: that it called `eval` is no matter. */
function programOf ({ frames }: LivePause): string {
  const files = frames.filter(({ isNode, location }) => !isNode && location.url.startsWith('file:') && !location.url.endsWith('/batch.cjs'))
  return basename(files.at(-1)?.location.url ?? '?')
}

function place (program: string, dir: string): string {
  if (program.startsWith('oracle/programs/')) return program.slice('oracle/'.length)
  const name = basename(program)
  if (name === 'mapped.cjs') {
    const source = readFileSync(join(fixtures, 'oracle', 'programs', 'mapped.ts'), 'utf8')
    writeFileSync(join(dir, name), transformSync(source, { loader: 'ts', format: 'cjs', sourcemap: 'inline', sourcefile: 'mapped.ts', target: 'node20' }).code)
  } else copyFileSync(join(fixtures, program), join(dir, name))
  return name
}

function copyFolder (from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name))
}
