import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CrashDocument } from '../../../src/model'
import { createEvaluator } from '../../../cli/shadow/create-evaluator'
import expressions from '../../../fixtures/shadow/expressions.json'
import { compare, edgeNodes } from '../../e2e/harness'
import { notation } from '../../e2e/notation'
import { childOf, shadowAssets } from './shadow-assets'

// The same expression on the living objects of a program and on those of its capsule.

type Told = { value: unknown } | { thrown: string }

for (const node of edgeNodes) {
  test(`${expressions.length} expressions give on dead objects what they gave on living ones (Node ${node.version})`, async () => {
    const { capsules, recorded } = await compare('shadow/scene.cjs', {
      node, files: ['shadow/expressions.json', 'oracle/oracle.cjs'], isUncompared: true, env: { FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000', FAULTSNAP_PAUSE_BURST_MS: '60000' },
    })
    const said = new Map(recorded.stdout.split('\n').filter(line => line.startsWith('SCENE ')).map(line => JSON.parse(line.slice(6)) as [string, Told]))
    assert.is(said.size, new Set(expressions).size, recorded.stderr)
    const { crash } = capsules[0]!
    const wrong: string[] = []
    const graph = [...crash.nodes]
    const evaluator = createEvaluator(crash, graph, { assetsDir: shadowAssets(), ...childOf(node), timeoutMs: 20_000 })
    try {
      for (const [expression, told] of said) {
        const result = await evaluator.evaluate({ expression, frame: 0 })
        const crashNow: CrashDocument = { ...crash, nodes: graph }
        const got = 'thrown' in result ? { thrown: result.message } : { value: notation(crashNow, result.value, new Map()) }
        if (!isSame(got, told)) wrong.push(`${expression}\n    alive ${sorted(told)}\n    dead  ${sorted(got)}`)
      }
    } finally {
      evaluator.close()
    }
    assert.is(wrong.join('\n'), '', `${wrong.length} of ${said.size} differ`)
  })
}

function isSame (got: Told, told: Told): boolean {
  if ('thrown' in told && 'thrown' in got) return got.thrown === told.thrown || `Error: ${told.thrown}` === got.thrown
  return sorted(got) === sorted(told)
}

/** Members in one order. */
function sorted (value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => typeof inner !== 'object' || inner === null || Array.isArray(inner) ? inner
    : Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1)))
}

test.run()
