import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { toPlain } from '../../src/values/to-plain'
import { installApp, type InstalledApp } from '../helpers/install-app'
import { topFrame, valueAt } from './crash-test'
import { capsulesIn, nodes, run, type Run } from './harness'
import type { Capsule } from '../../src/capsule/read'

let app: InstalledApp | undefined
test.before(() => { app = installApp('pools') })
test.after(() => app?.remove())

const MESSAGE = "Cannot read properties of undefined (reading 'price')"

/** Bare, then recorded: the same but for FaultSnap's own lines. */
async function compared (node: string, pool: string, mode: string, before: string[] = []): Promise<{ bare: Run, capsules: Capsule[] }> {
  const { dir } = app!
  const args = [...before, 'pool.mjs', pool, mode]
  const bare = await run([node, ...args], dir)
  const recorded = await run([node, '-r', 'faultsnap/register', ...args], dir, { FAULTSNAP_TEST: 'strict' })
  const capsules = await capsulesIn(dir)
  rmSync(join(dir, 'FaultSnaps'), { recursive: true, force: true })
  assert.equal({ ...recorded, notices: [] }, bare)
  assert.is(recorded.notices.length, capsules.length)
  return { bare, capsules }
}

for (const pool of ['piscina', 'tinypool']) {
  for (const { version, path } of nodes) {
    test(`of jobs of ${pool} that fail alike, the one that mattered has its own variables or none (Node ${version})`, async () => {
      if (app === undefined) return
      const { capsules } = await compared(path, pool, 'all')
      assert.is(capsules.length, 1)
      const { crash } = capsules[0]!
      if (crash.thread.isMainThread) assert.match(crash.notes.join(), /several like it were caught/)
      else assert.equal(valueAt(capsules[0]!, 'order.id'), 4)
    })

    test(`an error that ${pool} caught and nobody handled is one crash, with the variables of the worker (Node ${version})`, async () => {
      if (app === undefined) return
      const { bare, capsules } = await compared(path, pool, 'unhandled')
      assert.is(bare.code, 1)
      assert.is(capsules.length, 1)
      const [capsule] = capsules
      const { manifest, crash } = capsule!
      assert.is(manifest.exception.message, MESSAGE)
      assert.is(topFrame(capsule!).function, 'charge')
      assert.equal(valueAt(capsule!, 'order'), { id: 7, lines: [{ price: 1 }] })
      assert.is(valueAt(capsule!, 'rate'), 0.19)
      assert.match(manifest.culprit?.summary ?? '', /^line is undefined/)
      assert.is(crash.thread.isMainThread, false)
      const { job, ...parent } = crash.parent!
      assert.equal(parent, { kind: 'thread', pid: manifest.process.pid, threadId: 0 })
      assert.match(job!, /^\d+$/)
      assert.match(JSON.stringify(toPlain(crash, crash.thread.workerData!)), /"tenant":"acme","apiKey":\{"missing":"masked"\}/)
      assert.match(crash.notes.join(), /thrown in worker thread 1, caught there and handed to the main thread/)
    })
  }
  const [{ path }] = nodes.slice(-1) as [typeof nodes[0]]

  test(`an error that ${pool} caught and the program handled is none`, async () => {
    if (app === undefined) return
    const { bare, capsules } = await compared(path!, pool, 'handled')
    assert.equal([bare.code, bare.stdout], [0, `handled ${MESSAGE}\n`.repeat(3)])
    assert.is(capsules.length, 0)
  })

  test(`an error that ${pool} caught, and that ended the process because the program said so, is one crash of the worker`, async () => {
    if (app === undefined) return
    const { bare, capsules } = await compared(path!, pool, 'printed')
    assert.equal([bare.code, bare.stderr], [3, `${MESSAGE}\n`])
    assert.equal(capsules.map(({ manifest: { signal, place } }) => [signal, place?.function]), [['exit', 'charge']])
    assert.is(capsules[0]!.crash.exit?.exitCode, 3)
  })

  test(`an error of a worker of ${pool} that nothing caught is recorded once, by the worker`, async () => {
    if (app === undefined) return
    const { bare, capsules } = await compared(path!, pool, 'later')
    assert.is(bare.code, 1)
    assert.equal(capsules.map(({ manifest, crash }) => [manifest.signal, manifest.place?.function, crash.thread.isMainThread]),
      [['uncaughtException', 'charge', false]])
  })
}

test.run()
