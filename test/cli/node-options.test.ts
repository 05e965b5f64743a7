import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { quoteNodeOption, splitNodeOptions, withPreload } from '../../cli/run/node-options'

test('splits as Node does: at spaces outside of quotes, backslashes escaping inside of them only', () => {
  assert.equal(splitNodeOptions(''), [])
  assert.equal(splitNodeOptions('  --a   --b=c '), ['--a', '--b=c'])
  assert.equal(splitNodeOptions('--require "a b" --x'), ['--require', 'a b', '--x'])
  assert.equal(splitNodeOptions(String.raw`"a\"b\\c" d\e`), [String.raw`a"b\c`, String.raw`d\e`])
  assert.equal(splitNodeOptions('--re"quire"="x"'), ['--require=x'])
})

test('quotes every path so that it is split back to itself', () => {
  for (const path of ['/plain', '/with space', 'C:\\Program Files\\x', '/a"b', '\\\\server\\share\\', '/tab\there',
    '/ä"\\ \\"']) {
    assert.equal(splitNodeOptions(`--x ${quoteNodeOption(path)} --y`), ['--x', path, '--y'])
  }
})

test('appends the preload once, after what is there', () => {
  assert.is(withPreload(undefined, '/f/register.cjs'), '--require "/f/register.cjs"')
  assert.is(withPreload('--max-old-space-size=64', '/f x/register.cjs'), '--max-old-space-size=64 --require "/f x/register.cjs"')
  for (const existing of [
    withPreload('--no-warnings', '/f x/r.cjs'), '-r faultsnap/register', '--import faultsnap/register',
      '--require=faultsnap/register',
    '--require="/f x/r.cjs"', '--import "/f x/r.cjs" --no-warnings',
  ]) assert.is(withPreload(existing, '/f x/r.cjs'), existing)
  assert.is(withPreload('--title faultsnap/register', '/r.cjs'), '--title faultsnap/register --require "/r.cjs"')
})

test('is read by a real Node the way it was meant', () => {
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-options-'))
  try {
    const awkward = join(dir, process.platform === 'win32' ? 'a b' : 'a b "c" \\d\\ \\"')
    mkdirSync(awkward, { recursive: true })
    const file = join(awkward, 'register.cjs')
    writeFileSync(file, 'console.log("preloaded " + __filename)')
    const { stdout, stderr } = spawnSync(process.execPath, ['-p', 'process.title'], {
      encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: withPreload('--title="x \\"y\\""', file) },
    })
    assert.equal([stdout, stderr], [`preloaded ${file}\nx "y"\n`, ''])
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test.run()
