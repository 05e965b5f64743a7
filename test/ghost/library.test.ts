import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import { toPlain } from '../../src/values/to-plain'
import { compare, nodes } from '../e2e/harness'
import { packSpooled } from './pack-spooled'

// The library beside ghost(), and ghosts where there is little to record.

const off = { env: { FAULTSNAP_ENABLED: 'false' }, recordedEnv: { FAULTSNAP_ENABLED: 'true' }, preload: [], afterwards: (dir: string) => packSpooled(dir) }
const told = (capsules: readonly Capsule[]): string[] => capsules.map(({ manifest }) => `${manifest.signal} ${manifest.exception.message}`).sort()

for (const node of [nodes[0]!, ...nodes.length > 1 ? [nodes.at(-1)!] : []]) {
  test(`a ghost alone records its own failures and nothing else (Node ${node.version})`, async () => {
    const { bare, recorded, capsules } = await compare('ghost/alone.cjs', { ...off, node })
    assert.equal(told(capsules), ['ghost odd'])
    assert.equal([recorded.code, recorded.stdout, recorded.stderr], [bare.code, bare.stdout, bare.stderr])
  })

  test(`install() after a ghost records everything (Node ${node.version})`, async () => {
    const { recorded, bare, capsules } = await compare('ghost/alone.cjs', { ...off, node, env: { ...off.env, INSTALL: '1' } })
    assert.equal(told(capsules), ['ghost odd', 'uncaughtException elsewhere'])
    assert.equal([recorded.code, recorded.stdout, recorded.stderr], [bare.code, bare.stdout, bare.stderr])
  })

  test(`each capsule has the context of the code that threw (Node ${node.version})`, async () => {
    const { bare, recorded, capsules } = await compare('ghost/contexts.cjs', { ...off, node })
    assert.equal([recorded.code, recorded.stdout, recorded.stderr], [bare.code, bare.stdout, bare.stderr])
    assert.equal(told(capsules), ['manual job 1 failed', 'manual job 2 failed', 'manual job 3 failed'])
    const contextOf = (job: number): unknown => {
      const { crash } = capsules.find(({ manifest }) => manifest.exception.message === `job ${job} failed`)!
      return toPlain(crash, crash.context!)
    }
    assert.equal(contextOf(1), { release: '1.4.2', job: 1 })
    assert.equal(contextOf(2), { release: '1.4.2', job: 2, step: 'second', apiKey: { missing: 'masked' } })
    assert.equal(contextOf(3), { release: '1.4.2', job: 3 })
  })

  test(`without a pause a report has the arguments and says why there is no more (Node ${node.version})`, async () => {
    const { bare, recorded, capsules } = await compare('ghost/overflow.cjs', { ...off, node })
    assert.equal([recorded.code, recorded.stdout, recorded.stderr], [bare.code, bare.stdout, bare.stderr])
    assert.match(bare.stdout, /^RangeError Maximum call stack size exceeded true\na text\nundefined\ntrue\n$/)
    const overflow = capsules.find(({ manifest }) => manifest.exception.type === 'RangeError')!
    assert.ok(overflow.crash.notes.some(note => /stack overflow/.test(note)))
    assert.ok(overflow.crash.notes.some(note => /as of the catch/.test(note)))
    const { node: argument, level } = toPlain(overflow.crash, overflow.crash.ghost!.arguments) as { node: { id: string }, level: number }
    assert.is(argument.id, 'loop')
    assert.type(level, 'number')
    assert.equal(told(capsules.filter(capsule => capsule !== overflow)), ['ghost a text', 'ghost frozen', 'ghost undefined'])
  })
}

test.run()
