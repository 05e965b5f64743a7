import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { named, texts, tokens, LeakFinder, lookalikes } from './corpus'
import { capsulesIn, fixtures, nodes, run } from './harness'
import { copyProject, installed } from './installed'
import { bytesUnder } from './leaks'
import { topFrame, valueAt } from './crash-test'
void [topFrame, valueAt, lookalikes]

/** `FAULTSNAP_CORPUS=20` runs batches of 20 secrets on all Nodes, which takes minutes. */
const BATCH = Number(process.env.FAULTSNAP_CORPUS ?? 110)
const LIMITS = {
  FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000', FAULTSNAP_MAX_ITEMS: '2000', FAULTSNAP_MAX_TOTAL_ITEMS: '200000', FAULTSNAP_CAPTURE_ENVIRONMENT: 'true',
  FAULTSNAP_MAX_DEPTH: '6', FAULTSNAP_TEST: 'strict',
}

interface Batch { kind: 'tokens' | 'named' | 'texts', first: number, secrets: string[] }

const batches: Batch[] = Object.entries({ tokens, named, texts }).flatMap(([kind, all]) =>
  Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) => {
    return { kind: kind as Batch['kind'], first: index * BATCH, secrets: all.slice(index * BATCH, (index + 1) * BATCH).flatMap(([, ...rest]) => kind === 'texts' ? rest.slice(1) : rest) }
  }))

test('the corpus is as large as is claimed', () => {
  assert.ok(tokens.length + named.length + texts.length >= 300)
  assert.ok(lookalikes.values.length + lookalikes.named.length + lookalikes.texts.length + lookalikes.sources.length >= 300)
})

test('the finder finds every secret in what is not masked', () => {
  for (const [, secret] of tokens) {
    const finder = new LeakFinder([secret])
    for (const text of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex'), `<${secret.slice(secret.length / 2)}>`]) {
      assert.ok(finder.leaks('', Buffer.from(text)).length > 0, `${secret}: ${text}`)
    }
  }
})

for (const node of process.env.FAULTSNAP_CORPUS === undefined ? nodes.slice(-1) : nodes) {
  for (const { kind, first, secrets } of batches) {
    test(`no byte of ${kind} ${first} to ${first + BATCH - 1} is written (Node ${node.version})`, async () => {
      const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-corpus-')))
      try {
        copyProject(installed(), dir)
        copyProject(join(fixtures, 'secrets', 'corpus'), dir)
        const ended = await run([node.path, '-r', 'faultsnap/register', 'crash.cjs', kind, String(first), String(BATCH)], dir, LIMITS)
        assert.is(ended.code, 1, ended.stderr.slice(0, 500))
        const [capsule] = await capsulesIn(dir)
        assert.ok(capsule, ended.notices.join('\n'))
        const finder = new LeakFinder(secrets)
        const places = await bytesUnder(join(dir, 'FaultSnaps'))
        places.set('stderr', Buffer.from(ended.notices.join('\n')))
        const leaks = [...places].flatMap(([place, bytes]) => finder.leaks(place, bytes))
        if (leaks.length > 0) throw new Error(`${leaks.length} leaks:\n${leaks.slice(0, 12).join('\n')}`)
      } finally {
        if (process.env.FAULTSNAP_KEEP === undefined) rmSync(dir, { recursive: true, force: true })
        else console.log(dir)
      }
    })
  }
}
void writeFileSync

test.run()
