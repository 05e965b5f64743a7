import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { assertSameRun, valueAt } from './crash-test'
import { compare, fixtures, nodes, type Compared, type NodeBinary, type RunPlan } from './harness'

/** All hosts on all Nodes: `FAULTSNAP_HOSTS=all node test/run.mjs e2e/hosts`. Else the oldest and the newest, taking turns. */
const isFull = process.env.FAULTSNAP_HOSTS === 'all'

const HOSTS = [...readFileSync(join(fixtures, 'hosts', 'hostile.js'), 'utf8').matchAll(/^ {2}(?:'([^']+)'|(\w+)) \(\) \{/gm)].map(found => found[1] ?? found[2]!)

/** Hosts in which Node itself cannot start a thread: the crash is spooled, and the notice says so. */
const SPOOLED = ['the working directory is gone']
/** A fact that Node or the program refuses is left out, which our tests' strict mode takes for a failure. */
const LENIENT = [...SPOOLED, 'child_process and worker_threads throw']
/** Those that need both Nodes: they were different. */
const ON_BOTH = ['stdout is closed', 'toJSON everywhere', 'everything frozen']

const ends = [nodes[0]!, nodes[nodes.length - 1]!].filter((node, index, all) => all.indexOf(node) === index)

function nodesOf (name: string, index: number): readonly NodeBinary[] {
  return isFull ? nodes : ON_BOTH.includes(name) ? ends : [ends[index % ends.length]!]
}

function hostTest (title: string, program: string, plan: RunPlan, check: (compared: Compared) => void): void {
  const done = compare(program, plan).then(compared => () => compared, (error: unknown) => () => { throw error })
  test(`${title} (Node ${plan.node!.version})`, async () => {
    const compared = (await done)()
    assertSameRun(compared, {})
    check(compared)
  })
}

HOSTS.forEach((name, index) => {
  for (const node of nodesOf(name, index)) {
    hostTest(`a host in which ${name}`, 'hosts/hostile.js', { node, args: [name], isLenient: LENIENT.includes(name) }, ({ capsules, recorded, bare }) => {
      assert.is(bare.code, 1)
      if (SPOOLED.includes(name)) {
        assert.match(recorded.notices.join('\n'), /Not packed yet; the next faultsnap command packs/)
        return
      }
      assert.is(capsules.length, 1, recorded.notices.join('\n'))
      const [capsule] = capsules as [typeof capsules[0]]
      assert.is(capsule.manifest.exception.type, 'RangeError')
      assert.is(capsule.manifest.exception.message, 'no stock for 42')
      assert.is(valueAt(capsule, 'total'), 42)
      assert.equal(valueAt(capsule, 'order.lines'), [21, 2])
    })
  }
})

for (const node of isFull ? nodes : ends) {
  for (const mode of ['count', 'throw']) {
    hostTest(`every method of every built-in replaced by one that would ${mode}`, 'hosts/hostile-intrinsics.js', { node, args: [mode] }, ({ capsules }) => {
      const capsule = capsules.find(({ manifest }) => manifest.exception.message === 'no stock')
      assert.ok(capsule !== undefined)
      assert.is(capsule!.manifest.exception.type, 'RangeError')
      assert.is(valueAt(capsule!, 'total'), 42)
      assert.equal(valueAt(capsule!, 'basket.items'), [21, 2])
      assert.match(JSON.stringify(capsule!.crash.nodes), /"#secret"|secret/, 'private fields')
    })
  }
}

// Newer ones have taken away what it stands on. Our own files are not there when they are wanted first, which strict mode takes for a failure.
for (const node of nodes.filter(({ version }) => Number(version) < 26 && (isFull || version === nodes[0]!.version))) {
  hostTest('files that mock-fs pretends', 'hosts/mock-fs.cjs', { node, args: [require.resolve('mock-fs')], isLenient: true }, ({ bare, capsules }) => {
    assert.is(bare.code, 1)
    assert.is(capsules.length, 1)
    assert.is(capsules[0]!.manifest.exception.message, 'no stock for 42')
    assert.is(valueAt(capsules[0]!, 'total'), 42)
  })
}

test.run()
