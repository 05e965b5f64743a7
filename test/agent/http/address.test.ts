import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { addressText } from '../../../agent/http/address'

test('an address loses what tells one person from another, unless it is wanted whole or not at all', () => {
  const shown: [string, string | undefined][] = [
    ['203.0.113.77', '203.0.113.0'], ['::ffff:203.0.113.77', '::ffff:203.0.113.0'], ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::'],
    ['2001:db8::1', '2001:db8:0::'], ['[2001:db8:85a3::1]:443', '2001:db8:85a3::'], ['fe80::1%eth0', 'fe80:0:0::'],
    ['127.0.0.1', '127.0.0.1'], ['::1', '::1'], ['203.0.113.77:5000', '203.0.113.0'], ['unknown', undefined], ['', undefined],
  ]
  for (const [address, expected] of shown) assert.is(addressText(address, 'truncated'), expected, address)
  assert.is(addressText('203.0.113.77', true), '203.0.113.77')
  assert.is(addressText('203.0.113.77', false), undefined)
  assert.is(addressText(undefined, true), undefined)
})

test.run()
