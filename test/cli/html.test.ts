import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BundledCli } from '../helpers/bundled-cli'
import { writeShopCapsule } from '../helpers/crash-record'

let cli: BundledCli
let file: string
let bin: string
test.before(async () => {
  cli = new BundledCli()
  file = await writeShopCapsule(cli.dir)
  bin = join(cli.dir, 'bin')
  mkdirSync(bin)
})
test.after(() => cli.remove())

/** A stand-in for the program that opens browsers here. It writes what it was told to open to `opened`. */
function browser (code: number): Record<string, string> {
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s' "$*" > '${join(cli.dir, 'opened')}'\nexit ${code}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  return { PATH: `${bin}:${process.env['PATH']}` }
}

const isPage = (path: string): boolean => /^<!doctype html>/i.test(readFileSync(path, 'utf8'))

test('writes the report into the working directory and prints its path', () => {
  const page = join(cli.dir, 'shop.html')
  const { code, stdout, stderr } = cli.run(['html', file])
  assert.equal([code, stdout, stderr], [0, `${page}\n`, ''])
  assert.ok(isPage(page))
  assert.is(cli.run(['html', file]).code, 0, 'a report is written again')
})

test('writes where -o says: a file, a folder, stdout', () => {
  const named = join(cli.dir, 'new folder', 'crash.html')
  assert.is(cli.run(['html', file, '-o', named]).stdout, `${named}\n`)
  assert.ok(isPage(named))
  assert.is(cli.run(['html', file, '-o', 'new folder']).stdout, `${join(cli.dir, 'new folder', 'shop.html')}\n`)
  assert.is(cli.run(['html', file, '--output', 'fresh/']).stdout, `${join(cli.dir, 'fresh', 'shop.html')}\n`)
  assert.match(cli.run(['html', file, '-o', '-']).stdout, /^<!doctype html>[^]*<\/html>\s*$/i)
  assert.equal(JSON.parse(cli.run(['html', file, '--json']).stdout), { file: join(cli.dir, 'shop.html'), isNew: true,
    isOpened: false })
})

test('overwrites what is no report only where the user named it', () => {
  const page = join(cli.dir, 'mine.html')
  const capsule = join(cli.dir, 'mine.faultsnap')
  copyFileSync(file, capsule)
  writeFileSync(page, '<p>mine</p>')
  const { code, stdout, stderr } = cli.run(['html', capsule])
  assert.equal([code, stdout, stderr],
    [1, '', `faultsnap: ${page} is there and is no report of FaultSnap. Name another file with -o.\n`])
  assert.is(readFileSync(page, 'utf8'), '<p>mine</p>')
  assert.is(cli.run(['html', capsule, '-o', 'mine.html']).code, 0)
  assert.ok(isPage(page))
  const unwritable = cli.run(['html', file, '-o', join(page, 'below.html')])
  assert.is(unwritable.code, 1)
  assert.match(unwritable.stderr, /^faultsnap: .*below\.html cannot be written \(\w+\)\. Name another file with -o\.\n$/)
})

test('--open shows the report in the browser: the one beside the capsule, else a new one', () => {
  if (process.platform === 'win32') return console.log('note: no stand-in for the browser on Windows')
  const folder = join(cli.dir, 'elsewhere')
  mkdirSync(folder)
  const capsule = join(folder, 'crash.faultsnap')
  copyFileSync(file, capsule)
  const fresh = join(cli.dir, 'crash.html')
  const opened = (): string => readFileSync(join(cli.dir, 'opened'), 'utf8')
  assert.is(cli.run(['html', capsule, '--open'], { env: browser(0) }).stdout, `${fresh}\n`)
  assert.is(opened(), fresh)
  rmSync(fresh)

  const beside = join(folder, 'crash.html')
  writeFileSync(beside, 'as recorded')
  assert.is(cli.run(['html', capsule, '--open'], { env: browser(0) }).stdout, `${beside}\n`)
  assert.equal([opened(), readFileSync(beside, 'utf8'), existsSync(fresh)], [beside, 'as recorded', false])
  // Its links would lead to where the recorder's files were.
  assert.is(cli.run(['html', capsule, '--open'], { env: { ...browser(0), FAULTSNAP_PATH_MAP: '/srv=/home' } }).stdout,
    `${fresh}\n`)
  assert.is(cli.run(['html', capsule, '--open', '-o', 'named.html'], { env: browser(0) }).stdout,
    `${join(cli.dir, 'named.html')}\n`)
})

test('a browser that cannot be started leaves the report, its path and code 1', () => {
  if (process.platform === 'win32') return console.log('note: no stand-in for the browser on Windows')
  const page = join(cli.dir, 'shop.html')
  const failed = cli.run(['html', file, '-o', page, '--open'], { env: browser(3) })
  assert.equal([failed.code, failed.stdout], [1, `${page}\n`])
  assert.match(failed.stderr, /^faultsnap: No browser could be started \(\S+ ended with 3\)\. Open .*shop\.html in one\.\n$/)
  const asJson = cli.run(['html', file, '-o', page, '--open', '--json'], { env: browser(3) })
  assert.equal([asJson.code, JSON.parse(asJson.stdout)], [1, { file: page, isNew: true, isOpened: false }])
  const absent = cli.run(['html', file, '-o', page, '--open'], { env: { PATH: join(cli.dir, 'empty') } })
  assert.equal([absent.code, absent.stdout], [1, `${page}\n`])
  assert.match(absent.stderr, /there is no (?:xdg-)?open/)
})

test('-o - goes with neither --open nor --json', () => {
  for (const option of ['--open', '--json']) assert.is(cli.run(['html', file, '-o', '-', option]).code, 2)
})

test.run()
