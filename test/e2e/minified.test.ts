import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync, type BuildOptions } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import type { FrameRecord } from '../../src/model'
import { inlineValues } from '../../src/report/inline-values'
import { frameVariables } from '../../src/values/frame-variables'
import { getPath } from '../../src/values/get-path'
import { sourceName } from '../../src/values/original-name'
import { toPlain } from '../../src/values/to-plain'
import { root } from './installed'
import { edgeNodes } from './harness'

const fixtures = join(root, 'fixtures', 'minified')
const SOURCE = readFileSync(join(fixtures, 'orders.js'), 'utf8')

interface Said { function: string, variables: Record<string, unknown> }

async function crashOf (dir: string, program: string, node = process.execPath): Promise<{ capsule: Capsule, said: Said[] }> {
  const { stdout, stderr } = spawnSync(node, ['-r', join(root, 'dist', 'register.cjs'), program], {
    cwd: dir, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', FAULTSNAP_TEST: '1', FAULTSNAP_HTML: '0' },
  })
  const file = join(dir, 'FaultSnaps', 'latest', 'latest.faultsnap')
  assert.match(stderr, 'TypeError: Cannot read properties of null')
  return { capsule: await readCapsule(file), said: stdout.trim().split('\n').map(line => JSON.parse(line) as Said) }
}

const esbuild = (options: BuildOptions) => (dir: string): string => {
  buildSync({ entryPoints: ['orders.js'], absWorkingDir: dir, bundle: true, platform: 'node', outfile: 'dist/out.js', sourcemap: true, logLevel: 'error', ...options })
  return join(dir, 'dist', 'out.js')
}

/** Names are found by the original text where the map has none. */
const withoutNames = (dir: string): string => {
  const program = esbuild({ minify: true })(dir)
  const map = JSON.parse(readFileSync(`${program}.map`, 'utf8'))
  writeFileSync(`${program}.map`, JSON.stringify({ ...map, names: [] }))
  return program
}

const builds: { name: string, make: (dir: string) => string, isMangled: boolean }[] = [
  { name: 'esbuild --minify', make: esbuild({ minify: true }), isMangled: true },
  { name: 'esbuild --minify, a map without names', make: withoutNames, isMangled: true },
  { name: 'esbuild --minify for older Nodes', make: esbuild({ minify: true, target: 'es2017' }), isMangled: true },
  { name: 'terser 5 (as kept)', make: dir => join(dir, 'terser', 'orders.js'), isMangled: true },
  { name: 'swc 1 (as kept)', make: dir => join(dir, 'swc', 'orders.js'), isMangled: true },
  { name: 'esbuild', make: esbuild({}), isMangled: false },
  { name: 'esbuild, blanks taken out only', make: esbuild({ minifyWhitespace: true, minifySyntax: true }), isMangled: false },
]

for (const { name, make, isMangled } of builds) {
  for (const node of isMangled ? edgeNodes.map(({ path }) => path) : [process.execPath]) {
    test(`${name}: each variable has the value that the program says its original name has, or no original name (${node})`, async () => {
      const dir = mkdtempSync(join(tmpdir(), 'faultsnap-minified-'))
      cpSync(fixtures, dir, { recursive: true })
      const { capsule: { crash, manifest }, said } = await crashOf(dir, make(dir), node)
      const frames = crash.frames.filter(({ original }) => original?.file.endsWith('orders.js'))
      const lineOf = (frame: FrameRecord): string => SOURCE.split('\n')[frame.original!.line1 - 1]!
      const places = { innermost: 't.owner.name', settle: 'basket.price(', outermost: 'settle(s, a)' }
      let known = 0
      let wanted = 0
      for (const [place, text] of Object.entries(places)) {
        const frame = frames.find(each => lineOf(each).includes(text))!
        const words = said.findLast(each => each.function === place)!.variables
        for (const variable of frameVariables(frame)) {
          const original = sourceName(variable)
          if (original === undefined || !Object.hasOwn(words, original)) continue
          assert.equal(toPlain(crash, variable.value), words[original], `${name}: ${original} (${variable.name}) of frame ${frame.index}`)
        }
        for (const word of Object.keys(words)) {
          wanted++
          if (!frameVariables(frame).some(variable => sourceName(variable) === word)) continue
          known++
          assert.equal(toPlain(crash, getPath(crash, word, frame.index).value), words[word], `get ${word}`)
        }
        const line = lineOf(frame)
        for (const { name: shown, value } of inlineValues(crash, frame, line, manifest.culprit)) {
          if (typeof words[shown] === 'number') assert.is(value, String(words[shown]), `${shown} beside ${line}`)
        }
      }
      assert.ok(known >= wanted * 0.85, `${known} of ${wanted} names are known`)
      const renamed = frames.flatMap(frame => frameVariables(frame)).filter(({ original }) => original !== undefined)
      assert.is(renamed.length > 0, isMangled)
      const { path, frame, expression } = manifest.culprit!
      assert.match(expression!, /^t\.owner$/)
      assert.is(toPlain(crash, getPath(crash, path!, frame, undefined, 'generated').value), null)
      rmSync(dir, { recursive: true })
    })
  }
}

test('a value under a name that only the original source shows to be a secret is masked everywhere', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-minified-'))
  writeFileSync(join(dir, 'orders.js'), `function login (user, password) {
  const list = [1, password]
  return user.profile.name + password + list
}
setTimeout(() => { login('bob', 'corr' + 'ect-horse-' + 41) }, 1)
`)
  spawnSync(process.execPath, ['-r', join(root, 'dist', 'register.cjs'), esbuild({ minify: true })(dir)], {
    cwd: dir, env: { ...process.env, NODE_OPTIONS: '', FAULTSNAP_TEST: '1' },
  })
  const capsule = await readCapsule(join(dir, 'FaultSnaps', 'latest', 'latest.faultsnap'))
  assert.equal(getPath(capsule.crash, 'password').value, { missing: 'masked' })
  assert.is(getPath(capsule.crash, 'user').value, 'bob')
  assert.not.match(JSON.stringify(capsule), 'ect-horse-41')
  assert.not.match(readFileSync(join(dir, 'FaultSnaps', 'latest', 'latest.html'), 'utf8'), 'ect-horse-41')
  assert.is(capsule.manifest.missing.masked, 1)
  rmSync(dir, { recursive: true })
})

test.run()
