import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DEFAULT_CONFIG } from '../../src/config/config'
import { BundledCli } from '../helpers/bundled-cli'

let cli: BundledCli
let sub: string
let file: string
test.before(() => {
  cli = new BundledCli()
  sub = join(cli.dir, 'packages/shop')
  file = join(cli.dir, 'faultsnap.config.json')
  mkdirSync(sub, { recursive: true })
  writeFileSync(file, JSON.stringify({ maxDepth: 7, mask: ['iban'], quite: true, html: 'no' }))
})
test.after(() => cli.remove())

const env = { FAULTSNAP_MAX_ITEMS: '9', FAULTSNAP_TOKN: 'hunter2', FAULTSNAP_SOURCES: 'perhaps' }

test('every option is there with its value and where it comes from', () => {
  const { code, stdout, stderr } = cli.run(['config', '--json'], { cwd: sub, env })
  assert.equal([code, stderr], [0, ''])
  const shape = JSON.parse(stdout)
  assert.equal(Object.keys(shape.values), Object.keys(DEFAULT_CONFIG))
  assert.is(shape.file, file)
  assert.equal(shape.values.maxDepth, { value: 7, origin: file })
  assert.equal(shape.values.maxItems, { value: 9, origin: 'FAULTSNAP_MAX_ITEMS' })
  assert.equal(shape.values.html, { value: true, origin: 'default' })
  assert.equal(shape.values.repositoryDir, { value: join(cli.dir, 'FaultSnaps'), origin: 'default' })
  assert.is(shape.problems.length, 4)
})

test('a pipe has one option per line, then the problems', () => {
  const lines = cli.run(['config'], { cwd: sub, env }).stdout.trimEnd().split('\n')
  assert.is(lines.length, 1 + Object.keys(DEFAULT_CONFIG).length + 4)
  assert.match(lines[0]!, /^file +.*faultsnap\.config\.json$/)
  assert.ok(lines.some(line => /^maxItems +9 {2}from FAULTSNAP_MAX_ITEMS$/.test(line)))
  assert.ok(lines.some(line => /^maxFrames +50 {2}default$/.test(line)))
  assert.ok(lines.some(line => line.startsWith('problem: ') && line.includes('unknown option "quite", did you mean "quiet"?')))
})

test('values of unknown variables are not printed', () => {
  for (const options of [[], ['--json']]) {
    const { stdout, stderr } = cli.run(['config', ...options], { cwd: sub, env })
    assert.match(stdout, /FAULTSNAP_TOKN/)
    assert.not.match(stdout + stderr, /hunter2/)
  }
})

test('one option alone is its value', () => {
  const one = (...args: string[]): unknown[] => { const { code, stdout } = cli.run(['config', ...args],
    { cwd: sub }); return [code, stdout] }
  assert.equal(one('maxDepth'), [0, '7\n'])
  assert.equal(one('mask'), [0, '["iban"]\n'])
  assert.equal(JSON.parse(one('mask', '--json')[1] as string), { value: ['iban'], origin: file })
  assert.equal(one('repositoryDir', '--repo', 'x'), [0, `${join(sub, 'x')}\n`])
  const { code, stderr } = cli.run(['config', 'maxdepth'])
  assert.is(code, 2)
  assert.match(stderr, /there is no option "maxdepth", did you mean "maxDepth"\?/)
  assert.is(cli.run(['config', '__proto__']).code, 2)
})

test('without a file everything is a default', () => {
  const shape = JSON.parse(cli.run(['config', '--json'], { cwd: cli.home }).stdout)
  assert.is(shape.file, undefined)
  assert.ok(Object.values(shape.values as Record<string, { origin: string }>).every(({ origin }) => origin === 'default'))
})

test.run()
