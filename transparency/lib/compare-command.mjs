// Runs a command bare and recorded until it is known what of the difference is FaultSnap's.
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { differences, observe } from './differences.mjs'
import { runCommand } from './run-command.mjs'

export const register = join(import.meta.dirname, '..', '..', 'dist', 'register.cjs')

/** How often a difference must come again before it is called one. */
const ROUNDS = 3

/**
 * Gives `{ tests, verdicts, capsules, bareMs, recordedMs }`. `tests` is their number, `verdicts` has one entry per difference:
 * `{ key, kind, bare, recorded }`, with `kind`
 * - `difference`: in every recorded run and in no bare one;
 * - `sometimes`: not in every recorded run, and the bare runs agree;
 * - `flaky`: the bare runs differ in it among themselves;
 * - `preload`: an empty preload in NODE_OPTIONS makes the same difference;
 * - `notice`: gone with `quiet`: the line about a crash was read by the program that started the crashing one.
 *
 * `plan`: `{ command, cwd, env, stdin, timeoutMs, prepare, places, clean, what, preload }`. `prepare` gives a fresh working folder for
 * each run, and `release` takes it back; without it all runs are in `cwd`.
 */
export async function compareCommand (plan) {
  const temp = realpathSync(mkdtempSync(join(tmpdir(), 'transparency-')))
  try {
    return await compareIn(temp, plan)
  } finally {
    rmSync(temp, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function compareIn (temp, plan) {
  const repository = join(temp, 'FaultSnaps')
  const empty = join(temp, 'empty.cjs')
  writeFileSync(empty, '')
  const variants = {
    bare: {},
    recorded: { NODE_OPTIONS: preloading(plan, plan.preload ?? register), FAULTSNAP_REPOSITORY_DIR: repository },
    quiet: { NODE_OPTIONS: preloading(plan, plan.preload ?? register), FAULTSNAP_REPOSITORY_DIR: repository, FAULTSNAP_QUIET: '1' },
    preload: { NODE_OPTIONS: preloading(plan, empty) },
  }
  const runs = { bare: [], recorded: [], quiet: [], preload: [] }
  const run = async variant => {
    const cwd = plan.prepare?.() ?? plan.cwd
    try {
      const result = await runCommand(plan.command, { ...plan, cwd, env: { ...plan.env, ...variants[variant] } })
      const places = { [cwd]: '<dir>', ...plan.places }
      runs[variant].push({ ...observe(result, { ...plan, places }), ms: result.ms, raw: result })
    } finally {
      if (plan.prepare !== undefined) plan.release?.(cwd)
    }
  }
  await run('bare')
  await run('recorded')
  const first = differences(runs.bare[0], runs.recorded[0], plan.what)
  let verdicts = []
  if (first.length > 0) {
    for (let round = 1; round < ROUNDS; round++) {
      await run('bare')
      await run('recorded')
    }
    verdicts = judge(runs, plan.what)
    if (verdicts.some(isOurs)) {
      await run('preload')
      verdicts = explain(verdicts, runs, 'preload', plan.what)
    }
    if (verdicts.some(isOurs) && runs.recorded.some(({ notices }) => notices > 0 || plan.env?.FAULTSNAP_QUIET === undefined)) {
      await run('quiet')
      verdicts = explain(verdicts, runs, 'notice', plan.what)
    }
  }
  return {
    tests: Object.keys(runs.bare[0].tests).length, verdicts, runs, capsules: countCapsules(repository),
    bareMs: Math.min(...runs.bare.map(({ ms }) => ms)), recordedMs: Math.min(...runs.recorded.map(({ ms }) => ms)),
  }
}

/** Whether a verdict is something that FaultSnap did. */
export const isOurs = ({ kind }) => kind === 'difference' || kind === 'sometimes'

const preloading = (plan, file) => [`--require ${JSON.stringify(file)}`, plan.env?.NODE_OPTIONS ?? ''].join(' ').trim()

function judge ({ bare, recorded }, what) {
  const keysOf = (a, b) => new Set(differences(a, b, what).map(({ key }) => key))
  const flaky = new Set(bare.slice(1).flatMap(run => [...keysOf(bare[0], run)]))
  const perRun = recorded.map(run => differences(bare[0], run, what))
  const all = new Map(perRun.flat().reverse().map(difference => [difference.key, difference]))
  return [...all.values()].map(difference => {
    const times = perRun.filter(found => found.some(({ key }) => key === difference.key)).length
    const kind = flaky.has(difference.key) ? 'flaky' : times === recorded.length ? 'difference' : 'sometimes'
    return { ...difference, kind, times: `${times} of ${recorded.length}` }
  })
}

/** `notice`: what is as in the bare run when FaultSnap is quiet; `preload`: what an empty preload does in the same way. */
function explain (verdicts, runs, kind, what) {
  const keys = new Set((kind === 'notice' ? differences(runs.bare[0], runs.quiet[0], what) : differences(runs.recorded[0], runs.preload[0], what)).map(({ key }) => key))
  return verdicts.map(verdict => verdict.kind === 'difference' && !keys.has(verdict.key) ? { ...verdict, kind } : verdict)
}

function countCapsules (repository) {
  try {
    return readdirSync(repository, { recursive: true }).filter(file => /crash_[^\\/]*\.faultsnap$/.test(file)).length
  } catch {
    return 0
  }
}
