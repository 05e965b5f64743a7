import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, copyFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readManifest } from '../../src/capsule/read'
import { capsulesIn, fixtures, nodes, run, type Run } from './harness'
import { installProject } from './installed'

const COUNT = 100

test(`${COUNT} processes that crash at once into one repository leave ${COUNT} capsules and a whole index`, async () => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-hundred-')))
  try {
    installProject(dir)
    copyFileSync(join(fixtures, 'many', 'one-of-many.js'), join(dir, 'one-of-many.js'))
    const node = nodes.at(-1)!.path
    const runs = await Promise.all(Array.from({ length: COUNT }, async (_, number) =>
      await run([node, '-r', 'faultsnap/register', 'one-of-many.js', `${number}`], dir)))
    assertRuns(runs)

    const listed = await run([node, join('node_modules', 'faultsnap', 'dist', 'cli.mjs'), 'list', '--json'], dir)
    assert.is(listed.code, 0, listed.stderr)
    const list = JSON.parse(listed.stdout) as { id: string }[]
    const capsules = await capsulesIn(dir)
    const ids = capsules.map(({ manifest }) => manifest.id).sort()
    assert.is(ids.length, COUNT, `capsules; left in the spool: ${readdirSync(join(dir, 'FaultSnaps', '.spool')).join(' ')}`)
    assert.is(new Set(ids).size, COUNT, 'different ids')
    assert.equal(list.map(({ id }) => id).sort(), ids, 'list')
    const numbers = capsules.map(({ manifest: { exception } }) => Number(exception.message.replace('crash of ', '')))
    assert.equal(numbers.sort((a, b) => a - b), Array.from({ length: COUNT }, (_, number) => number))

    const index = JSON.parse(readFileSync(join(dir, 'FaultSnaps', 'index.json'), 'utf8')) as { crashes: { id: string }[] }
    assert.equal(index.crashes.map(({ id }) => id).sort(), ids, 'index.json')
    assertMetadata(dir, ids)
    const latest = await readManifest(join(dir, 'FaultSnaps', 'latest', 'latest.faultsnap'))
    assert.is(latest.capturedAt, capsules.at(-1)!.manifest.capturedAt, 'latest')
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

/** Each of them ended as it would have without FaultSnap, and said one line. */
function assertRuns (runs: readonly Run[]): void {
  for (const [number, { code, notices, stdout, stderr }] of runs.entries()) {
    assert.is(code, 1, `${number}: ${stderr}`)
    assert.is(stdout, '')
    assert.match(stderr, `Error: crash of ${number}\n`)
    assert.is(notices.length, 1, notices.join('\n'))
  }
}

/** One bug: all capsules lie in one folder, whose metadata.json counts them. */
function assertMetadata (dir: string, ids: readonly string[]): void {
  const files = (readdirSync(join(dir, 'FaultSnaps'), { recursive: true }) as string[]).filter(name =>
    name.endsWith('metadata.json'))
  const counts = files.map(file => (JSON.parse(readFileSync(join(dir, 'FaultSnaps', file), 'utf8')) as { count: number }).count)
  assert.is(counts.reduce((sum, count) => sum + count, 0), ids.length, files.join(', '))
}

test.run()
