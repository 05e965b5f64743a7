import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { bound, named, texts, tokens, LeakFinder, lookalikes } from './corpus'
import { capsulesIn, fixtures, nodes, run } from './harness'
import { copyProject, installProject } from './installed'
import { bytesUnder } from './leaks'
import { valueAt } from './crash-test'

/** Every third secret, or all on all Nodes with `FAULTSNAP_CORPUS=1`, which takes minutes. */
const isFull = process.env.FAULTSNAP_CORPUS !== undefined
const STEP = 3
const LIMITS = {
  FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000', FAULTSNAP_MAX_ITEMS: '300', FAULTSNAP_MAX_TOTAL_ITEMS: '200000', FAULTSNAP_CAPTURE_ENVIRONMENT: 'true',
  FAULTSNAP_MAX_DEPTH: '6', FAULTSNAP_TEST: 'strict',
}

interface Batch { kind: 'tokens' | 'named' | 'texts' | 'bound', which: number, secrets: string[] }

const batches: Batch[] = Object.entries({ tokens, named, texts, bound }).flatMap(([kind, all]) =>
  Array.from({ length: isFull ? STEP : 1 }, (_, which) => {
    const secrets = (all as string[][]).filter((__, index) => index % STEP === which).flatMap(([, ...rest]) => kind === 'texts' || kind === 'bound' ? rest.slice(1) : rest)
    return { kind: kind as Batch['kind'], which, secrets }
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

for (const node of isFull ? nodes : nodes.slice(-1)) {
  for (const { kind, which, secrets } of batches) {
    test(`no eight characters of ${secrets.length} secrets are written: ${kind} ${which} (Node ${node.version})`, async () => {
      const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-corpus-')))
      try {
        installProject(dir)
        copyProject(join(fixtures, 'secrets', 'corpus'), dir)
        const ended = await run([node.path, '-r', 'faultsnap/register', 'crash.cjs', kind, String(which), String(STEP)], dir, LIMITS)
        assert.is(ended.code, 1, ended.stderr.slice(0, 500))
        const [capsule] = await capsulesIn(dir)
        assert.ok(capsule, ended.notices.join('\n'))
        const finder = new LeakFinder(secrets)
        const places = await bytesUnder(join(dir, 'FaultSnaps'))
        places.set('stderr', Buffer.from(ended.notices.join('\n')))
        const leaks = [...places].flatMap(([place, bytes]) => finder.leaks(place, bytes))
        if (leaks.length > 0) throw new Error(`${leaks.length} leaks:\n${leaks.slice(0, 12).join('\n')}`)
        const altered = alteredIn(capsule!)
        assert.ok(altered.length < 0.02 * READABLE, `${altered.length} false alarms: ${altered.slice(0, 20).join(', ')}`)
        assertPrivate(join(dir, 'FaultSnaps'))
      } finally {
        if (process.env.FAULTSNAP_KEEP === undefined) rmSync(dir, { recursive: true, force: true })
        else console.log(dir)
      }
    })
  }
}
const READABLE = lookalikes.values.length + lookalikes.named.length + lookalikes.texts.length

/** The look-alikes that were in a variable of the crash and are not in its capsule as they were. */
function alteredIn (capsule: Parameters<typeof valueAt>[0]): string[] {
  const { values, named: pairs, texts: sentences } = valueAt(capsule, 'readable') as { values: unknown[], named: Record<string, unknown>[], texts: unknown[] }
  const altered: string[] = []
  lookalikes.values.forEach((value, index) => { if (JSON.stringify(values[index]) !== JSON.stringify(shown(value))) altered.push(value) })
  lookalikes.texts.forEach((text, index) => { if (sentences[index] !== text) altered.push(text) })
  lookalikes.named.forEach(([name, value], index) => { if (!Object.is(pairs[index]?.[name], value)) altered.push(`${name}: ${String(value)}`) })
  return altered
}

/** A string as a capsule has it: at most 500 characters. */
const shown = (value: string): unknown => value.length > 500 ? expectCut(value) : value
const expectCut = (value: string): unknown => ({ missing: 'string', size: value.length, value: value.slice(0, 500) })

/** Neither files nor folders are for everybody on the machine. */
function assertPrivate (folder: string): void {
  if (process.platform === 'win32') return
  for (const name of ['.', ...readdirSync(folder, { recursive: true }) as string[]]) {
    const isOpen = statSync(join(folder, name)).mode & 0o007
    assert.is(isOpen, 0, `${name} is readable for others`)
  }
}

test.run()
