import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { CapsuleGatherer } from '../../src/log-lines/gather-capsules'
import { BYTES_PER_LINE, crcOf, logLines, MAX_LINE_BYTES, MAX_LOGGED_BYTES, shaOf } from '../../src/log-lines/log-lines'
import { logText } from '../../src/log-lines/log-text'

/** Bytes that nothing compresses and no two alike. */
function bytesOf (length: number, seed = 1): Buffer {
  let state = seed
  return Buffer.from(Array.from({ length }, () => (state = state * 48_271 % 0x7fffffff) & 0xff))
}

function gather (text: string, pieceChars = 1_000): { capsules: { id: string, bytes: Buffer }[], rest: ReturnType<CapsuleGatherer['finish']> } {
  const gatherer = new CapsuleGatherer()
  const capsules = []
  for (let at = 0; at < text.length; at += pieceChars) capsules.push(...gatherer.add(text.slice(at, at + pieceChars)))
  return { capsules, rest: gatherer.finish() }
}

const EMPTY = { incomplete: [], damaged: 0, refused: [] }
const capsule = bytesOf(20_000)
const lines = logLines('1eaee423', capsule)

test('a line is at most 4096 bytes with its break, and a capsule of just one line has one', () => {
  for (const line of logLines('ffffffff', Buffer.alloc(MAX_LOGGED_BYTES))) assert.ok(Buffer.byteLength(line) <= MAX_LINE_BYTES, String(line.length))
  assert.is(logLines('1eaee423', bytesOf(BYTES_PER_LINE)).length, 1)
  assert.is(logLines('1eaee423', bytesOf(BYTES_PER_LINE + 1)).length, 2)
  assert.throws(() => logLines('1eaee423', Buffer.alloc(MAX_LOGGED_BYTES + 1)), /8388609 bytes/)
})

/** What logs do to a line. */
const WRAPPINGS: Record<string, (line: string, index: number) => string> = {
  'as they are': line => line,
  'docker compose': line => `\u001b[36mweb-1  |\u001b[0m ${line}`,
  'kubectl with times': (line, index) => `[pod/web-7d/app] 2026-06-13T23:29:${10 + index}.120345Z ${line}`,
  'Docker json-file': (line, index) => `${JSON.stringify({ log: line, stream: 'stderr', time: `2026-06-13T23:29:${10 + index}Z` })}\n`,
  'an encoder that escapes slashes, in JSON in JSON': line =>
    `${JSON.stringify({ message: JSON.stringify({ log: line.trimEnd() }).replaceAll('/', '\\/') })}\n`,
  'CRI': line => `2026-06-13T23:29:34.120345678Z stderr F ${line}`,
  'a carriage return': line => line.replace('\n', '\r\n'),
  'a program that does not end its line': line => `progress: 10 %${line}next`,
}

for (const [name, wrap] of Object.entries(WRAPPINGS)) {
  test(`a capsule comes back from a log: ${name}`, () => {
    for (const pieceChars of [397, 4_000, 1e9]) {
      const { capsules, rest } = gather(lines.map(wrap).join(''), pieceChars)
      assert.is(capsules.length, 1)
      assert.ok(capsules[0]!.bytes.equals(capsule))
      assert.is(capsules[0]!.id, '1eaee423')
      assert.equal(rest, EMPTY)
    }
  })
}

test('capsules come back from a log in any order, twice, in between each other and between other lines', () => {
  const other = bytesOf(9_000, 7)
  const mixed = [...lines, ...logLines('2eaee423', other), ...lines, 'GET / 200\n', 'faultsnap is a word\n']
    .sort((a, b) => crcOf(Buffer.from(a)) < crcOf(Buffer.from(b)) ? -1 : 1)
  const { capsules, rest } = gather(mixed.join(''))
  assert.equal(capsules.map(({ id }) => id).sort(), ['1eaee423', '2eaee423'])
  assert.ok(capsules.some(({ bytes }) => bytes.equals(other)))
  assert.equal(rest, EMPTY)
})

test('two capsules of one id are two', () => {
  assert.is(gather([...lines, ...logLines('1eaee423', bytesOf(5_000, 3))].join('')).capsules.length, 2)
})

test('missing lines are named, and a line that was cut, or changed in one character, counts as damaged', () => {
  const line = lines[2]!
  const changed = line.replace(/[A-Za-z0-9](?=.{9};)/, letter => letter === 'A' ? 'B' : 'A')
  assert.not(changed === line)
  for (const damaged of [line.slice(0, 2_000) + '\n', changed, line.slice(0, 40) + '\n']) {
    const { capsules, rest } = gather([...lines.slice(0, 2), damaged, ...lines.slice(4)].join(''))
    assert.is(capsules.length, 0)
    assert.equal(rest, { incomplete: [{ id: '1eaee423', total: lines.length, missing: [3, 4], missingCount: 2 }], damaged: 1, refused: [] })
  }
  assert.is(gather([...lines.slice(0, 2), changed, ...lines.slice(2)].join('')).capsules.length, 1, 'a whole copy of the line came later')
})

test('lines that do not fit together are refused: sizes, numbers, checksums', () => {
  const line = (n: number, total: number, bytes: Buffer, sha = 'a'.repeat(32)): string =>
    `faultsnap:1:1eaee423:${sha}:${n}/${total}:${crcOf(bytes)}:${bytes.toString('base64url')};\n`
  assert.match(gather(line(1, 999_999, bytesOf(BYTES_PER_LINE))).rest.refused[0]!, /1 of 999999/)
  assert.match(gather(line(3, 2, bytesOf(5))).rest.refused[0]!, /3 of 2/)
  assert.match(gather(line(1, 1, bytesOf(5))).rest.refused[0]!, /checksum/)
  assert.is(gather(line(1, 2, bytesOf(5))).rest.damaged, 1, 'only the last line may be short')
  assert.is(gather(line(1, 1, bytesOf(5), shaOf(bytesOf(5)))).capsules.length, 1)
})

test('a hostile log costs bounded memory', () => {
  const bytes = bytesOf(BYTES_PER_LINE)
  const data = `:${crcOf(bytes)}:${bytes.toString('base64url')};\n`
  const begin = (of: number, n: number): string => `faultsnap:1:1eaee423:${String(of).padStart(32, '0')}:${n}/2000${data}`
  const deep = new CapsuleGatherer()
  for (let index = 0; index < 23_000; index++) deep.add(begin(index % 9_000, 1 + Math.floor(index / 9_000)))
  for (let index = 0; index < 100; index++) deep.add('faultsnap:1:'.repeat(10_000))
  assert.equal(deep.finish().refused, ['its unfinished capsules have more than 67108864 bytes; further lines are left out'])
  const wide = new CapsuleGatherer()
  for (let index = 0; index < 10_002; index++) wide.add(begin(index, 1))
  assert.match(wide.finish().refused.join(), /more than 10000 capsules/)
})

test('a log in UTF-16, as PowerShell writes one, and one with a byte that is no UTF-8', async () => {
  const text = lines.join('')
  for (const bytes of [Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.concat([Buffer.from([0xff, 0x80, 10]), Buffer.from(text)])]) {
    const gatherer = new CapsuleGatherer()
    const found = []
    async function * pieces (): AsyncGenerator<Buffer> { for (let at = 0; at < bytes.length; at += 999) yield bytes.subarray(at, at + 999) }
    for await (const piece of logText(pieces(), error => { throw error })) found.push(...gatherer.add(piece))
    assert.ok(found[0]?.bytes.equals(capsule))
  }
})

test.run()
