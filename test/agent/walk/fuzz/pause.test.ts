import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { build } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule } from '../../../../src/capsule/read'
import { DEFAULT_LIMITS } from '../../../../src/limits'
import { ROOT } from '../../../helpers/demo-shop'
import { Comparison } from './compare-values'

const GRAPHS_PER_CRASH = 20
/** FAULTSNAP_FUZZ: how many crashes of 20 graphs each; FAULTSNAP_FUZZ_SEED: the first seed. */
const CRASHES = Math.ceil(Number(process.env['FAULTSNAP_FUZZ'] ?? 100) / GRAPHS_PER_CRASH)
const FIRST_SEED = Number(process.env['FAULTSNAP_FUZZ_SEED'] ?? 1)
const LIMITS = { ...DEFAULT_LIMITS, maxDepth: 7, maxItems: 60, maxTotalItems: 100_000 }

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-graphs-')))
const program = join(folder, 'program.cjs')
test.before(async () => {
  setFlagsFromString('--allow-natives-syntax')
  ;(globalThis as { undetectable?: unknown }).undetectable = new Function('return %GetUndetectable()')
  await build({ entryPoints: [join(import.meta.dirname, 'graph-program.ts')], outfile: program, bundle: true, platform: 'node', format: 'cjs',
    target: 'node20.19', logLevel: 'warning' })
})
test.after(() => rmSync(folder, { recursive: true, force: true }))

test(`${CRASHES} crashes with ${GRAPHS_PER_CRASH} random graphs in a variable: nothing ran, nothing changed, all is recorded`, async () => {
  const { makeGraphs } = createRequire(import.meta.url)(program) as typeof import('./graph-program')
  const problems: string[] = []
  let compared = 0
  for (let crash = 0; crash < CRASHES && problems.length < 5; crash++) {
    const seed = FIRST_SEED + crash * GRAPHS_PER_CRASH
    const repository = join(folder, String(seed))
    const env = { ...process.env, NODE_OPTIONS: '', FAULTSNAP_REPOSITORY_DIR: repository, FAULTSNAP_MAX_DEPTH: String(LIMITS.maxDepth),
      FAULTSNAP_MAX_ITEMS: String(LIMITS.maxItems), FAULTSNAP_MAX_TOTAL_ITEMS: String(LIMITS.maxTotalItems), FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000',
      FAULTSNAP_HTML: '0', FAULTSNAP_SIGNALS: 'uncaughtException' }
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--allow-natives-syntax', '-r', join(ROOT, 'dist', 'register.cjs'), program, 'throw',
      String(seed), String(GRAPHS_PER_CRASH)], { cwd: folder, env, encoding: 'utf8', timeout: 120_000 })
    if (status !== 1 || stdout === '') {
      problems.push(`seed ${seed} ended with ${status}: ${stderr.slice(-600)}`)
      continue
    }
    const { ran, changed } = JSON.parse(stdout) as { ran: string[], changed: string[] }
    problems.push(...ran.map(each => `ran ${each}`), ...changed.map(each => `changed ${each}`))
    const file = readdirSync(repository, { recursive: true, encoding: 'utf8' }).find(name => /crash_\w+\.faultsnap$/.test(name))
    const { crash: document } = await readCapsule(join(repository, file!))
    const recorded = document.frames[0]!.scopes[0]!.variables.find(({ name }) => name === 'held')
    const comparison = new Comparison(document.nodes, LIMITS, true)
    comparison.value(recorded?.value, makeGraphs(seed, GRAPHS_PER_CRASH).held, 'held', 1)
    comparison.run()
    compared += comparison.seen
    problems.push(...comparison.differences.map(each => `seed ${seed}: ${each}`))
    rmSync(repository, { recursive: true, force: true })
  }
  console.log(`${CRASHES * GRAPHS_PER_CRASH} graphs in ${CRASHES} crashes, ${compared} values compared`)
  assert.equal(problems, [])
})

test.run()
