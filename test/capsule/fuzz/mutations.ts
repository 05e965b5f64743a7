import type { Random } from '../../agent/walk/fuzz/random'

/** A place in a document, from its root on. */
export type Path = readonly (string | number)[]

/** What may stand where something else is expected. As JSON text, since `-0`, `1e400` and a repeated key are JSON's own. */
export const STRANGE_VALUES: readonly string[] = ['null', 'true', 'false', '0', '-0', '-1', '1', '0.5', '1e308', '-1e308', '1e400', '9007199254740993', '4294967296', '1e-320',
  '""', '"x"', '"NaN"', '"__proto__"', '"constructor"', '"\\u0000"', '"\\ud800"', '"/\\ud800.js"', '"\\\\\\\\host\\\\share\\\\a.js"', '"http://evil.test/a.js"', '"\\u202e\\u001b[2J"', '"../../../../etc/passwd"', '"/dev/zero"', '"javascript:x"',
  '"1e999"', '"2026-06-13T23:29:34.123Z"', '"+275760-09-13T00:00:00.000Z"', `"${'ab'.repeat(32)}"`, `"${'long '.repeat(20_000)}"`, '[]', '[null]', '[[]]', '[0]', '["x"]', '[{}]',
  '{}', '{"ref":0}', '{"ref":1}', '{"ref":-1}', '{"ref":-0}', '{"ref":0.5}', '{"ref":1e9}', '{"ref":"0"}', '{"ref":null}', '{"ref":[0]}', '{"ref":0,"missing":"masked"}',
  '{"missing":"masked"}', '{"missing":"string","size":-5,"value":"x"}', '{"missing":"__proto__","size":1e308}', '{"missing":null}', '{"type":"undefined"}',
  '{"type":"number","value":"-0"}', '{"type":"number","value":"junk"}', '{"type":"bigint","value":"1x"}', `{"type":"bigint","value":"${'9'.repeat(3000)}"}`, '{"type":"symbol"}',
  '{"type":"constructor","value":"x"}', '{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '{"length":1e9}', '{"toString":1,"valueOf":1,"toJSON":1}',
  '{"then":{"ref":0}}', '{"x":1,"x":2}', '[1,2,3,4,5,6,7,8,9,10]', `[${'0,'.repeat(5_000)}0]`, `[${'{"ref":0},'.repeat(500)}{"ref":0}]`, `${'['.repeat(150)}${']'.repeat(150)}`]

/** All places in a document, the root left out. */
export function pathsOf (value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return path.length > 0 ? [path] : []
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [...path.length > 0 ? [path] : [], ...inner.flatMap(([key, each]) => pathsOf(each, [...path, key]))]
}

const kindOf = (value: unknown): string => Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value

/** The strange values that are of the type of what stands at the place; all if none is. */
export function alike (document: unknown, path: Path): readonly string[] {
  const value = path.reduce((at, key) => (at as Record<string | number, unknown>)[key], document)
  const fitting = STRANGE_VALUES.filter(text => kindOf(JSON.parse(text)) === kindOf(value))
  return fitting.length > 0 ? fitting : STRANGE_VALUES
}

/** The document as JSON with `text` at the place; undefined leaves the member out. */
export function replaced (document: unknown, path: Path, text: string | undefined): string {
  const mark = '\u0001mark\u0001'
  const copy = structuredClone(document) as Record<string | number, unknown>
  let at = copy
  for (const key of path.slice(0, -1)) at = at[key] as typeof copy
  if (text === undefined) Array.isArray(at) ? at.splice(Number(path.at(-1)), 1) : delete at[path.at(-1)!]
  else at[path.at(-1)!] = mark
  const json = JSON.stringify(copy)
  // Not by a pattern, whose replacement has words of its own.
  return text === undefined ? json : json.split(JSON.stringify(mark)).join(text)
}

/** Bytes with some of them changed, gone, repeated or moved. */
export function damaged (bytes: Buffer, random: Random): Buffer {
  let result = Buffer.from(bytes)
  for (let left = random.int(1, 4); left > 0; left--) {
    const at = random.int(0, result.length - 1)
    const length = random.int(1, random.chance(0.3) ? 400 : 8)
    switch (random.int(0, 6)) {
      case 0: result[at]! ^= 1 << random.int(0, 7); break
      case 1: result.fill(random.pick([0, 0xff, 0x50, 0x7f]), at, Math.min(result.length, at + length)); break
      case 2: result = Buffer.concat([result.subarray(0, at), result.subarray(at + length)]); break
      case 3: result = Buffer.concat([result.subarray(0, at + length), result.subarray(at)]); break
      case 4: result = Buffer.concat([result.subarray(0, at), Buffer.from(random.pick(['PK\x03\x04', 'PK\x01\x02', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07', 'PK\x07\x08']), 'latin1'), result.subarray(at)]); break
      case 5: if (at + 4 <= result.length) result.writeUInt32LE(random.pick([0, 1, 0xffffffff, 0x7fffffff, 0x80000000, result.length]), at); break
      default: result = result.subarray(0, at)
    }
    if (result.length === 0) return Buffer.from('PK')
  }
  return result
}
