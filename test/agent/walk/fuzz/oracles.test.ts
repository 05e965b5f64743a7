import { Session, type Runtime } from 'node:inspector'
import { inspect, types } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SafeSet } from '../../../../agent/primordials'
import { GraphWalk } from '../../../../agent/walk/graph-walk'
import { DEFAULT_LIMITS } from '../../../../src/limits'
import { createMasker } from '../../../../src/mask/masker'
import { Comparison } from './compare-values'
import { makeGraph } from './make-graph'
import { Rebuilt } from './rebuild'

/** FAULTSNAP_FUZZ: how many graphs; FAULTSNAP_FUZZ_SEED: the first seed. */
const GRAPHS = Number(process.env['FAULTSNAP_FUZZ'] ?? 300)
const FIRST_SEED = Number(process.env['FAULTSNAP_FUZZ_SEED'] ?? 1)
const NO_LIMITS = { ...DEFAULT_LIMITS, maxDepth: 1e6, maxItems: 1e6, maxStringLength: 1e8, maxTotalItems: 1e7 }
const masker = createMasker({ names: [], patterns: [], environment: {} })

function walkAll (roots: readonly [string, unknown][]): { walk: GraphWalk, liveOf: ReadonlyMap<number, object> } {
  const walk = new GraphWalk({ limits: NO_LIMITS, masker: masker.fork(), deadline: Infinity, shallow: new SafeSet() })
  const recorded = roots.map(([, value]) => walk.value(value))
  walk.run()
  const comparison = new Comparison(walk.nodes, NO_LIMITS, false)
  roots.forEach(([name, value], index) => comparison.value(recorded[index], value, name, 1))
  comparison.run()
  assert.equal(comparison.differences, [])
  return { walk, liveOf: comparison.liveOf }
}

/** Some of two long texts around the first place where they differ; empty if they do not. */
function firstDifference (one: string, other: string): string {
  if (one === other) return ''
  let at = 0
  while (one[at] === other[at]) at++
  return JSON.stringify([one, other].map(text => text.slice(Math.max(0, at - 150), at + 100)))
}

/** More than a value's own words: what it is a part of is left out by size, and is compared elsewhere. */
const OPTIONS = { depth: 30, showProxy: true, customInspect: false, maxArrayLength: 500, maxStringLength: 5000, compact: false } as const

test('what was recorded, built anew, looks to util.inspect as the original does', () => {
  let compared = 0
  for (let seed = FIRST_SEED; seed < FIRST_SEED + GRAPHS; seed++) {
    const { roots, isPlain, world } = makeGraph(seed)
    // Beyond what a capsule keeps of bytes, and of bigints, there is nothing to build from.
    const isWhole = isPlain && world.objects.every(each => !(types.isAnyArrayBuffer(each) && each.byteLength > 256) && !(Array.isArray(each) && each.length > 2000) &&
      !(types.isTypedArray(each) && each.length > 2000) && !(types.isStringObject(each) && each.length > 2000))
    if (!isWhole || roots.some(([name]) => name === 'chain')) continue
    const { walk, liveOf } = walkAll(roots)
    const rebuilt = new Rebuilt(walk.nodes, liveOf)
    for (const [name, live] of roots) {
      const root = [...liveOf].find(([, object]) => object === live)![0]
      let again: unknown
      try {
        again = rebuilt.value({ ref: root }, live)
      } catch (error) {
        if (/missing for the reason (?:string|getter)/.test((error as Error).message)) continue
        throw error
      }
      // Where in which pool a buffer lies is hidden, and of no interest.
      const options = { ...OPTIONS, showHidden: !world.objects.some(each => types.isTypedArray(each)) }
      assert.is(firstDifference(inspect(again, options), inspect(live, options)), '', `FAULTSNAP_FUZZ_SEED=${seed} ${JSON.stringify(name)}`)
      compared++
    }
  }
  console.log(`${compared} variables were built anew`)
  assert.ok(compared > GRAPHS / 40)
})

test('V8\'s own reading of the same objects names the same properties and gives the same primitives', () => {
  const session = new Session()
  session.connect()
  const post = <T>(method: string, params: object): T => {
    let answer: unknown
    session.post(method, params, (error, result) => { answer = error === null ? result : assert.unreachable(error.message) })
    return answer as T
  }
  let compared = 0
  for (let seed = FIRST_SEED; seed < FIRST_SEED + GRAPHS / 4; seed++) {
    const { roots } = makeGraph(seed)
    const { walk, liveOf } = walkAll(roots)
    for (const [index, live] of liveOf) {
      const node = walk.nodes[index]!
      if (node.cut !== undefined || node.type === 'function' || node.elements !== undefined || types.isBoxedPrimitive(live) || types.isNativeError(live) || types.isProxy(live)) continue
      if (types.isRegExp(live) || types.isModuleNamespaceObject(live) || types.isTypedArray(live)) continue
      ;(globalThis as { looked?: object }).looked = live
      const { result } = post<Runtime.EvaluateReturnType>('Runtime.evaluate', { expression: 'looked' })
      if (result.objectId === undefined) continue
      const read = post<Runtime.GetPropertiesReturnType>('Runtime.getProperties', { objectId: result.objectId, ownProperties: true }).result
      const properties = node.properties ?? []
      const names = read.filter(each => each.symbol === undefined && each.isOwn).map(({ name }) => name)
      assert.equal(new Set(properties.filter(each => each.symbol === undefined).map(({ name }) => name)), new Set(names), `FAULTSNAP_FUZZ_SEED=${seed}`)
      for (const { name, value, symbol } of read) {
        const record = properties.find(each => each.name === name && each.symbol === undefined)
        if (name === 'stack' || symbol !== undefined || value === undefined || !['string', 'boolean'].includes(value.type)) continue
        assert.is(record?.value, value.value, `FAULTSNAP_FUZZ_SEED=${seed} ${name}`)
        compared++
      }
      post('Runtime.releaseObject', { objectId: result.objectId })
    }
  }
  session.disconnect()
  console.log(`${compared} primitives were compared with V8's reading`)
  assert.ok(compared > GRAPHS / 4)
})

test.run()
