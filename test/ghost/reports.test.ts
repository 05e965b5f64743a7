import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { GhostOptions } from '../../agent/ghost/ghost-options'
import { getPath } from '../../src/values/get-path'
import { toPlain } from '../../src/values/to-plain'
import { lineOf, valueAt } from '../e2e/crash-test'
import { compare, nodes, type Compared, type RunPlan } from '../e2e/harness'

// What becomes of a failure, by the options: the same program fails three calls deep below the ghosted function.

const [node] = nodes.slice(-1)
const SECRET = 'LOYAL-77-ANN'

async function fail (options: GhostOptions, plan: RunPlan = {}): Promise<Compared & { texts: string[], pages: string[] }> {
  let texts: string[] = []
  let pages: string[] = []
  const compared = await compare('ghost/payment.mjs', {
    node: node!, preload: [], ...plan, env: { FAULTSNAP_ENABLED: 'false', ...plan.env },
    recordedEnv: { FAULTSNAP_ENABLED: 'true', GHOST: JSON.stringify(options), ...plan.recordedEnv },
    afterwards: dir => {
      const folder = join(dir, 'FaultSnaps')
      const files = existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]).map(file => join(folder, file)) : []
      pages = files.filter(file => /crash_.*\.html$/.test(file))
      texts = files.filter(file => /\.(?:html|json)$/.test(file)).map(file => readFileSync(file, 'utf8'))
    },
  })
  return { ...compared, texts, pages }
}

test('by default there is a Chaos Report on stderr, and a capsule without a page', async () => {
  const { bare, recorded: { stdout, stderr, notices, code }, capsules, pages } = await fail({})
  assert.is(bare.stderr, '')
  assert.is(stdout, bare.stdout)
  assert.is(code, 0)
  assert.is(notices.length, 1)
  assert.match(notices[0]!, /Crash captured: processPayment failed: TypeError: .*'percent'\)\. Saved to FaultSnaps\/.*\.faultsnap$/)
  assert.match(stderr, /CHAOS REPORT/)
  assert.match(stderr, /at feeOf \(payment\.mjs:\d+:\d+\)/)
  assert.match(stderr, /function\s+processPayment rejected after [\d.]+ m?s/)
  assert.match(stderr, /path\s+.*main → processPayment → totalOf → feeOf/)
  assert.match(stderr, /user\s+\{ name: 'Ann', password: \[masked\] \}/)
  assert.match(stderr, /context\s+\{ release: '1\.4\.2'/)
  assert.not.match(stderr, /correct-horse|4111/)
  assert.equal(pages, [])
  const [capsule, ...others] = capsules
  assert.equal(others, [])
  const { crash, manifest } = capsule!
  assert.is(manifest.signal, 'ghost')
  assert.is(manifest.place!.line, lineOf('ghost/payment.mjs'))
  assert.equal(toPlain(crash, crash.ghost!.arguments), { user: { name: 'Ann', password: { missing: 'masked' } }, amount: 20, loyalty: SECRET })
  assert.equal(toPlain(crash, crash.context!), { release: '1.4.2', cardNumber: { missing: 'masked' } })
  assert.equal(crash.frames.filter(({ inApp }) => inApp).map(frame => frame.function), ['feeOf', 'totalOf', 'processPayment', 'main', ''])
  assert.equal(valueAt(capsule!, 'rates'), { us: 0.02 })
  assert.equal(valueAt(capsule!, 'order.region', 1), 'eu')
  assert.is(valueAt(capsule!, 'amount', 2), 20)
  assert.is(crash.ghost!.memoryChange, undefined)
})

test('depth leaves the variables of so many frames, and of no other', async () => {
  for (const depth of [0, 1, 2, 3, 9]) {
    const { capsules: [capsule], texts } = await fail({ depth, reportType: 'capsule' })
    const { crash } = capsule!
    const frames = crash.frames.filter(({ kind }) => kind === 'call').slice(0, 3)
    assert.equal(frames.map(({ missing }) => missing), [0, 1, 2].map(index => index < depth ? undefined : 'depth'), `${depth}`)
    assert.equal(frames.map(({ scopes }) => scopes.length > 0), [0, 1, 2].map(index => index < depth), `${depth}`)
    assert.is(crash.ghost!.depth, depth)
    if (depth > 0) assert.equal(toPlain(crash, getPath(crash, 'rates', 0).value), { us: 0.02 }, 'references lead where they led')
    if (depth > 1) assert.equal(toPlain(crash, getPath(crash, 'order', 1).value), { user: { name: 'Ann', password: { missing: 'masked' } }, amount: 20, region: 'eu', loyalty: SECRET })
    assert.ok(!texts.some(text => text.includes('a local of the caller')) || depth === 9)
  }
})

