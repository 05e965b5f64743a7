import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import picocolors from 'picocolors'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { crashRows, type CrashRow } from '../../cli/crashes/crash-rows'
import { groupCrashes, withRepeats, withSeen } from '../../cli/crashes/groups'
import { packCrash } from '../../src/pack/pack-crash'
import { addRepeats } from '../../src/repository/fingerprint-metadata'
import { listCrashes } from '../../src/repository/list-crashes'
import { textWidth } from '../../src/terminal/text-width'
import { occasions } from '../helpers/occasions'
import { sampleRecord } from '../pack/sample-record'

const colours = picocolors.createColors(false)
const now = new Date('2026-06-13T12:00:00.000Z')
const row: CrashRow = {
  id: '1eaee423', capturedAt: '2026-06-13T11:59:00.000Z', fingerprint: 'c0ffee00'.repeat(8), signal: 'http',
  exception: { type: 'TypeError', message: 'no price' }, place: { file: '/srv/shop/dist/controllers/orders.js', line: 12 }, occasion: 'GET /orders/:id',
}
const on = (columns: number, isTerminal = true, rest: Partial<CrashRow> = {}): string =>
  crashRows([{ ...row, ...rest }], { colours, columns, isTerminal }, now).join('\n')

test('a row tells the request or the test, whole in a pipe and as far as there is room on a terminal', () => {
  assert.match(on(80, false), / TypeError: no price {2}GET \/orders\/:id {2}\/srv\/shop\/dist\/controllers\/orders\.js:12$/)
  assert.match(on(140), / {2}GET \/orders\/:id {2}…?\S*orders\.js:12$/)
  assert.match(on(60), /\n {2}GET \/orders\/:id {2}…?\S*orders\.js:12$/)
  assert.match(on(40), /\n {2}GET \/orders\/:id {2}…\S*js:12$/)
  assert.match(on(140, true, { culprit: 'price is undefined' }), /GET \/orders\/:id.*▸ price is undefined$/)
  const long = { occasion: 'x'.repeat(200) }
  for (const columns of [40, 80, 120, 200]) for (const line of on(columns, true, long).split('\n')) assert.ok(textWidth(line) <= columns, line)
})

test('a crash whose like were only counted says how often and when last', () => {
  const seen = { seen: 7, lastSeen: '2026-06-13T11:59:30.000Z' }
  assert.match(on(80, false, seen), / no price {2}7 ×, last 2026-06-13T11:59:30Z {2}GET \/orders\/:id /)
  assert.match(on(140, true, seen), / {2}7 ×, last \d+ ?\w+ ago {2}GET \/orders\/:id/)
  assert.match(on(70, true, { ...seen, culprit: 'price is undefined' }), /\n {2}7 ×, last \d+ ?\w+ ago {2}▸ price is undefined$/)
  assert.not.match(on(80, false, { ...seen, count: 2 }), /last 2026/, 'a group has its count in a column')
})

test('repeats that a program counted are in the metadata, the list and its groups', async () => {
  // Old ones go by themselves.
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-rows-'))
  try {
    await packCrash(sampleRecord(dir, { id: '00000001', capturedAt: `${day}T11:00:00.000Z` }))
    const { capsuleFile } = await packCrash(sampleRecord(dir, { id: '00000002', capturedAt: `${day}T11:00:10.000Z` }))
    assert.equal(withRepeats(await listCrashes(dir)).map(({ seen }) => seen), [undefined, undefined])
    const tell = (count: number, at: string): void => addRepeats({ folder: dirname(capsuleFile), count, lastAt: Date.parse(at) })
    tell(3, `${day}T11:00:30.250Z`)
    tell(1, `${day}T11:00:05.000Z`)
    await packCrash(sampleRecord(dir, { id: '00000003', capturedAt: `${day}T11:00:20.000Z` }))
    const crashes = await listCrashes(dir)
    const lastSeen = `${day}T11:00:30.000Z`
    assert.equal(withRepeats(crashes).map(({ id, seen, lastSeen }) => [id, seen, lastSeen]),
      [['00000003', 7, lastSeen], ['00000002', undefined, undefined], ['00000001', undefined, undefined]])
    const [group] = withSeen(groupCrashes(crashes))
    assert.equal([group!.count, group!.seen, group!.lastSeen], [3, 7, lastSeen])
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test('the index, the metadata and groups know the occasion', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-rows-'))
  try {
    const record = sampleRecord(dir)
    record.crash = { ...record.crash, ...occasions.request().rest }
    const { capsuleFile } = await packCrash(record)
    const crashes = await listCrashes(dir)
    assert.is(crashes[0]!.occasion, 'POST /orders/:id')
    assert.is(groupCrashes(crashes)[0]!.occasion, 'POST /orders/:id')
    assert.is(JSON.parse(readFileSync(join(dirname(capsuleFile), 'metadata.json'), 'utf8')).occasion, 'POST /orders/:id')
    rmSync(join(dir, 'index.json'))
    assert.is((await listCrashes(dir))[0]!.occasion, 'POST /orders/:id', 'from the manifest')
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test.run()
