import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync, type BuildOptions } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { applySourceMaps } from '../../src/sourcemap/apply-source-maps'
import { fingerprintLines } from '../../src/fingerprint/fingerprint'
import { readAround } from '../../src/pack/read-around'
import { parseStackText } from '../../src/stack/parse-stack'
import { crashRecord } from '../helpers/crash-record'
import { nodeBinaries } from '../stack/node-binaries'
import { recordCrash, temporaryDir } from './record-crash'

/** A comment `AT name` marks the line of each frame, in the order of the stack, with its function's name. */
const SHOP = `
import { priceOf } from './price #1%20'
interface Item { price: number, name: string }
const checkedPrice = async (item: Item): Promise<number> => {
  await null
  return priceOf(item) // AT checkedPrice
}
class ShoppingCart {
  #items: Item[] = []
  constructor (initial: Item[]) { this.#items = initial }
  async totalOf (factor: number): Promise<number> {
    let sum = 0
    for (const entry of this.#items) sum += factor * await checkedPrice(entry) // AT totalOf
    return sum
  }
}
async function chargeEverything (list: Item[]): Promise<number> {
  const cart = new ShoppingCart(list)
  return await cart.totalOf(2) // AT chargeEverything
}
const orders = [{ price: 1, name: 'fine' }, { price: -1, name: 'negative' }]
const shop = { on: (_name: string, listener: (list: Item[]) => Promise<void>) => listener(orders) }
shop.on('order', async (list: Item[]) => { console.log(await chargeEverything(list)) })
`
const PRICE = `
interface Priced { price: number, name: string }
class PriceCheck {
  constructor (readonly candidate: Priced) {
    const failing = (reason: string): never => {
      throw new RangeError('boom ' + reason) // AT failing
    }
    if (candidate.price < 0) failing(candidate.name) // AT PriceCheck
  }
}
export const priceOf = function (candidate: Priced): number {
  return new PriceCheck(candidate).candidate.price // AT priceOf
}
`

interface Build { name: string, make: (dir: string) => string[], hasMinifiedNames?: true }

const esbuild = (options: BuildOptions) => (dir: string): string[] => {
  buildSync({
    entryPoints: ['src/shop.ts'], absWorkingDir: dir, bundle: true, platform: 'node', format: 'esm', outfile: 'dist/out.mjs',
      logLevel: 'error', ...options,
  })
  return [join(dir, 'dist', 'out.mjs')]
}

const root = join(import.meta.dirname, '..', '..')
const tscOptions = ['--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom',
  '--types', '', '--rootDir', 'src']
const tsc = (dir: string): string[] => {
  const args = [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--ignoreConfig', ...tscOptions, '--sourceMap',
    '--outDir', 'dist', 'src/shop.ts']
  execFileSync(process.execPath, args, { cwd: dir, stdio: 'pipe' })
  return [join(dir, 'dist', 'shop.js')]
}
const tsx = (dir: string): string[] =>
  ['--import', pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href, join(dir, 'src', 'shop.ts')]

const minified: BuildOptions = { sourcemap: true, minify: true }
const builds: Build[] = [
  { name: 'esbuild, external map', make: esbuild({ sourcemap: true }) },
  { name: 'esbuild, inline map', make: esbuild({ sourcemap: 'inline' }) },
  { name: 'esbuild, no sourcesContent', make: esbuild({ sourcemap: true, sourcesContent: false }) },
  { name: 'esbuild, minified', make: esbuild(minified), hasMinifiedNames: true },
  { name: 'esbuild, minified for older Nodes', make: esbuild({ ...minified, target: 'es2018', sourcemap: 'inline' }),
    hasMinifiedNames: true },
  { name: 'esbuild, minified, names kept', make: esbuild({ ...minified, keepNames: true }) },
  { name: 'esbuild, minified, --enable-source-maps', make: dir => ['--enable-source-maps', ...esbuild(minified)(dir)],
    hasMinifiedNames: true },
  { name: 'tsc to CommonJS', make: tsc },
  { name: 'tsx', make: tsx },
]

