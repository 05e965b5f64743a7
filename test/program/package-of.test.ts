import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { MAX_PACKAGE_JSON_BYTES, packageOf } from '../../src/program/package-of'

/** A folder `outer/inner/deep` with these files, by path. */
function withFiles (files: Record<string, string>, run: (dir: string) => void): void {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-package-')))
  mkdirSync(join(dir, 'outer', 'inner', 'deep'), { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  run(dir)
  rmSync(dir, { recursive: true })
}

const OUTER = { 'outer/package.json': '{"name":"outer","version":"1.2.3"}' }

test('the nearest package.json upward is the program\'s', () => {
  withFiles({ ...OUTER, 'outer/inner/package.json': '\uFEFF{"name":"@a/inner"}' }, dir => {
    assert.equal(packageOf(join(dir, 'outer', 'inner', 'deep')), { name: '@a/inner', dir: join(dir, 'outer', 'inner') })
    assert.equal(packageOf(join(dir, 'outer')), { name: 'outer', version: '1.2.3', dir: join(dir, 'outer') })
  })
})

test('a package.json that is broken, no object, a folder, or without name is passed over', () => {
  for (const text of ['{', '[]', 'null', '"x"', '', '{"type":"module"}', '{"name":5,"version":{}}']) {
    withFiles({ ...OUTER, 'outer/inner/package.json': text }, dir => {
      assert.is(packageOf(join(dir, 'outer', 'inner'))?.name, 'outer', text)
    })
  }
  withFiles({ ...OUTER, 'outer/inner/package.json/x': '' },
    dir => assert.is(packageOf(join(dir, 'outer', 'inner'))?.name, 'outer'))
})

test('a nameless one counts when there is no other, and at the border of node_modules', () => {
  withFiles({ 'outer/inner/package.json': '{"type":"module"}' }, dir => {
    assert.is(packageOf(join(dir, 'outer', 'inner', 'deep'))?.dir, join(dir, 'outer', 'inner'))
  })
  withFiles({ ...OUTER, 'outer/node_modules/x/package.json': '{"type":"module"}' }, dir => {
    assert.equal(packageOf(join(dir, 'outer', 'node_modules', 'x')), { dir: join(dir, 'outer', 'node_modules', 'x') })
  })
})

test(`a package.json of ${MAX_PACKAGE_JSON_BYTES} bytes is read, a larger one is not`, () => {
  const text = '{"name":"inner"}'
  withFiles({ ...OUTER, 'outer/inner/package.json': text + ' '.repeat(MAX_PACKAGE_JSON_BYTES - text.length) }, dir => {
    const path = join(dir, 'outer', 'inner', 'package.json')
    assert.is(packageOf(join(dir, 'outer', 'inner'))?.name, 'inner')
    writeFileSync(path, ' ', { flag: 'a' })
    assert.is(packageOf(join(dir, 'outer', 'inner'))?.name, 'outer')
    truncateSync(path, 0)
    assert.is(packageOf(join(dir, 'outer', 'inner'))?.name, 'outer')
  })
})

test('a folder that does not exist, or cannot, gives no error', () => {
  withFiles(OUTER, dir => assert.is(packageOf(join(dir, 'outer', 'gone', 'deep'))?.name, 'outer'))
  assert.is(packageOf('/\0'), undefined)
})

test.run()
