import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { restoreTypes } from '../../src/pack/written-types'

const written = 'type O = { p: number }\nexport const f = (o: O, tax: number = 2): number => o.p * (tax as number)\n'
const ran = '                      \nexport const f = (o   , tax         = 2)         => o.p * (tax          )\n'

function restored (url: string, text: string, file: string | undefined, sourceMapURL?: string): string {
  const sources = { 0: text }
  restoreTypes([{ url, ...sourceMapURL !== undefined && { sourceMapURL } }], sources, path => path === '/app/a.ts' ? file : undefined)
  return sources[0]
}

test('a script that Node ran without its types gets them back, by URL and by path', () => {
  assert.is(ran.length, written.length)
  for (const url of ['file:///app/a.ts', '/app/a.ts']) {
    assert.is(restored(url, ran, written), written)
    assert.is(restored(url, `${ran}\n\n//# sourceURL=${url}`, written), written)
  }
})

test('a file that is another one by now, compiled code and plain scripts stay as they ran', () => {
  assert.is(restored('file:///app/a.ts', ran, written.replace('o.p', 'o.q')), ran)
  assert.is(restored('file:///app/a.ts', ran, `${written}f()`), ran)
  assert.is(restored('file:///app/a.ts', ran, undefined), ran)
  assert.is(restored('file:///app/a.ts', ran, written, 'data:'), ran)
  assert.is(restored('file:///app/b.js', ran, written), ran)
})

test.run()
