import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bareFunctionName } from '../../src/stack/function-name'

test('stack text and CDP names come to the same', () => {
  const pairs = {
    'total': 'total', 'Cart.total': 'total', 'new Cart': 'Cart', 'Object.total [as alias]': 'total', 'async load': 'load',
      'get price': 'get price',
    'Cart.get price [as price]': 'get price', '#secret': '#secret', 'Object.<anonymous>': '', '<anonymous>': '',
      'new <anonymous>': '', '': '',
    'exports.run': 'run', 'Cart.<instance_members_initializer>': '<instance_members_initializer>',
  }
  for (const [name, bare] of Object.entries(pairs)) assert.is(bareFunctionName(name), bare, name)
})

test.run()
