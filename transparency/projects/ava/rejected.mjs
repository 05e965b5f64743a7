import test from 'ava'
test('leaks a rejection', async t => { Promise.reject(new Error('nobody handles this')); await new Promise(resolve => setTimeout(resolve, 50)); t.pass() })