test('maskVars are secrets in every value, argument, text and source of this report', async () => {
  const { capsules: [capsule], recorded, texts } = await fail({ maskVars: ['loyalty'], reportType: 'html' })
  const { crash } = capsule!
  assert.equal(toPlain(crash, crash.ghost!.arguments), { user: { name: 'Ann', password: { missing: 'masked' } }, amount: 20, loyalty: { missing: 'masked' } })
  assert.equal(valueAt(capsule!, 'loyalty', 2), { missing: 'masked' })
  assert.equal(valueAt(capsule!, 'note', 1), 'paid with [masked]')
  assert.ok(texts.length >= 3)
  const all = [JSON.stringify(crash), recorded.stderr, recorded.notices.join(), ...texts]
  for (const source of crash.scripts) if (source.source !== undefined) all.push((await capsule!.readText(source.source)) ?? '')
  for (const text of all) assert.not(text.includes(SECRET))
})

test('html writes a page and names it; exportHtml adds one to the other reports', async () => {
  const html = await fail({ reportType: 'html' })
  assert.is(html.pages.length, 1)
  assert.match(html.recorded.notices[0]!, /\.faultsnap and FaultSnaps\/.*\.html$/)
  assert.is(html.recorded.stderr, '')
  assert.match(readable(html.texts), /Function in ghost\(\).*processPayment rejected after/s)
  const both = await fail({ exportHtml: true })
  assert.is(both.pages.length, 1)
  assert.match(both.recorded.stderr, /CHAOS REPORT/)
})

test('capsule is a line and a file', async () => {
  const { recorded, capsules, pages } = await fail({ reportType: 'capsule' })
  assert.is(recorded.notices.length, 1)
  assert.is(recorded.stderr, '')
  assert.is(capsules.length, 1)
  assert.equal(pages, [])
})

test('quiet prints nothing, whatever the report', async () => {
  const { recorded, capsules } = await fail({}, { recordedEnv: { FAULTSNAP_QUIET: 'true' } })
  assert.equal([recorded.notices, recorded.stderr], [[], ''])
  assert.is(capsules.length, 1)
})

test('silent leaves nothing on disk or stderr', async () => {
  const { recorded, capsules, texts } = await fail({ reportType: 'silent' })
  assert.equal([recorded.notices, recorded.stderr, capsules, texts], [[], '', [], []])
})

test('what a silent ghost saw is in the capsule of the crash that the error becomes', async () => {
  const { recorded, capsules } = await fail({ reportType: 'silent', maskVars: ['loyalty'] }, {
    preload: ['-r', 'faultsnap/register'], env: { THEN: 'throw' },
  })
  assert.is(recorded.code, 1)
  assert.is(capsules.length, 1)
  const { manifest, crash, breadcrumbs } = capsules[0]!
  assert.is(manifest.signal, 'uncaughtException')
  assert.is(crash.ghost!.function, 'processPayment')
  assert.equal(toPlain(crash, getPath(crash, 'loyalty', 2).value), { missing: 'masked' })
  assert.ok(breadcrumbs.some(({ message }) => /^processPayment failed: TypeError/.test(message)))
  assert.not(JSON.stringify(crash).includes(SECRET))
})

test('suppress ends the failure: the call resolves to undefined, and the report says so', async () => {
  const { recorded, capsules } = await fail({ suppress: true })
  assert.match(recorded.stdout, /^undefined 21\n$/)
  assert.match(recorded.notices[0]!, /processPayment failed, suppressed: TypeError/)
  assert.match(recorded.stderr, /rejected after .*, suppressed/)
  assert.is(capsules[0]!.crash.ghost!.isSuppressed, true)
})

test('logMemory says how memory changed during the call', async () => {
  const { recorded, capsules: [capsule] } = await fail({ logMemory: true })
  assert.match(recorded.stderr, /memory\s+heap [+-][\d.]+ \w+, external [+-]/)
  assert.equal(Object.keys(capsule!.crash.ghost!.memoryChange!).sort(), ['arrayBuffers', 'external', 'heapTotal', 'heapUsed', 'rss'])
})

for (const [then, code] of [['exit', 3], ['throw', 1]] as const) {
  test(`the report comes out before the process ends, and the error is recorded once (${then})`, async () => {
    const { bare, recorded, capsules } = await fail({}, { preload: ['-r', 'faultsnap/register'], env: { THEN: then } })
    assert.is(recorded.code, code)
    assert.is(bare.code, code)
    assert.match(recorded.stderr, /CHAOS REPORT/)
    assert.is(recorded.notices.length, 1)
    assert.equal(capsules.map(({ manifest }) => manifest.signal), ['ghost'])
    // After the report, what Node prints itself.
    assert.ok(recorded.stderr.endsWith(bare.stderr))
  })
}

test('FaultSnap turned off: a suppressed failure still gives undefined, and is told in a line', async () => {
  const { recorded, capsules } = await fail({ suppress: true }, { recordedEnv: { FAULTSNAP_ENABLED: 'false' } })
  assert.match(recorded.stdout, /^undefined 21\n$/)
  assert.match(recorded.notices.join('\n'), /^\[FaultSnap\] processPayment failed, suppressed\. Nothing is recorded/)
  assert.equal(capsules, [])
})

const readable = (texts: readonly string[]): string => texts.map(text => text.replace(/<[^>]*>/g, ' ')).join('\n')

test.run()
