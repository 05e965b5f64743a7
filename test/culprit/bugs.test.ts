import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compare, fixtures, nodes, type NodeBinary } from '../e2e/harness'
import { root } from '../e2e/installed'

const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href
const bugs = readdirSync(join(fixtures, 'bugs')).sort()

/** What stands in a fixture's first line: how the culprit's summary begins. */
const wanted = (name: string): string => /^\/\/ culprit: (.+)$/m.exec(readFileSync(join(fixtures, 'bugs', name), 'utf8'))![1]!

async function culpritOf (program: string, node: NodeBinary): Promise<string | undefined> {
  const { bare, recorded, capsules } = await compare(program, {
    node, nodeArgs: program.endsWith('.ts') ? ['--import', tsx] : [], recordedEnv: { FAULTSNAP_HTML: '0' },
  })
  assert.equal([recorded.code, recorded.stdout], [bare.code, bare.stdout], program)
  assert.is(capsules.length, 1, `${program} leaves one capsule`)
  return capsules[0]!.manifest.culprit?.summary
}

for (const node of nodes) {
  test(`of ${bugs.length} seeded bugs the culprit is right or unknown, never wrong, and mostly right (Node ${node.version})`, async () => {
    const found = await Promise.all(bugs.map(async name => ({ name, summary: await culpritOf(`bugs/${name}`, node) })))
    for (const { name, summary } of found) {
      assert.ok(summary === undefined || summary.startsWith(wanted(name)), `${name}: ${summary}, wanted ${wanted(name)}`)
    }
    const right = found.filter(({ summary }) => summary !== undefined)
    assert.ok(bugs.length >= 30 && right.length >= bugs.length * 0.9, `${right.length} of ${bugs.length} are right`)
  })
}

/** Programs that lead a careless analysis astray. `undefined`: it cannot be known. */
const ambiguous: Record<string, string | undefined> = {
  'after.js': undefined,
  'assigned-in-test.js': 'm is null',
  'catch-rethrow.js': undefined,
  'changed-since.js': undefined,
  'custom.js': undefined,
  'either-argument.js': undefined,
  'emit.js': undefined,
  'eval.js': undefined,
  'fallback.js': '`a || b` is null',
  'getter.js': 'o.a is undefined',
  'helper-throw.js': 'o.total is -1',
  'minified.js': undefined,
  'mutated.js': '`o.list.at(o.i++)` is undefined',
  'optional.js': 'o?.a?.b is undefined',
  'or.js': 'b is NaN',
  'reassigned.js': 'x is undefined',
  'same-name.js': 'id.value is undefined',
  'shadow.js': 'user.name.first is undefined',
  'twice.js': 'b.x is undefined',
  'two-tests.js': 'b is 0',
  'url.js': 'base is \'localhost:80:80\', no URL',
}

test('what cannot be known is unknown, and look-alikes are told apart', async () => {
  assert.equal(readdirSync(join(fixtures, 'ambiguous')).sort(), Object.keys(ambiguous).sort())
  const found = await Promise.all(Object.entries(ambiguous).map(async ([name, begin]) => {
    const summary = await culpritOf(`ambiguous/${name}`, nodes[0]!)
    return { name, summary: begin === undefined || summary === undefined ? summary : summary.slice(0, begin.length) }
  }))
  assert.equal(Object.fromEntries(found.map(({ name, summary }) => [name, summary])), ambiguous)
})

test.run()
