// Prints the milliseconds of the fastest of several walks of 1,000 arrays of 100 numbers, all of them in each of ten lists.
// Arguments: default or none (limits); how many walks.
import { SafeSet, now } from '../../agent/primordials'
import { GraphWalk } from '../../agent/walk/graph-walk'
import { DEFAULT_LIMITS } from '../../src/limits'
import { createMasker } from '../../src/mask/masker'

const [limitsName, walks] = process.argv.slice(2)
const limits = limitsName === 'none' ? { ...DEFAULT_LIMITS, maxItems: 1e6, maxTotalItems: 1e7, maxDepth: 10 } : DEFAULT_LIMITS
const arrays = Array.from({ length: 1000 }, () => Array.from({ length: 100 }, (_, at) => at))
const lists = Array.from({ length: 10 }, () => arrays.slice())
const masker = createMasker({ names: [], patterns: [], environment: process.env })

let best = Infinity
for (let index = 0; index < Number(walks); index++) {
  const start = now()
  const walk = new GraphWalk({ limits, masker: masker.fork(), deadline: start + 10_000, shallow: new SafeSet() })
  walk.named('lists', lists)
  walk.run()
  best = Math.min(best, now() - start)
}
console.log(best)
