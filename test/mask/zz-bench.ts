import { createMasker } from '../../src/mask/masker'
import { readFileSync } from 'node:fs'
const t0 = performance.now()
const m = createMasker({ names: [], patterns: [], environment: process.env })
const t1 = performance.now()
m.maskText('hello world this is a first text with token=abc and ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
console.log('create', t1 - t0, 'first', performance.now() - t1, 'taints', m.taints.length)
const stack = new Error('x').stack! + '\n' + new TypeError('boom').stack!
const texts: Record<string, string> = {
  prose: 'The quick brown fox jumps over the lazy dog and then runs away to the woods where it lives with family. '.repeat(5),
  stack, json: JSON.stringify({ id: 12, name: 'Bob', items: [{ sku: 'a-1', price: 12.5, qty: 2 }, { sku: 'b-2', price: 1, qty: 4 }], at: '2026-01-01T00:00:00Z' }).repeat(3),
  short: 'order-42', hash: '0123456789abcdef0123456789abcdef01234567', path: '/srv/app/node_modules/some-package/dist/index.js',
  code: readFileSync('node_modules/yargs/build/lib/yargs-factory.js', 'utf8'),
}
const big = createMasker({ names: [], patterns: [], environment: {} })
for (let i = 0; i < 50; i++) big.addTaint('s3cr3t-' + i * 7919 + '-value-' + (i * 104729).toString(36))
for (const [mm, label] of [[m, 'few taints'], [big, '50 taints']] as const) for (const [k, t] of Object.entries(texts)) {
  const n = Math.max(20, Math.floor(2e6 / t.length))
  for (let i = 0; i < n / 2; i++) mm.maskText(t)
  const a = performance.now(); for (let i = 0; i < n; i++) mm.maskText(t); const b = performance.now()
  for (let i = 0; i < n; i++) mm.maskSource(t); const c = performance.now()
  console.log(label, k, t.length, 'text ns/100', ((b - a) * 1e6 / n / t.length * 100).toFixed(0), 'source', ((c - b) * 1e6 / n / t.length * 100).toFixed(0), 'each us', ((b-a)*1e3/n).toFixed(2))
}
const huge = 'lorem ipsum dolor '.repeat(1e6)
for (let i = 0; i < 2000; i++) m.maskPrefix(huge, 500)
const a = performance.now(); for (let i = 0; i < 2000; i++) m.maskPrefix(huge, 500); console.log('prefix us', (performance.now() - a) / 2)
for (let i = 0; i < 2000; i++) m.isSecretName('name' + i % 50)
const f = performance.now(); for (let i = 0; i < 200; i++) m.fork(); console.log('fork us', (performance.now() - f) * 5)
