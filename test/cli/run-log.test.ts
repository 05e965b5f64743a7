import { appendFileSync, existsSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createRunLog, parseRunLog } from '../../cli/run/run-log'

test('reads one crash per line, each once, and leaves out what is none', () => {
  const line = (id: string): string => JSON.stringify({ id, file: `/r/${id}.faultsnap`, type: 'Error', message: 'm', pid: 1 })
  const text = [line('a'), 'noise', '', 'null', '[]', '{"id":1,"file":"x"}', line('b'), line('a'),
    line('c').slice(0, 20)].join('\n')
  assert.equal(parseRunLog(text).map(({ id }) => id), ['a', 'b'])
})

test('lives in a folder of its own, until it is removed', () => {
  const log = createRunLog()
  assert.equal(log.read(), [])
  appendFileSync(log.file, '{"id":"a","file":"/x"}\n')
  assert.is(log.read().length, 1)
  log.remove()
  assert.is(existsSync(log.file), false)
  assert.equal(log.read(), [])
  log.remove()
})

test.run()
