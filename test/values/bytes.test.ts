import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { decodeBase64, hexText } from '../../src/values/bytes'

test('reads base64 as Buffer does, padded, unpadded, broken, and in the alphabet of URLs', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => (index * 167) % 256))
  for (let length = 0; length <= 256; length++) {
    const part = bytes.subarray(0, length)
    for (const text of [part.toString('base64'), part.toString('base64url'), part.toString('base64').replace(/=+$/, '')]) {
      assert.equal([...decodeBase64(text)], [...part], text)
    }
  }
  for (const text of ['', '=', 'A', 'AA', 'A=A', 'aGk=aGk=', 'a G\nk', '!!aGk', 'aGk\u202e', '<b>', 'é/+']) {
    assert.equal([...decodeBase64(text)], [...Buffer.from(text, 'base64')], JSON.stringify(text))
  }
})

test('writes hex with something between the bytes, no more of them than asked for', () => {
  const bytes = Uint8Array.from([0, 15, 255])
  assert.is(hexText(bytes), '000fff')
  assert.is(hexText(bytes, ' '), '00 0f ff')
  assert.is(hexText(bytes, ' ', 2), '00 0f')
  assert.is(hexText(bytes, ' ', 3), '00 0f ff')
  assert.is(hexText(Uint8Array.from([]), ' '), '')
})

test.run()
