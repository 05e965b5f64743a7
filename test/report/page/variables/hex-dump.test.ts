import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { dumpWidth, hexDump } from '../../../../src/report/page/variables/hex-dump'
import { pieces } from '../../../../src/report/page/variables/highlight'
import { searchPattern } from '../../../../src/report/page/search/find-values'

test('dumps offset, hex and ASCII, the last line as wide as the others', () => {
  const bytes = Uint8Array.from([0x48, 0x69, 0x0a, 0x00, 0x7f, 0xc3, 0x20, 0x7e, 0x21])
  assert.is(hexDump(bytes, 4), [
    '0000  48 69 0a 00  Hi..',
    '0004  7f c3 20 7e  .. ~',
    '0008  21           !',
  ].join('\n'))
  assert.is(hexDump(bytes, 8).split('\n')[0]!.length, dumpWidth(8))
  assert.is(hexDump(Uint8Array.from([]), 8), '')
})

test('cuts a text where it matches, and loses nothing', () => {
  const cut = (text: string, query: string): string[] => pieces(text, searchPattern(query))
  assert.equal(cut('a Needle, needle', 'needle'), ['a ', 'Needle', ', ', 'needle', ''])
  assert.equal(cut('none', 'x'), ['none'])
  assert.equal(cut('none', ''), ['none'])
  assert.equal(cut('İİx', 'X'), ['İİ', 'x', ''])
  for (const text of ['<b>', '😀a😀', 'aaa', '']) assert.is(cut(text, 'a').join(''), text)
})

test.run()
