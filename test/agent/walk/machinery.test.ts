import { Socket } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SafeSet, now } from '../../../agent/primordials'
import { GraphWalk } from '../../../agent/walk/graph-walk'
import { machineryOf, noteMachinery } from '../../../agent/walk/machinery'
import { DEFAULT_LIMITS } from '../../../src/limits'
import { createMasker } from '../../../src/mask/masker'

function walked (values: Record<string, unknown>): GraphWalk {
  const masker = createMasker({ names: [], patterns: [], environment: {} })
  const walk = new GraphWalk({ limits: DEFAULT_LIMITS, masker, deadline: now() + 60_000, shallow: new SafeSet() })
  for (const [name, value] of Object.entries(values)) walk.named(name, value)
  walk.run()
  return walk
}

class OwnSocket extends Socket {}

test('a socket of Node\'s is named below a variable, and entered where a variable holds it', () => {
  const before = walked({ request: { socket: new Socket() } }).nodes
  assert.ok(before.find(({ className }) => className === 'Socket')!.properties!.length > 10)
  noteMachinery(machineryOf({}, new Socket()))
  const nodes = walked({ request: { socket: new Socket(), mine: new OwnSocket(), plain: { a: 1 } } }).nodes
  const socket = nodes.find(({ className }) => className === 'Socket')!
  assert.is(socket.properties, undefined)
  assert.equal(socket.cut, [{ what: 'properties', reason: 'depth', count: 0 }])
  assert.ok(nodes.find(({ className }) => className === 'OwnSocket')!.properties!.length > 10, 'a class of the program is not Node\'s')
  assert.is(nodes.some(({ properties }) => properties?.[0]?.name === 'a'), true)
  assert.ok(walked({ socket: new Socket() }).nodes.find(({ className }) => className === 'Socket')!.properties!.length > 10)
})

test.run()
