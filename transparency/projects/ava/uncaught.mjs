import test from 'ava'
test('passes before', t => t.pass())
test('leaks an exception', async t => { setTimeout(() => { throw new Error('nobody catches this') }, 5); await new Promise(resolve => setTimeout(resolve, 200)); t.pass() })
