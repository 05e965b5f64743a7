import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BundledCli } from '../helpers/bundled-cli'
import { crashDocument, crashRecord, frame, Graph, scope, writeCapsule, writeShopCapsule } from '../helpers/crash-record'

let cli: BundledCli
let shop: string
test.before(async () => {
  cli = new BundledCli()
  shop = await writeShopCapsule(cli.dir)
})
test.after(() => cli.remove())

const verify = (file: string, ...options: string[]): { code: number | null, lines: string[], stderr: string } => {
  const { code, stdout, stderr } = cli.run(['verify', file, ...options])
  return { code, lines: stdout.trimEnd().split('\n'), stderr }
}

test('a whole capsule ends with ok, and what it lacks is counted and explained', () => {
  const { code, lines, stderr } = verify(shop)
  assert.equal([code, stderr, lines.at(-1)], [0, '', 'ok'])
  for (const pattern of [/^entries +5, [\d,]+ bytes unpacked$/, /^crash +4 frames, \d+ objects$/,
    /^sources +1 of 3 frames of the program$/,
    /^no source +frame 1 checkout \/srv\/shop\/dist\/app\.js:10/, /^missing +3 values$/, /^ {2}masked +2\. A secret/,
      /^ {2}items +1\. More than/,
    /^cut +frame 0 numbers: 998 elements \(items\)$/, /^cut +frame 1 long: 897 characters \(string\)$/,
      /^note +Node 20 cannot tell \\u\{1b\}/]) {
    assert.ok(lines.some(line => pattern.test(line)), String(pattern))
  }
  assert.ok(lines.findIndex(line => line.includes('998 elements')) < lines.findIndex(line => line.includes('897 characters')),
    'largest first')
})

test('--json has the same', () => {
  const { code, stdout } = cli.run(['verify', shop, '--json'])
  const shape = JSON.parse(stdout)
  assert.is(code, 0)
  assert.equal([shape.ok, shape.problems, shape.id, shape.version], [true, [], '1eaee423', 1])
  assert.equal(shape.missing.map(({ reason, count }: Record<string, unknown>) => [reason, count]), [['masked', 2], ['items', 1]])
  assert.equal(shape.cuts[0], { place: 'frame 0 numbers', what: 'elements', left: 998, reason: 'items' })
})

test('every byte that is changed is found, with one line and code 1', () => {
  const bytes = readFileSync(shop)
  const file = join(cli.dir, 'changed.faultsnap')
  for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 12)) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 0x55
    writeFileSync(file, changed)
    const { code, lines, stderr } = verify(file)
    assert.is(stderr, '')
    if (lines.at(-1) === 'ok') {
      // Times and flags of the ZIP's directory are nobody's data.
      assert.is(code, 0)
      continue
    }
    assert.is(code, 1, String(at))
    assert.match(lines.at(-1)!, /^\d+ problems?$/)
    assert.ok(lines.filter(line => line.startsWith('problem: ')).length >= 1)
  }
})

test('each cut of a file, and what is no capsule, is one problem', () => {
  const bytes = readFileSync(shop)
  const file = join(cli.dir, 'short.faultsnap')
  for (const length of [0, 3, 30, bytes.length >> 1, bytes.length - 1]) {
    writeFileSync(file, bytes.subarray(0, length))
    const { code, lines } = verify(file)
    assert.equal([code, lines.at(-1), lines.length], [1, '1 problem', 3], String(length))
  }
  writeFileSync(file, 'no zip')
  assert.match(verify(file).lines[1]!, /^problem: .*short\.faultsnap is not a capsule/)
  assert.equal(cli.run(['verify', 'none.faultsnap']).code, 1)
  assert.match(cli.run(['verify', 'none.faultsnap']).stderr, /^faultsnap: .*none\.faultsnap does not exist/)
})

test('a checksum that does not fit names the entry once', async () => {
  const file = await writeCapsule(join(cli.dir, 'sum.faultsnap'), crashRecord(crashDocument()))
  const bytes = readFileSync(file)
  const at = bytes.indexOf('environment.json')
  const changed = Buffer.from(bytes)
  // In the data behind the local header and the name.
  changed[at + 'environment.json'.length + 5]! ^= 0x0f
  writeFileSync(file, changed)
  const { code, lines } = verify(file)
  assert.is(code, 1)
  assert.equal(lines.filter(line => line.startsWith('problem: ')).length, 1)
  assert.match(lines.find(line => line.startsWith('problem: '))!, /^problem: environment\.json /)
})

test('references that lead to nothing are problems', async () => {
  const graph = new Graph()
  const list = graph.array([1, 2], { holes: [5] })
  const frames = [frame({ function: 'f', script: 0, scopes: [scope('local', { list })], folded: { length: 3, repetitions: 2 } })]
  const crash = crashDocument(frames, graph.nodes, {
    scripts: [{ url: 'file:///a.js', source: 'sources/0.js', sourceMap: 'sources/0.map' }],
    caughtAt: { frame: 4, file: '/a.js', line: 1, column: 1 },
  })
  crash.frames[0]!.index = 7
  const file = await writeCapsule(join(cli.dir, 'references.faultsnap'), crashRecord(crash), { 'sources/0.js': 'f()' }, {
    exception: { type: 'TypeError', message: 'another' }, culprit: { summary: 'x', value: '1', frame: 9, trail: [] },
  })
  const { code, lines } = verify(file)
  assert.is(code, 1)
  assert.equal(lines.filter(line => line.startsWith('problem: ')), [
    'problem: crash.json is inconsistent: frame 0 is numbered 7',
    'problem: crash.json is inconsistent: frame 0 stands for repetitions of 3 frames, 1 are there',
    'problem: crash.json is inconsistent: the exception is caught in frame 4, which there is not',
    'problem: crash.json is inconsistent: object 0 has a hole at 5 beyond its elements',
    'problem: sources/0.map is named by crash.json and not in the capsule',
    'problem: manifest.json names another exception than crash.json',
    'problem: manifest.json has a culprit in frame 9, which there is not',
  ])
  assert.is(lines.at(-1), '7 problems')
})

test('a reference to an object that there is not is refused as the reader does', async () => {
  const file = await writeCapsule(join(cli.dir, 'ref.faultsnap'),
    crashRecord(crashDocument([frame({ scopes: [scope('local', { x: { ref: 5 } })] })])))
  const { code, lines } = verify(file)
  assert.is(code, 1)
  assert.match(lines.find(line => line.startsWith('problem: '))!, /the index of one of 0 nodes/)
})

test('hostile names and texts stay text', async () => {
  const file = await writeCapsule(join(cli.dir, 'hostile.faultsnap'), crashRecord(
    crashDocument([frame({ function: '\u001b]8;;evil\u0007', file: '/\u202e.js' })], [], { notes: ['\u001b[2J'] }),
    { missing: { '\u001b[31m': 2 } as object }))
  const { stdout } = cli.run(['verify', file])
  assert.not.match(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  assert.not.match(cli.run(['verify', file, '--json']).stdout, /[\u001b\u202e]/)
})

test.run()
