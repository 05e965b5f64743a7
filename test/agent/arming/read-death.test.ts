import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { forgetDeath, noteDeath } from '../../../agent/arming/note-death'
import { MAX_DEATH_AGE_MS, deathFile, readDeath } from '../../../agent/arming/read-death'

const dir = mkdtempSync(join(tmpdir(), 'faultsnap-death-'))
test.after(() => rmSync(dir, { recursive: true, force: true }))

test('a death is read until it is too old, and forgotten when somebody says so', () => {
  assert.is(readDeath(dir), undefined)
  noteDeath(dir)
  const { at, uptimeMs } = JSON.parse(readFileSync(deathFile(dir), 'utf8'))
  assert.equal(readDeath(dir), { at, uptimeMs })
  const mark = (age: number): void => writeFileSync(deathFile(dir), JSON.stringify({ at: Date.now() - age, uptimeMs: 5 }))
  mark(MAX_DEATH_AGE_MS - 60_000)
  assert.is(readDeath(dir)?.uptimeMs, 5)
  mark(MAX_DEATH_AGE_MS)
  assert.is(readDeath(dir), undefined)
  mark(-60_000)
  assert.is(readDeath(dir), undefined, 'the clock was set back')
  noteDeath(dir)
  forgetDeath(dir)
  assert.is(readDeath(dir), undefined)
})

test('what is no mark is none', () => {
  noteDeath(dir)
  for (const text of ['', '{', 'null', '[]', '7', '{"at":"x","uptimeMs":1}', `{"at":${Date.now() - 1000},"uptimeMs":-1}`, ' '.repeat(1e6)]) {
    writeFileSync(deathFile(dir), text)
    assert.is(readDeath(dir), undefined, text.slice(0, 30))
  }
})

test.run()
