import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule } from '../src/capsule/read'
import { SIGNALS } from '../src/config/config'
import { RESERVED_VARIABLES } from '../src/config/environment'
import { checkLayers } from '../src/config/validate'
import { gradeName } from '../src/mask/secret-names'
import { SAFE_ENVIRONMENT_NAMES } from '../src/program/safe-environment'
import { DemoShop, ROOT } from './helpers/demo-shop'
import { blocksOf, commandsOf, matchesShown } from './helpers/doc-blocks'
import { fullOptionTable, shortOptionTable } from './helpers/option-table'

const pages = ['README.md', 'CHANGELOG.md', ...(readdirSync(join(ROOT, 'docs'), { recursive: true }) as string[])
  .filter(name => name.endsWith('.md')).map(name => `docs/${name.replaceAll('\\', '/')}`)]
const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8')

/** The first cells of a table's rows, without code marks; the table is the one whose head begins so. */
function firstCells (page: string, head: string): string[] {
  const lines = read(page).split('\n')
  const start = lines.findIndex(line => line.startsWith(`| ${head} |`))
  assert.ok(start >= 0, `${page} has a table with the head ${head}`)
  const rows = lines.slice(start + 2)
  return rows.slice(0, rows.findIndex(line => !line.startsWith('|'))).map(row => /^\| `?([^|`]+)`?[, `\w]* \|/.exec(row)![1]!)
}

// One shop for all examples, docs/cli.md first: `list` shows the crash of the demo alone.
const shop = new DemoShop()
test.after(() => shop.remove())

for (const page of ['docs/cli.md', 'README.md']) {
  test(`the commands in ${page} print what it shows`, () => {
    const commands = blocksOf(read(page), 'console').flatMap(commandsOf)
    assert.ok(commands.length >= 4)
    for (const { line, shown } of commands) {
      const lines = shop.normalise(shop.runLine(line).output).trimEnd().split('\n')
      const isSame = matchesShown(lines, shown.map(each => shop.normalise(each)))
      assert.ok(isSame, `$ ${line}\n\nshown:\n${shown.join('\n')}\n\nprinted:\n${lines.join('\n')}`)
    }
  })
}

test('shown lines are compared exactly, and … stands for any number of lines', () => {
  assert.ok(matchesShown(['a', 'b', 'c'], ['a', '…', 'c']))
  assert.ok(matchesShown(['a'], ['a', '…']))
  assert.not(matchesShown(['a', 'b'], ['a']))
  assert.not(matchesShown(['a'], ['a', 'b']))
  assert.not(matchesShown(['a', 'b', 'c'], ['a', '…', 'b']))
})

test('the programs in README.md run, and do what they say', async () => {
  const [record, readBack, ...others] = blocksOf(read('README.md'), 'js')
  assert.equal(others, [])
  writeFileSync(join(shop.dir, 'read-back.mjs'), readBack!)
  assert.is(shop.run(['read-back.mjs']).output, `${/\/\/ (.*)\n$/.exec(readBack!)![1]}\n`)
  writeFileSync(join(shop.dir, 'record.mjs'), record!)
  const { code, output } = shop.run(['record.mjs'])
  assert.is(code, 0, output)
  const capsule = await readCapsule(output.trim().split('\n').at(-1)!)
  assert.is(capsule.manifest.signal, 'manual')
  assert.is(capsule.manifest.exception.type, 'SyntaxError')
  assert.ok(capsule.breadcrumbs.some(({ message, data }) => message === 'cart restored' && data?.['items'] === 3))
})

test('the scripts that README.md names are there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = [...read('README.md').matchAll(/npm (?:run (\w+)|(test))/g)].map(match => match[1] ?? match[2]!)
  assert.ok(['demo', 'test', 'bench'].every(name => named.includes(name)), named.join(' '))
  for (const name of named) assert.ok(scripts[name], name)
})

test('the option tables are those of the schema', () => {
  const table = fullOptionTable()
  assert.ok(read('docs/configuration.md').includes(`\n${table}\n`), `docs/configuration.md should have\n${table}`)
  // README.md has the most used ones.
  const rows = shortOptionTable().split('\n')
  const shown = /\n(\| option \|[^]*?)\n\n/.exec(read('README.md'))![1]!.split('\n')
  assert.ok(shown.length > 10)
  assert.equal(shown, rows.filter(row => shown.includes(row)), 'in the schema\'s order and words')
})

test('JSON in the docs is JSON, and configurations in it are right', () => {
  for (const page of pages) for (const block of blocksOf(read(page), 'json')) JSON.parse(block)
  for (const page of ['docs/configuration.md', 'docs/masking.md']) {
    for (const block of blocksOf(read(page), 'json')) {
      const values = JSON.parse(block) as Record<string, unknown>
      assert.equal(checkLayers([{ origin: 'file', where: page, values }]).problems, [])
    }
  }
})

test('every error code has its line in docs/errors.md, and no other has', () => {
  const codes = [...read('src/errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map(match => match[1]!)
  assert.ok(codes.length > 8)
  assert.equal(firstCells('docs/errors.md', 'code').sort(), codes.sort())
  assert.equal(firstCells('docs/errors.md', 'exit code'), ['0', '1', '2', '3', '126, 127'])
})

test('every reason of a missing value is explained', () => {
  const union = /export type MissingReason =\n([^]*?)\n\n/.exec(read('src/model/values.ts'))![1]!
  const reasons = [...union.matchAll(/'([\w-]+)'/g)].map(match => match[1]!)
  assert.is(reasons.length, 13)
  assert.equal(firstCells('docs/capsule-format.md', 'reason'), reasons)
  for (const reason of reasons) assert.ok(read('README.md').includes(`\`${reason}\``), reason)
})

test('README.md explains every signal that can be configured', () => {
  assert.equal(firstCells('README.md', 'signal'), [...SIGNALS])
})

test('names that docs/masking.md calls secret are, and those it calls none are none', () => {
  const paragraph = /\*\*Names\.\*\*([^]*?)A\s+name\s+that\s+describes([^]*?)Under\s+names/.exec(read('docs/masking.md'))!
  const names = (text: string): string[] => [...text.matchAll(/`([\w-]+)`/g)].map(match => match[1]!)
  const [secret, none] = [names(paragraph[1]!), names(paragraph[2]!)]
  assert.ok(secret.length > 12 && none.length > 3)
  for (const name of secret) assert.ok(gradeName(name) > 0, name)
  for (const name of none) assert.is(gradeName(name), 0, name)
})

test('docs/configuration.md names variables that exist', () => {
  const safe = /`captureEnvironment: "safe"`([^]*?)`src\//.exec(read('docs/configuration.md'))![1]!
  for (const [, name] of safe.matchAll(/`([\w*]+)`/g)) assert.ok(SAFE_ENVIRONMENT_NAMES.includes(name!), name)
  const listed = firstCells('docs/configuration.md', 'variable')
  for (const name of ['FAULTSNAP_CONFIG', 'FAULTSNAP_DEBUG']) {
    assert.ok(listed.includes(name) && RESERVED_VARIABLES.includes(name), name)
  }
})

test('links lead to files that exist', () => {
  for (const page of pages) {
    for (const [, target] of read(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
      assert.ok(existsSync(join(ROOT, dirname(page), target!)), `${page}: ${target}`)
    }
  }
})

test('README.md is short enough to be read', () => {
  assert.ok(read('README.md').split('\n').length <= 300)
})

test.run()
