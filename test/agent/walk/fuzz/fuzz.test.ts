import { setFlagsFromString } from 'node:v8'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { walkGraph, type WalkedGraph } from './walk-graph'

/**
 * FAULTSNAP_FUZZ: how many graphs (100000 is the full size); FAULTSNAP_FUZZ_SEED: the first seed, to see a failure again.
 */
const GRAPHS = Number(process.env['FAULTSNAP_FUZZ'] ?? 2_000)
const FIRST_SEED = Number(process.env['FAULTSNAP_FUZZ_SEED'] ?? 1)
const MAX_FAILURES = 10

test.before(() => {
  // What `document.all` is in a browser: an object whose typeof is 'undefined'.
  setFlagsFromString('--allow-natives-syntax')
  ;(globalThis as { undetectable?: unknown }).undetectable = new Function('return %GetUndetectable()')
})

test(`${GRAPHS} random graphs: nothing of them runs, nothing changes, and each value is equal or missing with its reason`, async () => {
  const failures: string[] = []
  let slowest = { ms: 0, seed: 0 }
  let compared = 0
  let described = 0
  for (let seed = FIRST_SEED; seed < FIRST_SEED + GRAPHS && failures.length < MAX_FAILURES; seed++) {
    const { ms, problems, compared: values, graph } = walked(seed)
    compared += values
    described += graph.world.described
    if (ms > slowest.ms) slowest = { ms, seed }
    if (problems.length > 0) failures.push(`FAULTSNAP_FUZZ_SEED=${seed} FAULTSNAP_FUZZ=1: ${problems.slice(0, 4).join('; ')}`)
    // Streams, ports and registries of the graphs close and collect in between.
    if (seed % 200 === 0) await new Promise(resolve => setImmediate(resolve))
  }
  console.log(`${GRAPHS} graphs, ${compared} values compared; the slowest walk took ${slowest.ms.toFixed(1)} ms (seed ${slowest.seed}); ` +
    `V8 ran ${described} getters and traps to describe errors; peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
  assert.equal(failures, [])
})

/** What larger runs found: the global of a `vm` context whose prototype is a revoked Proxy, a list's property with a Proxy for a constructor,
 * and errors with another prototype, whose stack was formatted by a look at it. */
const FOUND_SEEDS = [21_444, 86_425, 22_763, 28_449, 97_559]

test('graphs that were once read wrongly', () => {
  for (const seed of FOUND_SEEDS) assert.equal(walked(seed).problems, [], String(seed))
})

/** Whatever a graph throws while it is made, the seed is told. */
function walked (seed: number): WalkedGraph {
  try {
    return walkGraph(seed, seed % 4 === 0)
  } catch (error) {
    throw new Error(`FAULTSNAP_FUZZ_SEED=${seed} cannot be made: ${error instanceof Error ? error.stack : typeof error}`)
  }
}

test.run()
