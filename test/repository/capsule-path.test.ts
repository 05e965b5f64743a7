import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { CAPSULE_PATH, capsulePath, typeFolder } from '../../src/repository/capsule-path'

const FOLDERS: [string, string][] = [
  ['TypeError', 'TypeError'], ['DOMException', 'DOMException'], ['$Error_1', '$Error_1'], ['errors.NotFound', 'errors.NotFound'],
  ['', 'unknown'], ['..', '__'], ['.', '_'], ['.spool', '_spool'], ['-rf', '_rf'], ['a/b', 'a_b'], ['a\\b', 'a_b'], ['C:',
    'C_'], ['Ärger', '_rger'],
  ['a<>:"|?*b', 'a_______b'], ['trailing.', 'trailing_'], ['trailing ', 'trailing_'], ['null', 'null'],
  ['CON', '_CON'], ['con', '_con'], ['NUL', '_NUL'], ['nul.txt', '_nul.txt'], ['COM1', '_COM1'], ['LPT9', '_LPT9'], ['COM10',
    'COM10'], ['CONSOLE', 'CONSOLE'],
  ['CONIN$', '_CONIN$'], ['latest', '_latest'], ['Latest', '_Latest'], ['index.json', '_index.json'],
  ['E'.repeat(64), 'E'.repeat(64)], ['E'.repeat(65), 'E'.repeat(64)],
]
for (const [type, folder] of FOLDERS) {
  test(`the type ${JSON.stringify(type).slice(0, 20)} gets a folder that every file system takes`, () => {
    assert.is(typeFolder(type), folder)
    const path = capsulePath({ id: '12345678', capturedAt: '2026-06-13T23:29:34Z', fingerprint: 'a'.repeat(64),
      exception: { type } })
    assert.match(path, CAPSULE_PATH)
  })
}

test('a clock far off still gives a path that sorts', () => {
  const path = (capturedAt: string): string => capsulePath({ id: '12345678', capturedAt, fingerprint: 'a'.repeat(64),
    exception: { type: 'E' } })
  assert.is(path('1970-01-01T00:00:00.000Z'), 'E/1970-01-01/aaaaaaaa/crash_000000_12345678.faultsnap')
  assert.is(path('+012026-01-01T00:00:00.000Z'), 'E/9999-12-31/aaaaaaaa/crash_235959_12345678.faultsnap')
  assert.is(path('-000001-01-01T00:00:00.000Z'), 'E/0000-01-01/aaaaaaaa/crash_000000_12345678.faultsnap')
})

test.run()