function project (): string {
  const dir = join(temporaryDir(), 'my shop é')
  mkdirSync(join(dir, 'src'), { recursive: true })
  writeFileSync(join(dir, 'src', 'shop.ts'), SHOP)
  writeFileSync(join(dir, 'src', 'price #1%20.ts'), PRICE)
  writeFileSync(join(dir, 'package.json'), '{"name":"shop"}')
  return dir
}

/** The frames that the marks promise: function, file and line, innermost first. */
function expectedFrames (dir: string): [string, string, number][] {
  const marks = (text: string, file: string): [string, string, number][] => text.split('\n').flatMap((line, at) => {
    const name = /\/\/ AT (\w+)/.exec(line)?.[1]
    return name === undefined ? [] : [[name, join(dir, 'src', file), at + 1] as [string, string, number]]
  })
  return [...marks(PRICE, 'price #1%20.ts'), ...marks(SHOP, 'shop.ts')]
}

const readFile = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const fingerprints = new Map<string, string>()

for (const build of builds) {
  for (const node of build.name === 'tsx' || build.hasMinifiedNames ? nodeBinaries : nodeBinaries.slice(-1)) {
    test(`${build.name}: files, lines and names are those of the source (${node.split(/[\\/]/).at(-1)})`, () => {
      const dir = project()
      const { crash, maps } = recordCrash(node, build.make(dir))
      const generatedNames = crash.frames.map(frame => frame.function)
      const packed = applySourceMaps(crash, maps, { maskSource: text => text, readFile })
      const seen = crash.frames.filter(frame => frame.original !== undefined && frame.original.function !== undefined)
      assert.equal(
        seen.map(({ original }) => [original!.function!.replace(/^.*\.|^new /, ''), original!.file, original!.line1]),
        expectedFrames(dir),
      )
      assert.equal(crash.notes, [])
      assert.equal(crash.frames.filter(frame => frame.kind === 'async').length >= 2, true)
      assert.equal(Object.values(packed.originals).sort(), [PRICE, SHOP].sort())
      if (build.hasMinifiedNames) assert.ok(generatedNames.every(name => !name.includes('charge')),
        'the build did rename functions')
      const record = crashRecord(crash, { process: { pid: 1, ppid: 0, argv: [], execArgv: [], cwd: '/', uptimeS: 0, package: { dir } } })
      readAround(record, { readFile, maskSource: text => text, maskText: text => text }, packed.originalText)
      const lines = fingerprintLines(crash, record.process)
      assert.ok(lines.includes(`frame shop.on('order') src/shop.ts`), lines.join())
      fingerprints.set(`${build.name} ${node}`, lines.join('\n'))
      rmSync(join(dir, '..'), { recursive: true })
    })
  }
}

test('every build of the program, on every Node, has one fingerprint', () => {
  assert.ok(fingerprints.size >= builds.length)
  assert.equal([...new Set(fingerprints.values())].length, 1, [...new Set(fingerprints.values())].join('\n\n'))
})

test('positions are those that Node itself finds with --enable-source-maps', () => {
  const dir = project()
  const [program] = esbuild(minified)(dir) as [string]
  const { crash, maps } = recordCrash(process.execPath, [program])
  applySourceMaps(crash, maps, { maskSource: text => text })
  const { stderr } = spawnSync(process.execPath, ['--enable-source-maps', program],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })
  const text = stderr.slice(stderr.indexOf('RangeError')).replace(/\n\nNode\.js[\s\S]*/, '')
  const byNode = parseStackText(text).map(frame => `${frame.file}:${frame.line1}:${frame.column1}`)
  const ours = crash.frames.map(({ original }) => `${original!.file}:${original!.line1}:${original!.column1}`)
  assert.ok(byNode.length >= 6)
  // V8 pauses at `throw`, and its stack text says where the error was made.
  assert.equal(ours.slice(1), byNode.slice(1))
  rmSync(join(dir, '..'), { recursive: true })
})

test.run()
