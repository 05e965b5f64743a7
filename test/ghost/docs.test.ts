import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { toPlain } from '../../src/values/to-plain'
import { capsulesIn, fixtures, run, type Run } from '../e2e/harness'
import { installProject, root } from '../e2e/installed'
import { blocksOf, commandsOf, matchesShown } from '../helpers/doc-blocks'

// The programs of docs/ghost.md are files of fixtures/ghost/docs, and do what the page shows.

const page = readFileSync(join(root, 'docs/ghost.md'), 'utf8')
const project = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-ghost-docs-')))
test.before(() => installProject(project))
test.after(() => rmSync(project, { recursive: true, force: true }))

const source = (name: string): string => readFileSync(join(fixtures, 'ghost/docs', name), 'utf8')

async function runIn (name: string, file: string, text: string): Promise<Run & { dir: string }> {
  const dir = join(project, name)
  mkdirSync(dir)
  writeFileSync(join(dir, file), text)
  return { ...await run([process.execPath, file], dir), dir }
}

test('every program on the page is a file that is run here', () => {
  assert.equal(blocksOf(page, 'js'), [source('payment.mjs'), source('library.mjs')])
  assert.equal(blocksOf(page, 'ts'), [source('billing.ts')])
})

test('the first example prints what is shown', async () => {
  const { stdout, stderr, notices, dir } = await runIn('payment', 'payment.mjs', source('payment.mjs'))
  const { shown } = commandsOf(blocksOf(page, 'console')[0]!)[0]!
  const normalise = (line: string): string => line
    .replace(/[+-]?\d+(?:\.\d+)? (?:[KM]i)?(?:B|ms|s)\b/g, 'N')
    .replace(/FaultSnaps\/TypeError\/\S+\/crash_\w+/g, 'FaultSnaps/crash').replace(/(\S) {2,}/g, '$1  ').trimEnd()
  const printed = [...stdout.trimEnd().split('\n'), ...notices, ...stderr.trimEnd().split('\n')].map(normalise)
  assert.ok(matchesShown(printed, shown.map(normalise)), printed.join('\n'))
  const [capsule] = await capsulesIn(dir)
  assert.is(capsule!.manifest.signal, 'ghost')
})

test('the decorated method gives undefined and prints its report', async () => {
  const { code } = transformSync(source('billing.ts'), { loader: 'ts', format: 'esm', target: 'es2022' })
  const { stdout, stderr, notices } = await runIn('billing', 'billing.mjs', code)
  assert.is(stdout, 'undefined\n')
  assert.match(notices[0]!, /charge failed, suppressed: TypeError/)
  assert.match(stderr, /CHAOS REPORT/)
})

test('the library does what the comments say', async () => {
  const { stdout, dir } = await runIn('library', 'library.mjs', source('library.mjs'))
  const [name, file] = stdout.trimEnd().split('\n')
  assert.is(name, 'SyntaxError')
  const capsules = await capsulesIn(dir)
  assert.equal(capsules.map(({ manifest }) => `${manifest.signal} ${manifest.exception.type}`), ['manual SyntaxError', 'manual Error'])
  const [parsed, captured] = capsules
  assert.is(captured!.file, file)
  assert.equal(toPlain(captured!.crash, captured!.crash.context!), { release: '1.4.2', order: 7 })
  assert.equal(toPlain(parsed!.crash, parsed!.crash.context!), { release: '1.4.2' })
  assert.ok(captured!.breadcrumbs.some(({ message }) => message === 'cart restored'))
})

test('the options are those of the type', () => {
  const names = [...readFileSync(join(root, 'agent/ghost/ghost-options.ts'), 'utf8').matchAll(/^ {2}(\w+)\?:/gm)].map(match => match[1]!)
  const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(match => match[1]!)
  assert.ok(names.length >= 6)
  assert.equal(rows, names)
})

test.run()
