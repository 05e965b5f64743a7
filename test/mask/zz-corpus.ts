import { createMasker } from '../../src/mask/masker'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
const m = createMasker({ names: [], patterns: [], environment: {} })
let bytes = 0, ms = 0, files = 0, shown = 0, hits = 0
const kind = process.argv[3] ?? 'source'
function walk (dir: string): void {
  for (const e of readdirSync(dir, { withFileTypes: true })) {
    const p = join(dir, e.name)
    if (e.isDirectory()) { walk(p); continue }
    if (!/\.(js|cjs|mjs|ts|md|json)$/.test(e.name) || statSync(p).size > 3e6) continue
    const text = readFileSync(p, 'utf8')
    const t = performance.now()
    const before = m.maskedCount
    const out = kind === 'source' ? m.maskSource(text) : m.maskText(text)
    const d = performance.now() - t
    ms += d; bytes += text.length; files++; hits += m.maskedCount - before
    if (d > 100 ) console.log('SLOW', p, text.length, d)
    if (out !== text && shown < Number(process.argv[4] ?? 60)) {
      const a = text.split('\n'), b = out.split('\n')
      if (a.length === b.length) { for (let i = 0; i < a.length && shown < 500; i++) if (a[i] !== b[i]) { shown++; const x = b[i]!.indexOf('[masked]'); console.log(a[i]!.slice(Math.max(0, x - 60), x + 60), '  ==>  ', b[i]!.slice(Math.max(0, x - 20), x + 20)); break } } else console.log('LINES', p, b.find((l, i) => l !== a[i])?.slice(0, 150))
    }
  }
}
walk(process.argv[2]!)
console.log({ files, bytes, ms, hits, nsPerChar: ms * 1e6 / bytes })
