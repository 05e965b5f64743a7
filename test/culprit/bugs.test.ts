import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { transformSync } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compare, edgeNodes, fixtures, nodes, type NodeBinary } from '../e2e/harness'
import { isWhole } from '../e2e/nodes'
import { root } from '../e2e/installed'

const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href
const all = readdirSync(join(fixtures, 'bugs')).sort()

/** What stands in a fixture's first line: how the culprit's summary begins. */
const wanted = (name: string): string => /^\/\/ culprit: (.+)$/m.exec(readFileSync(join(fixtures, 'bugs', name), 'utf8'))![1]!

async function culpritOf (program: string, node: NodeBinary): Promise<string | undefined> {
  const { capsules } = await compare(program, {
    isUncompared: true, node, nodeArgs: program.endsWith('.ts') ? ['--import', tsx] : [], recordedEnv: { FAULTSNAP_HTML: '0' },
  })
  assert.is(capsules.length, 1, `${program} leaves one capsule`)
  return capsules[0]!.manifest.culprit?.summary
}

// The oldest and the newest V8 word all messages there are; most are worded alike.
for (const node of edgeNodes) {
  const bugs = isWhole || node === nodes.at(-1) ? all : all.filter((_, index) => index % 3 === 0)
  test(`of ${bugs.length} seeded bugs the culprit is right or unknown, never wrong, and mostly right (Node ${node.version})`, async () => {
    const found = await Promise.all(bugs.map(async name => ({ name, summary: await culpritOf(`bugs/${name}`, node) })))
    for (const { name, summary } of found) {
      assert.ok(summary === undefined || summary.startsWith(wanted(name)), `${name}: ${summary}, wanted ${wanted(name)}`)
    }
    const right = found.filter(({ summary }) => summary !== undefined)
    assert.ok(all.length >= 30 && right.length >= bugs.length * 0.9, `${right.length} of ${bugs.length} are right`)
  })
}

/** Programs that lead a careless analysis astray: the whole summary. `undefined`: it cannot be known. */
const ambiguous: Record<string, string | undefined> = {
  'after.js': undefined,
  'arguments.js': 'a is undefined',
  'assertion-loose.js': 'got is { id: 1, total: 5 }, expected { id: \'1\', total: 6 } · assigned from `{ id: 1, total: 5 }` at assertion-loose.js:2',
  'assertion-of-function.js': undefined,
  'assigned-in-test.js': 'm is null',
  'bigint-argument.js': 'total is 5n, a bigint · assigned from 5n at bigint-argument.js:1',
  'bound.js': 'b is undefined · argument of run()',
  'catch-rethrow.js': undefined,
  'changed-since.js': undefined,
  'compared-secret.js': undefined,
  'custom.js': undefined,
  'default-parameter.js': 'user is undefined · default of parameter user of f()',
  'either-argument.js': undefined,
  'else-chain.js': undefined,
  'emit.js': undefined,
  'emptied.js': undefined,
  'eval.js': 'x.y.z is undefined · x.y is empty at <unknown>:1',
  'fallback.js': '`a || b` is null · a is undefined, b is null at fallback.js:1',
  'flag-only.js': undefined,
  'flag.js': 'user.active is false (strict is true) · user is the argument of f(), passed as `{ active: false }` at flag.js:2',
  'native-error.js': undefined,
  'getter.js': 'o.a is undefined · o is assigned from `{ get a () { return n++ === 0 ? { b: 1 } : undefined } }` at getter.js:2',
  'handed-on-by-kind.js': undefined,
  'handed-on-class.js': 'Base is a class, called without new',
  'helper-throw.js': 'o.total is -1 · o is the argument of f(), passed as `{ total: -1 }` at helper-throw.js:3',
  'key-in.js': 'order is { total: 1 }, without id · argument of f(), passed as `{ total: 1 }` at key-in.js:2',
  'library.js': 'the argument is 200',
  'literal-null.js': undefined,
  'literal-argument.js': 'the argument is undefined',
  'logged.js': 'order.total is -1 · order is the argument of f(), passed as `{ total: -1 }` at logged.js:2',
  'loop-property.js': 'next.next is undefined · next is property next of an element of list at loop-property.js:3',
  'masked-json.js': 'body is not JSON: "…\\":\\"[masked]\\"⟨x⟩,\\"port\\":12}" · argument of f(), passed as text at masked-json.js:3',
  'message-argument.js': undefined,
  'minified.js': undefined,
  'mutated.js': '`o.list.at(o.i++)` is undefined · at mutated.js:1',
  'optional.js': 'o?.a?.b is undefined · o?.a is empty at optional.js:1',
  'or.js': 'b is NaN · argument of f(), passed as NaN at or.js:2',
  'popped.js': undefined,
  'predicate.js': undefined,
  'prefix.js': 'url is \'http://x\' (prefix is \'/api\') · argument of f(), passed at prefix.js:2',
  'reassigned.js': 'x is undefined',
  'redeclared.js': 'x is undefined',
  'rethrown.js': undefined,
  'report-mode.js': undefined,
  'returned-list.js': '`make(n)` is not iterable · n is 5 at returned-list.js:2',
  'same-name.js': 'id.value is undefined · id is the argument of inner(), passed as id.next at same-name.js:1',
  'shadow-guard.js': undefined,
  'shadow-input.js': 'user is undefined · assigned from `find(id)` at shadow-input.js:2',
  'shadow.js': 'user.name.first is undefined · user.name is empty at shadow.js:2',
  'shifted.js': undefined,
  'tag.js': undefined,
  'template-tag.js': 'value.name is undefined · value is empty at template-tag.js:1',
  'twice.js': 'b.x is undefined · b is empty at twice.js:1',
  'two-tests.js': 'b is 0 · argument of check(), passed as `JSON.parse(\'0\')` at two-tests.js:4',
  'url.js': 'base is \'localhost:80:80\', no URL · argument of f(), passed at url.js:2',
}

