import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodes } from '../e2e/harness'
import { root } from '../e2e/installed'
import { FURTHER, RUNS } from './programs'
import { RULES } from './rules'
import type { Site } from './site'
import { runPrograms, type Limits } from './run-programs'
import { table } from './table'
import { Tally } from './tally'

const isAll = process.env.FAULTSNAP_ORACLE === 'all'
const LIMITS: readonly Limits[] = isAll ? ['generous', 'default'] : ['generous']
const chosen = isAll ? nodes : nodes.filter((_, index) => index === 0 || index === nodes.length - 1)

for (const node of chosen) {
  const tables = new Map<Limits, Map<string, Tally>>(LIMITS.map(limit => [limit, new Map()]))
  const runs = (isAll ? [...RUNS, ...FURTHER] : RUNS).filter(({ minMajor = 0 }) => Number(node.version) >= minMajor)
  for (const plan of runs) {
    test(`${plan.name}: the replay answers what V8 answered, or says what is missing (Node ${node.version})`, async () => {
      for (const [limit, { tallies, unpaired, capsules }] of await runPrograms(node, plan, LIMITS)) {
        assert.equal(unpaired, [], 'crashes without a pause')
        assert.is(capsules, plan.programs.length, 'capsules')
        for (const [name, tally] of tallies) tables.get(limit)!.set(name, tally)
        const differing = [...tallies.values()].flatMap(tally => tally.differing)
        assert.is(differing.length, 0, `${limit} limits:\n${differing.slice(0, 20).map(told).join('\n')}`)
        for (const [name, { equal, objects }] of tallies) assert.ok(equal > 50 && objects > 0, `${name}: ${equal} answers of ${objects} objects`)
      }
    })
  }

  test(`no rule has become the usual case (Node ${node.version})`, () => {
    for (const [limit, tallies] of tables) {
      console.log(table(`Node ${node.version}, ${limit} limits`, tallies))
      const all = [...tallies.values()]
      const equal = all.reduce((sum, tally) => sum + tally.equal, 0)
      const allowed = all.flatMap(tally => [...tally.allowed.values()]).reduce((sum, count) => sum + count, 0)
      assert.ok(equal > 10 * allowed || limit === 'default', `${equal} equal, ${allowed} of a rule`)
    }
  })
}

test('docs/oracle.md names every rule, and no other', () => {
  const rows = [...readFileSync(join(root, 'docs', 'oracle.md'), 'utf8').matchAll(/^\| ([^|]+) \| [\d,]* \| ([^|]+) \|$/gm)]
  const rules = new Map(RULES.map(({ name, why }) => [name, why]))
  assert.equal(rows.map(([, name, why]) => `${name}: ${why}`).sort(), [...rules].map(([name, why]) => `${name}: ${why}`).sort())
})

const told = ({ path, field, detail, live, replayed, cuts }: Site): string =>
  `${path}: ${field} ${detail ?? ''}\n    live ${brief(live)}\n    replayed ${brief(replayed)}${cuts?.length ? `\n    ${cuts.join('; ')}` : ''}`

const brief = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300)

test.run()
