import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule, type Capsule } from '../src/capsule/read'
import type { MissingValue } from '../src/model'
import { getPath } from '../src/values/get-path'
import { previewValue } from '../src/values/preview'
import { DemoShop, ROOT } from './helpers/demo-shop'

const shop = new DemoShop()
const repository = join(shop.dir, 'FaultSnaps')
let capsule: Capsule

test.before(async () => { capsule = await readCapsule(join(repository, 'latest/latest.faultsnap')) })
test.after(() => shop.remove())

test('the demo ends well and prints what the shop printed, what was captured, and where it lies', () => {
  assert.is(shop.demo.code, 0, shop.demo.output)
  const parts = [
    '$ node -r faultsnap/register dist/main.js', 'A-1042  103.55', '[FaultSnap] Crash captured. Saved to FaultSnaps/RangeError/',
    'RangeError: No volume discount for 211 items', '$ npx faultsnap inspect latest', "itemCount       string     '211'",
    "$ npx faultsnap get latest 'order.lines[1]'", '"quantity": "1"', 'gateway.apiKey was not recorded: masked',
    'latest.faultsnap', 'latest.html',
  ]
  let at = 0
  for (const part of parts) {
    const found = shop.demo.output.indexOf(part, at)
    assert.ok(found >= at, `${part} is missing, or too early, in:\n${shop.demo.output}`)
    at = found + part.length
  }
})

test('the shop prints and ends as it does without FaultSnap, but for one line', () => {
  const bare = shop.run(['dist/main.js'])
  const recorded = shop.run(['-r', 'faultsnap/register', 'dist/main.js'])
  assert.is(bare.code, 1)
  assert.is(recorded.code, 1)
  assert.match(bare.output, /throw new RangeError[^]*RangeError: No volume discount for 211 items/)
  assert.is(recorded.output.replace(/^\[FaultSnap\] Crash captured.*\n/m, ''), bare.output)
})

test('every frame points into the TypeScript source, to the line that its code is in', async () => {
  const places = ['src/discounts.ts', 'src/pricing.ts', 'src/checkout.ts', 'src/main.ts'].map(file => join(shop.dir, file))
  assert.equal(capsule.crash.frames.map(frame => frame.original?.file), places)
  const calls = ['throw new RangeError(', 'volumeDiscount(itemCount)', 'priceOf(order)', 'await checkout(order, gateway)']
  for (const [index, frame] of capsule.crash.frames.entries()) {
    const { file, line1 } = frame.original!
    assert.match(readFileSync(file, 'utf8').split('\n')[line1 - 1]!, calls[index]!)
    const original = capsule.crash.scripts[frame.script!]!.originals!.find(each => each.file === file)!
    assert.is(await capsule.readText(original.source!), readFileSync(file, 'utf8'))
  }
})

test('the capsule has the cause: the text among the quantities, a frame above the throw', () => {
  const { crash } = capsule
  const shown = (path: string, frame: number): string => previewValue(crash, getPath(crash, path, frame).value, 100)
  assert.is(shown('itemCount', 0), "'211'")
  assert.is(shown('order.lines[0].quantity', 1), '2')
  assert.is(shown('order.lines[1].quantity', 1), "'1'")
  assert.is(shown('order.lines[2].quantity', 1), '1')
})

test('the key that the shop pays with is in no file of the repository', async () => {
  assert.is((getPath(capsule.crash, 'gateway.apiKey').value as MissingValue).missing, 'masked')
  const secret = 'open-sesame-2217'
  const files = readdirSync(repository, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  assert.ok(files.length >= 6, files.map(({ name }) => name).join(' '))
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath ?? file.path, file.name))
    assert.not(bytes.includes(secret), file.name)
  }
  for (const { path } of capsule.manifest.entries) assert.not((await capsule.readText(path))!.includes(secret), path)
})

test('the demo leaves its files where git ignores them', () => {
  const script = readFileSync(join(ROOT, 'scripts/demo.mjs'), 'utf8')
  assert.match(script, "process.argv[2] ?? join(root, 'demo-output')")
  assert.ok(readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n').includes('demo-output/'))
  assert.ok(existsSync(join(repository, 'latest/latest.html')))
})

test.run()