test('what cannot be known is unknown, and look-alikes are told apart', async () => {
  assert.equal(readdirSync(join(fixtures, 'ambiguous')).sort(), Object.keys(ambiguous).sort())
  const found = await Promise.all(Object.keys(ambiguous).map(async name => {
    return { name, summary: await culpritOf(`ambiguous/${name}`, nodes[0]!) }
  }))
  assert.equal(Object.fromEntries(found.map(({ name, summary }) => [name, summary])), ambiguous)
})

test('a bundle of 30,000 names and a condition of 1,500 parts cost the analysis no capsule', async () => {
  const names = Array.from({ length: 30_000 }, (_, index) => `const name${index} = ${index}\n`).join('')
  const parts = Array.from({ length: 1_500 }, (_, index) => `(unknown() > size || size === ${index})`).join('\n  || ')
  const program = `${names}const unknown = () => -5\nfunction check (size) { if (\n  ${parts}\n  || size < 0) throw new Error('bad size') }\ncheck(-1)\n`
  const { capsules } = await compare('', { entry: ['large.js'], texts: { 'large.js': program }, recordedEnv: { FAULTSNAP_HTML: '0' } })
  assert.is(capsules.length, 1)
  assert.is(capsules[0]!.manifest.culprit?.summary, 'size is -1 · argument of check(), passed as `-1` at large.js:31504')
})

const shop = `
export function totals (rows) { let sum = 0; for (const row of rows) { const line = row.price * row.quantity; if (line > 100) sum += line * 0.9; else sum += line } return sum }
export const names = people => people.map(person => person.last + ', ' + person.first).filter(Boolean)
export function parseQuery (query) { const result = {}; for (const part of query.split('&')) { const [key, value] = part.split('='); result[key] = value } return result }
class Shop { orders = []; add (order) { this.orders.push(order) } label (index) { return this.format(this.orders[index]) } format (order) { return order.customer.address.street } }
const shop = new Shop()
shop.add({ id: 1, customer: { name: 'Ann' } })
console.log(totals([]), names([]), parseQuery(''), shop.label(0))
`

test('of minified code the culprit has its original names where a source map has them, and is unknown without one', async () => {
  const { code, map } = transformSync(shop, { minify: true, sourcemap: 'external', sourcefile: 'shop.js', format: 'cjs' })
  const summaryOf = async (texts: Record<string, string>): Promise<string | undefined> => {
    const { capsules } = await compare('', { entry: ['app.cjs'], texts, recordedEnv: { FAULTSNAP_HTML: '0' } })
    return capsules[0]!.manifest.culprit?.summary
  }
  assert.is(await summaryOf({ 'app.cjs': `${code}//# sourceMappingURL=app.cjs.map\n`, 'app.cjs.map': map }), 'order.customer.address is undefined')
  assert.is(await summaryOf({ 'app.cjs': code }), undefined)
})

test.run()
