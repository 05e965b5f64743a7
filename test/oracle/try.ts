import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readCapsule } from '../../src/capsule/read'
import { compareCrash } from './compare-crash'
import { RULES } from './rules'
import { Tally } from './tally'
async function main () {
  const [node, limits, ...names] = process.argv.slice(2)
  const dir = mkdtempSync('/tmp/x-oracle/run-')
  const P = '/work/wt-oracle/fixtures/oracle/'
  const programs = names.map(n => P + 'programs/' + n)
  const entry = programs.length === 1 ? programs : [P + 'live/batch.cjs', ...programs]
  const t0 = Date.now()
  const live = spawnSync(node!, ['-r', P + 'live/live.cjs', ...entry], { cwd: dir, env: { PATH: process.env.PATH, ORACLE_ASYNC: programs.length === 1 ? '1' : '0', ORACLE_LIVE: join(dir, 'live.json') } , encoding: 'utf8' })
  const t1 = Date.now()
  const big = { FAULTSNAP_MAX_DEPTH: '9', FAULTSNAP_MAX_ITEMS: '100000', FAULTSNAP_MAX_STRING_LENGTH: '1000000', FAULTSNAP_MAX_TOTAL_ITEMS: '1000000', FAULTSNAP_MAX_FRAMES: '1000' }
  const rec = spawnSync(node!, ['-r', '/work/wt-oracle/dist/register.cjs', ...entry], { cwd: dir, encoding: 'utf8', env: { PATH: process.env.PATH, FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000', FAULTSNAP_CAUGHT_PAUSE_MS: '60000', FAULTSNAP_PAUSE_BUDGET_PERCENT: '100', FAULTSNAP_PAUSE_BURST_MS: '60000', FAULTSNAP_HTML: 'false', ...(limits === 'generous' ? big : {}) } })
  const t2 = Date.now()
  console.log('live', t1 - t0, 'recorded', t2 - t1, live.status, rec.status)
  const files = (readdirSync(join(dir, 'FaultSnaps'), { recursive: true }) as string[]).filter(f => /crash_[^\\/]*\.faultsnap$/.test(f))
  const capsules = await Promise.all(files.map(f => readCapsule(join(dir, 'FaultSnaps', f))))
  const pauses = readFileSync(join(dir, 'live.json'), 'utf8').trim().split('\n').map(l => JSON.parse(l))
  console.log(pauses.length, 'pauses', capsules.length, 'capsules')
  const total = new Tally(RULES)
  for (const pause of pauses) {
    if (pause.failure) { console.log('FAILURE', pause.failure); continue }
    const at = pause.frames.find((f: any) => !f.isNode).location
    const capsule = capsules.find(c => { const f = c.crash.frames.find(f => !f.file.startsWith('node:')); return f && f.lineNumber0 === at.line && f.columnNumber0 === at.column && at.url.endsWith(f.file) })
    if (!capsule) { console.log('NO CAPSULE', at, pause.thrown.description?.slice(0, 80)); continue }
    const tally = await compareCrash(pause, capsule, limits as any)
    console.log(at.url.replace(/.*\//, ''), tally.objects, 'objects', tally.equal, 'equal', [...tally.allowed.values()].reduce((a, b) => a + b, 0), 'allowed', tally.differing.length, 'differing', pause.isBounded ? 'BOUNDED' : '', Object.keys(pause.objects).length)
    total.add(tally)
  }
  console.log('compare', Date.now() - t2, total.objects, total.equal, total.allowed, total.differing.length)
  const groups = new Map<string, any[]>()
  for (const d of total.differing) {
    const key = `${d.field}|${d.reason ?? ''}|${d.field === 'value' || d.field === 'preview' ? (d.detail ?? '').slice(0, 40) : d.name?.replace(/\d+/g, 'N')}|${(d.owner?.subtype ?? d.owner?.type) ?? ''}`
    groups.set(key, [...groups.get(key) ?? [], d])
  }
  for (const [key, list] of [...groups].sort((a, b) => b[1].length - a[1].length).slice(0, Number(process.env.TOP ?? 60))) {
    const d = list[0]
    const brief = (x: any) => x === undefined ? '' : (JSON.stringify(x) ?? '').slice(0, Number(process.env.W ?? 130))
    console.log(`${list.length}× ${key}  [${d.path.slice(0, 90)}] owner=${(d.owner?.description ?? '').slice(0, 25).replace(/\n/g, ' ')} cuts=${d.cuts?.join(';')} :: ${(d.detail ?? '').slice(0, 230).replace(/\n/g, ' ')} L ${brief(d.live)} R ${brief(d.replayed)}`)
  }
}
void main()
