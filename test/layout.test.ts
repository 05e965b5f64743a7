import { readFileSync, readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import { build } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

// agent → src ← cli: the pipeline knows neither neighbour, and they do not know each other.

const root = join(__dirname, '..')
const houses = ['agent', 'src', 'cli']
const files = houses.flatMap(house => readdirSync(join(root, house), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => `${house}/${file.replaceAll('\\', '/')}`))

interface Edge { from: string, to: string }

const houseOf = (file: string): string => file.split('/')[0]!

function breaksTheRule ({ from, to }: Edge): boolean {
  return houses.includes(houseOf(from)) && houseOf(from) !== houseOf(to) && [...houses, 'test', 'bench'].includes(houseOf(to)) &&
    houseOf(to) !== 'src'
}

/** Imports between files of this project as the bundler resolves them; paths relative to the root, forward slashes. */
async function bundledEdges (): Promise<Edge[]> {
  const { metafile } = await build({
    absWorkingDir: root, entryPoints: files, bundle: true, packages: 'external',
    external: ['./agent.cjs', './crash.cjs', './ghost.cjs', './index.cjs', './supervised.cjs', './tests.cjs', './register.cjs'], platform: 'node',
    format: 'cjs', metafile: true, write: false, outdir: 'unused', logLevel: 'silent',
  })
  return Object.entries(metafile.inputs).flatMap(([from, { imports }]) =>
    imports.filter(({ external }) => external !== true).map(({ path }) => ({ from, to: path })))
}

/** The bundler drops imports of types; their text is still there. */
function writtenEdges (): Edge[] {
  return files.flatMap(from => {
    const text = readFileSync(join(root, from), 'utf8')
    const paths = [...text.matchAll(/(?:\bfrom|\bimport\(|\brequire\() ?'(\.[^']+)'/g)].map(match => match[1]!)
    return paths.map(path => ({ from, to: posix.join(posix.dirname(from), path) }))
  })
}

const shown = (edges: Edge[]): string[] => edges.map(({ from, to }) => `${from} imports ${to}`)

test('the bundler finds no import between agent and cli, and none from src to either', async () => {
  const edges = await bundledEdges()
  assert.ok(edges.filter(({ from, to }) => houseOf(from) === 'agent' && houseOf(to) === 'src').length > 20, 'the graph is read')
  assert.ok(edges.filter(({ from, to }) => houseOf(from) === 'cli' && houseOf(to) === 'src').length > 10, 'the graph is read')
  assert.equal(shown(edges.filter(breaksTheRule)), [])
})

test('neither do the sources, imports of types included', () => {
  const edges = writtenEdges()
  assert.ok(edges.length > 200, 'the imports are read')
  assert.equal(shown(edges.filter(breaksTheRule)), [])
})

test('the rule refuses what it is for', () => {
  const edges = [
    ['src/a.ts', 'agent/b'], ['src/a.ts', 'cli/b'], ['agent/a.ts', 'cli/b'], ['cli/a.ts', 'agent/b'], ['src/a.ts', 'test/b'],
  ]
  for (const [from, to] of edges) assert.ok(breaksTheRule({ from: from!, to: to! }), `${from} imports ${to}`)
  const allowed = [['agent/a.ts', 'src/b'], ['cli/a.ts', 'src/b'], ['src/a.ts', 'src/b'], ['cli/a.ts', 'package.json']]
  for (const [from, to] of allowed) assert.not(breaksTheRule({ from: from!, to: to! }), `${from} imports ${to}`)
})

test.run()
