import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { resolveSource } from '../../src/sourcemap/source-path'

test('sources are relative to the map, with the source root in front', () => {
  assert.is(resolveSource('../src/a.ts', '', '/app/dist/x.js.map'), '/app/src/a.ts')
  assert.is(resolveSource('a.ts', '../src', 'file:///app/dist/x.js.map'), '/app/src/a.ts')
  assert.is(resolveSource('a.ts', '/srv/src/', '/app/dist/x.js'), '/srv/src/a.ts')
  assert.is(resolveSource('/srv/a.ts', '../src', '/app/dist/x.js'), '/srv/a.ts')
  assert.is(resolveSource('file:///srv/a%20b.ts', '', '/app/x.js'), '/srv/a b.ts')
})

test('Windows paths stay Windows paths on every platform', () => {
  assert.is(resolveSource('../src/a.ts', '', 'file:///C:/app/dist/x.js'), 'C:\\app\\src\\a.ts')
  assert.is(resolveSource('C:\\src\\a.ts', '', '/app/x.js'), 'C:\\src\\a.ts')
  assert.is(resolveSource('..\\src\\a.ts', '', 'C:\\app\\dist\\x.js'), 'C:\\app\\src\\a.ts')
})

test('names of bundlers are kept as they are', () => {
  assert.is(resolveSource('webpack://shop/./src/a.ts', '', '/app/x.js'), 'webpack://shop/./src/a.ts')
  assert.is(resolveSource('./src/a.ts', 'webpack://shop/', '/app/x.js'), 'webpack://shop/./src/a.ts')
  assert.is(resolveSource('data:text/plain,secret', '', '/app/x.js'), 'data:')
})

test('a source without a place to be relative to is kept', () => {
  assert.is(resolveSource('a.ts', '', 'evalmachine.<anonymous>'), 'a.ts')
  assert.is(resolveSource('../a.ts', '', 'https://x/js/y.js.map'), 'https://x/a.ts')
})

test('percent signs are escapes, unless a file of the plain name exists', () => {
  assert.is(resolveSource('a%20b.ts', '', '/app/x.js'), '/app/a b.ts')
  assert.is(resolveSource('a%20b.ts', '', '/app/x.js', path => path === '/app/a%20b.ts'), '/app/a%20b.ts')
  assert.is(resolveSource('100%.ts', '', '/app/x.js'), '/app/100%.ts')
})

test.run()
