import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { toPlain } from '../../src/values/to-plain'
import { compare, edgeNodes } from '../e2e/harness'
import { packSpooled } from './pack-spooled'
import type { Capsule } from '../../src/capsule/read'

// A program with every kind of function, run with and without `ghost()`: what callers see of them is the same.

for (const node of edgeNodes) {
  const done = compare('ghost/kinds.cjs', { node, preload: [], env: { BARE: '1' }, recordedEnv: { BARE: '', FAULTSNAP_PAUSE_BURST_MS: '30000' }, afterwards: dir => packSpooled(dir) }).then(compared => () => compared, (error: unknown) => () => { throw error })

  test(`ghost() changes nothing that callers of a function can see (Node ${node.version})`, async () => {
    const { bare, recorded } = (await done)()
    const wrapped = recorded.stdout.replace('Old {"x":2} 6 true "wrapped"', 'Old {"x":2} 6 true true')
    assert.is(bare.code, 0, bare.stderr)
    assert.is(wrapped, bare.stdout)
    assert.is(recorded.stderr, '')
    assert.is(recorded.code, 0)
    assert.ok(bare.stdout.split('\n').length > 40)
  })

  test(`each failure is reported once, by the function that saw it first (Node ${node.version})`, async () => {
    const { capsules, recorded } = (await done)()
    const told = capsules.map(({ manifest, crash }) => {
      assert.is(manifest.signal, 'ghost')
      return `${crash.ghost!.function} ${crash.ghost!.outcome} ${manifest.exception.message}`
    })
    assert.equal(told.sort(), [
      ' rejected atOnce failed', ' thrown arrow failed', 'Old thrown Old failed', 'Point thrown Class constructor Point cannot be invoked without \'new\'',
      'Point thrown Point failed', 'Point thrown Point failed', 'bound  thrown bound failed',
      'counting iterator counting failed', 'counting iterator from outside', 'counting thrown default failed', 'inner thrown inner failed',
      'paging iterator paging failed', 'plain thrown plain failed', 'primitive thrown only a text', 'promising rejected promising failed',
      'sell thrown sell failed', 'total thrown total failed', 'waiting rejected waiting failed',
    ].sort(), recorded.notices.join('\n'))
  })

  test(`a report has the arguments by name, the run time and the functions around (Node ${node.version})`, async () => {
    const { capsules } = (await done)()
    const of = (name: string): Capsule => capsules.find(({ manifest }) => manifest.exception.message === `${name} failed`)!
    assert.equal(argumentsOf(of('plain')), { amount: -1 })
    assert.equal(argumentsOf(of('waiting')), { amount: -1 })
    assert.equal(argumentsOf(of('paging')), { pages: 5 })
    assert.equal(argumentsOf(of('sell')), { amount: -3 })
    assert.equal(argumentsOf(of('bound')), { 'arguments[0]': -2 })
    assert.equal(of('inner').crash.ghost!.within, ['outer'])
    assert.is(of('plain').crash.ghost!.within, undefined)
    for (const { crash } of capsules) assert.ok(crash.ghost!.durationMs >= 0 && crash.ghost!.durationMs < 10_000)
    // Variables of the throw, though every one of these errors was caught.
    for (const name of ['plain', 'arrow', 'waiting', 'counting', 'paging', 'sell', 'total', 'Old', 'inner']) {
      const { crash } = of(name)
      assert.ok(crash.frames[0]!.scopes.some(({ variables }) => variables.length > 0), name)
      assert.is(crash.frames.find(({ file }) => /node_modules.faultsnap/.test(file)), undefined, name)
    }
  })
}

function argumentsOf ({ crash }: Capsule): unknown {
  return toPlain(crash, crash.ghost!.arguments)
}

test.run()
