import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BundledCli, type CliResult } from '../helpers/bundled-cli'
import { writeShopCapsule } from '../helpers/crash-record'

let cli: BundledCli
let file: string
test.before(async () => {
  cli = new BundledCli()
  file = await writeShopCapsule(cli.dir)
})
test.after(() => cli.remove())

const graph = (...args: string[]): CliResult => cli.run(['graph', file, ...args])
const output = (...args: string[]): string => {
  const { code, stdout, stderr } = graph(...args)
  assert.equal([code, stderr], [0, ''])
  return stdout
}

test('prints the path as Mermaid, entry first', () => {
  assert.equal(output().split('\n').slice(0, 10), [
    'flowchart TD',
    '  entry(["node app.js"])',
    '  f3["main<br/>dist/app.js:21:5"]',
    '  f2["emit<br/>node:events:520:29"]',
    '  f1["checkout<br/>dist/app.js:10:3"]',
    '  f0["Basket.total<br/>src/basket.ts:4:51"]',
    '  exception{{"TypeError<br/>Cannot read properties of undefined (reading \'amount\')"}}',
    '  signal(["exit with code 1"])',
    '  cause1["RangeError<br/>no price"]',
    '  entry -.->|"called earlier"| f3',
  ])
})

test('draws in the format that is asked for, or that the output file ends with', () => {
  assert.match(output('--format', 'mermaid'), /^flowchart TD\n/)
  assert.match(output('--format', 'svg'), /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^]*<style>[^]*<\/svg>\n$/)
  assert.match(output('--format', 'dot'), /^digraph "execution path" \{\n[^]*\}\n$/)
  for (const [name, start] of [['a.svg', '<svg'], ['b.dot', 'digraph'], ['c.gv', 'digraph'], ['d.mmd', 'flowchart'], ['e.txt', 'flowchart']]) {
    assert.is(output('-o', name!), `${join(cli.dir, name!)}\n`)
    assert.ok(readFileSync(join(cli.dir, name!), 'utf8').startsWith(start!))
  }
  output('-o', 'sub/f.svg', '--format', 'dot')
  assert.match(readFileSync(join(cli.dir, 'sub/f.svg'), 'utf8'), /^digraph[^]*\}\n$/)
})

test('--json gives nodes and edges', () => {
  const { nodes, edges } = JSON.parse(output('--json')) as { nodes: object[], edges: object[] }
  assert.equal(nodes[4], { id: 'f0', kind: 'frame', title: 'Basket.total', detail: 'src/basket.ts:4:51', frame: 0, frames: [0], inApp: true })
  assert.equal(edges[1], { from: 'f3', to: 'f2', kind: 'await', label: 'await' })
})

test('refuses formats that there are not', () => {
  const { code, stdout, stderr } = graph('--format', 'svgz')
  assert.equal([code, stdout], [2, ''])
  assert.match(stderr, /^faultsnap: graph: --format: expected mermaid, svg or dot, got "svgz", did you mean svg\?/)
  assert.is(graph('--json', '--format', 'dot').code, 2)
  assert.is(graph('--format', '__proto__').code, 2)
})

test('says what file could not be written', () => {
  const { code, stderr } = graph('-o', join(file, 'below-a-file.svg'))
  assert.is(code, 1)
  assert.match(stderr, /^faultsnap: .*below-a-file\.svg cannot be written \(\w+\)/)
  assert.not.ok(existsSync(join(file, 'below-a-file.svg')))
})

test.run()
