import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { root } from '../e2e/installed'
import { blocksOf } from '../helpers/doc-blocks'

const page = readFileSync(join(root, 'docs', 'tests.md'), 'utf8')
const app = (...path: string[]): string => readFileSync(join(root, 'fixtures', 'apps', ...path), 'utf8')

test('the configurations on docs/tests.md are the files that the tests of the runners use', () => {
  assert.equal(blocksOf(page, 'ts'), [app('vitest', 'faultsnap.config.mts')])
  assert.equal(blocksOf(page, 'js'), [app('jest', 'faultsnap.config.js')])
  assert.equal(blocksOf(page, 'json'), [app('mocha', 'faultsnap.mocharc.json')])
  assert.is(app('vitest-4', 'faultsnap.config.mts'), app('vitest', 'faultsnap.config.mts'))
})

test('the numbers on docs/tests.md are those of the code', () => {
  const source = readFileSync(join(root, 'agent', 'test', 'failure-limit.ts'), 'utf8')
  for (const [name, words] of [['MAX_PER_PLACE = 3', 'three failures'], ['MAX_PER_PROCESS = 50', 'of one process fifty'], ['MAX_PER_RUN = 100', '`faultsnap run` a hundred']] as const) {
    assert.ok(source.includes(name) && page.includes(words), words)
  }
})

test.run()
