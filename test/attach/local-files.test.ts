import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isSameText } from '../../cli/attach/local-files'
import { edgeNodes } from '../e2e/nodes'
import { attach, capsulesOf, programOf, removeAll, startNode } from './target-process'

test.after(removeAll)

const CODE = "function half (n) {\n  return n / 2\n}\nlet turn = 0\nsetInterval(() => half(turn++), 5)\nconsole.log('open')\n"
/** Each line is that of the same number. */
const MAP = { version: 3, sources: ['../src/shop.ts'], sourcesContent: [CODE], names: [], mappings: `AAAA${';AACA'.repeat(5)}` }

test('a byte order mark is none of the text; what cannot be asked for is not the same', () => {
  assert.equal([isSameText('\uFEFFa', 'a'), isSameText('a', 'a '), isSameText('a', undefined)], [true, false, false])
})

test('a map on disk is used only beside the text that the program runs: not of a newer build, nor of another machine', async () => {
  const { path } = edgeNodes.at(-1)!
  const dir = programOf({ 'dist/shop.js': `${CODE}//# sourceMappingURL=shop.js.map\n`, 'dist/shop.js.map': JSON.stringify(MAP) })
  const script = join(dir, 'dist', 'shop.js')
  const target = startNode(path, dir, ['dist/shop.js'])
  await target.says('open')
  const at = async (place: string): ReturnType<typeof attach> => await attach(path, dir, [String(target.pid), '--at', place, '--timeout', '10', '--json'])
  const before = (await capsulesOf(await at('shop.ts:2'))).capsules[0]!
  assert.equal([before.crash.frames[0]!.original?.file.endsWith('shop.ts'), before.crash.notes.some(note => note.includes('source map'))], [true, false])
  for (const change of [() => appendFileSync(script, '// built anew\n'), () => rmSync(script)]) {
    change()
    const { capsules: [capsule] } = await capsulesOf(await at('shop.js:2'))
    assert.is(capsule!.crash.frames[0]!.original, undefined)
    assert.match(capsule!.crash.notes.join('\n'), /No source map for .*shop\.js: the file of this name where attach ran/)
    assert.is(Object.keys(capsule!.crash.scripts[0]!.originals ?? {}).length, 0)
  }
  const missing = await attach(path, dir, [String(target.pid), '--at', 'shop.ts:2', '--timeout', '0.2'])
  assert.equal([missing.code, /No source map for .*shop\.js/.test(missing.stderr)], [3, true], missing.stderr)
  target.child.kill('SIGKILL')
  await target.ended
})

test.run()
