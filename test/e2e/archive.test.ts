import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Manifest } from '../../src/model'
import { compare, edgeNodes, nodes, type NodeBinary, type RunPlan } from './harness'
import { zipEntries } from './zip-entries'

/** Another program's opinion of a ZIP file: undefined if it accepts it, else what it says. */
function refusal (file: string): string | undefined {
  for (const [command, ...args] of [['unzip', '-tqq', file], ['python3', '-m', 'zipfile', '-t', file], ['tar', '-tf',
    file]] as const) {
    const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
    // unzip ends with 1 for mere warnings: they count, too. python3 prints what is wrong and ends with 0.
    if (error === undefined) return status === 0 && !/corrupt|bad/i.test(stdout) ? undefined : `${command}: ${stdout}${stderr}`
  }
  throw new Error('neither unzip nor python3 nor tar is here')
}

interface Looked { names: string[], entries: Map<string, Buffer>[], refusals: (string | undefined)[], said: string[] }

async function lookAt (program: string, node: NodeBinary, plan: RunPlan = {}): Promise<Looked> {
  const looked: Looked = { names: [], entries: [], refusals: [], said: [] }
  const { recorded } = await compare(program, {
    node,
    ...plan,
    afterwards: async dir => {
      const root = join(dir, 'FaultSnaps')
      looked.names = (readdirSync(root, { recursive: true }) as string[]).filter(name => name.endsWith('.faultsnap')).sort()
      for (const name of looked.names) {
        looked.entries.push(await zipEntries(readFileSync(join(root, name))))
        looked.refusals.push(refusal(join(root, name)))
      }
    },
  })
  return { ...looked, said: recorded.notices }
}

const PROGRAMS: readonly (readonly [program: string, plan: RunPlan])[] = [
  ['limits/values.js', { args: ['5', '50', '500'] }],
  ['oracle/primitives.js', { files: ['oracle/oracle.cjs'] }],
  ['secrets/primitive.js', { files: ['secrets/plant.cjs'] }],
  ['limits/total.js', { env: { FAULTSNAP_SOURCES: 'false', FAULTSNAP_HTML: 'false' } }],
]

for (const node of edgeNodes) {
  for (const [program, plan] of PROGRAMS) {
    const done = lookAt(program, node, plan).then(looked => () => looked, (error: unknown) => () => { throw error })
    test(`${program}: unzip accepts the capsule, and every checksum holds (Node ${node.version})`, async () => {
      const { names, entries, refusals, said } = (await done)()
      assert.is(names.length, 2, `the capsule and latest/: ${names.join(', ')}; ${said.join(' ')}`)
      assert.equal(refusals, [undefined, undefined])
      for (const files of entries) {
        const [first, ...rest] = files.keys()
        const manifest = JSON.parse(files.get('manifest.json')!.toString()) as Manifest
        assert.is(first, 'manifest.json')
        assert.equal(rest, manifest.entries.map(({ path }) => path), 'entries in the order of the manifest')
        for (const { path, bytes, sha256 } of manifest.entries) {
          assert.is(files.get(path)!.length, bytes, path)
          assert.is(createHash('sha256').update(files.get(path)!).digest('hex'), sha256, path)
        }
      }
      assert.equal([...entries[0]!.keys()], [...entries[1]!.keys()])
    })
  }
}

test('the order of entries, nodes, frames and variables is the same in every run and on every Node', async () => {
  const orders = await Promise.all([...nodes, nodes[0]!].map(async node => {
    const { entries: [files] } = await lookAt('limits/total.js', node)
    const crash = JSON.parse(files!.get('crash.json')!.toString())
    return {
      entries: [...files!.keys()].map(path => path.replace(/\d+/, 'N')),
      keys: Object.keys(crash),
      nodes: crash.nodes.slice(0, 12).map(({ className }: { className: string }) => className),
      variables: crash.frames[0].scopes.map(({ type, variables }: { type: string, variables: { name: string }[] }) => [type,
        variables.map(({ name }) => name)]),
    }
  }))
  for (const order of orders) assert.equal(order, orders[0])
})

test('a damaged archive is refused by the other program: the test can fail', () => {
  assert.type(refusal(join(__dirname, 'archive.test.ts')), 'string')
})

test.run()
