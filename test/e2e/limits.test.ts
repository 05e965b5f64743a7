import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import { isRef, type Cut, type GraphNode, type Value } from '../../src/model'
import { getPath } from '../../src/values/get-path'
import { compare, edgeNodes, type NodeBinary } from './harness'

// For each limit the last accepted and the first refused value, at the default and at one that was set.
for (const node of edgeNodes) {
  for (const [depth, items, length] of [[5, 50, 500], [2, 3, 10]] as const) {
    const isDefault = length === 500
    const done = recorded('values.js', [depth, items, length], node, isDefault
      ? {}
      : { FAULTSNAP_MAX_DEPTH: `${depth}`, FAULTSNAP_MAX_ITEMS: `${items}`, FAULTSNAP_MAX_STRING_LENGTH: `${length}` })
    const title = `${isDefault ? 'default limits' : 'limits that were set'} (Node ${node.version})`

    test(`maxDepth: the innermost object is the last that is entered, under ${title}`, async () => {
      const capsule = await done()
      const steps = (count: number): string => '.next'.repeat(count)
      assert.equal(at(capsule, `deepest${steps(depth - 1)}.level`), 1)
      assert.equal(at(capsule, `tooDeep${steps(depth - 1)}.level`), 2)
      assert.equal(at(capsule, `tooDeep${steps(depth)}`), { missing: 'depth', type: 'object', className: 'Object' })
      assert.equal(at(capsule, `tooDeepList${steps(depth)}`), { missing: 'depth', type: 'object', className: 'Array', size: 3 })
    })

    test(`maxItems: one more than fits is counted, under ${title}`, async () => {
      const capsule = await done()
      const cases: [string, string, Cut['what'], 'elements' | 'entries' | 'properties'][] = [
        ['list', 'longList', 'elements', 'elements'], ['mapAtLimit', 'longMap', 'entries', 'entries'],
        ['set', 'longSet', 'elements', 'elements'], ['full', 'tooFull', 'properties', 'properties'],
        ['floats', 'longFloats', 'elements', 'elements'],
      ]
      for (const [fits, tooLong, what, where] of cases) {
        const [accepted, refused] = [nodeAt(capsule, fits), nodeAt(capsule, tooLong)]
        assert.is(accepted[where]!.length, items, fits)
        assert.is(accepted.cut, undefined, fits)
        assert.is(refused[where]!.length, items, tooLong)
        assert.equal(refused.cut, [{ what, reason: 'items', count: 1 }], tooLong)
        if (what !== 'properties') assert.is(refused.size, items + 1, tooLong)
      }
      const sparse = nodeAt(capsule, 'sparse')
      assert.equal(sparse.cut, [{ what: 'elements', reason: 'items', count: 10 }])
      assert.equal(sparse.properties, [{ name: 'extra', value: 1 }])
      const privates = nodeAt(capsule, 'manyPrivates')
      assert.is(privates.privates!.length, items)
      assert.equal(privates.cut, [{ what: 'privates', reason: 'items', count: 1 }])
    })

    test(`bytes: 256 are kept, under ${title}`, async () => {
      const capsule = await done()
      assert.is(nodeAt(capsule, 'bytes').cut, undefined)
      for (const [name, size] of [['bytes', 256], ['longBytes', 257], ['buffer', 257], ['view', 256]] as const) {
        const node = nodeAt(capsule, name)
        assert.is(Buffer.from(node.bytes!, 'base64').length, 256, name)
        assert.is(node.size, size, name)
        assert.equal(node.cut, size === 256 ? undefined : [{ what: 'bytes', reason: 'items', count: 1 }], name)
      }
    })

    test(`maxStringLength: a string one longer is cut and says how long it was, under ${title}`, async () => {
      const capsule = await done()
      const kept = 'x'.repeat(length)
      assert.equal(at(capsule, 'text'), kept)
      assert.equal(at(capsule, 'longText'), { missing: 'string', size: length + 1, value: kept })
      assert.equal(at(capsule, 'longest'), { missing: 'string', size: 1e6, value: kept })
      const bigint = BigInt(`0x1${'0'.repeat(length)}`).toString()
      assert.equal(at(capsule, 'longBigint'), { missing: 'string', size: bigint.length, value: bigint.slice(0, length),
        type: 'bigint' })
      assert.equal(at(capsule, 'longSymbol'), { type: 'symbol', value: `${kept}…` })
      assert.equal(nodeAt(capsule, 'longKey').properties!.map(({ name }) => name), [`k${'y'.repeat(length - 1)}…`])
    })
  }

  test(`maxTotalItems: the object that does not fit any more is missing (Node ${node.version})`, async () => {
    const whole = await recorded('total.js', [], node, {})()
    const count = whole.crash.nodes.length
    assert.is(whole.manifest.missing.total, undefined)
    const fits = await recorded('total.js', [], node, { FAULTSNAP_MAX_TOTAL_ITEMS: `${count}` })()
    assert.is(fits.crash.nodes.length, count)
    assert.is(fits.manifest.missing.total, undefined)
    const cut = await recorded('total.js', [], node, { FAULTSNAP_MAX_TOTAL_ITEMS: `${count - 1}` })()
    assert.is(cut.crash.nodes.length, count - 1)
    assert.is(cut.manifest.missing.total, 1)
    assert.match(JSON.stringify(cut.crash), '{"missing":"total","type":')
  })

  for (const limit of [50, 3]) {
    test(`maxFrames: of ${limit + 1} frames the outermost has no variables (Node ${node.version})`, async () => {
      const env: Record<string, string> = limit === 50 ? {} : { FAULTSNAP_MAX_FRAMES: `${limit}` }
      for (const count of [limit, limit + 1]) {
        const { crash } = await recorded('frames.js', [count], node, env)()
        const frames = crash.frames.filter(({ file }) => !file.startsWith('node:'))
        assert.is(frames.length, count)
        assert.equal(frames.slice(0, limit).filter(({ missing }) => missing !== undefined), [])
        assert.ok(frames[limit - 1]!.scopes.some(({ variables }) => variables.some(({ name }) => name === 'level')))
        if (count > limit) assert.equal([frames[limit]!.missing, frames[limit]!.scopes], ['total', []])
      }
    })
  }
}

/** Starts the program now; gives its capsule when asked. */
function recorded (program: string, args: readonly number[], node: NodeBinary, env: Record<string, string>): () =>
  Promise<Capsule> {
  const done = compare(`limits/${program}`, {
    node, args: args.map(String), env: { FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000', ...env },
  }).then(({ capsules, recorded }) => () => {
    assert.is(capsules.length, 1, `capsules; ${recorded.notices.join('\n')}`)
    return capsules[0]!
  }, (error: unknown) => () => { throw error })
  return async () => (await done)()
}

/** The frame that the test is about is the innermost one. */
function at (capsule: Capsule, path: string): Value {
  return getPath(capsule.crash, path, 0).value
}

function nodeAt (capsule: Capsule, path: string): GraphNode {
  const value = at(capsule, path)
  if (!isRef(value)) throw new Error(`${path} is no object but ${JSON.stringify(value)}`)
  return capsule.crash.nodes[value.ref]!
}

test.run()
