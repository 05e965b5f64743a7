import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule } from '../../src/capsule/read'
import { htmlPathOf } from '../../src/repository/capsule-path'
import { readIndex } from '../../src/repository/crash-index'
import { readMetadata } from '../../src/repository/fingerprint-metadata'
import { listCrashes } from '../../src/repository/list-crashes'
import { withFolder } from '../pack/sample-record'

const PROCESSES = 40

test(`after ${PROCESSES} processes crashed at once the index, the metadata and latest agree with what lies there`, () =>
  withFolder(async folder => {
  const repo = join(folder, 'FaultSnaps')
  const program = join(folder, 'store.cjs')
  buildSync({ entryPoints: [join(__dirname, 'store.ts')], bundle: true, platform: 'node', format: 'cjs', outfile: program })
  // Three kinds of moment: the same millisecond, another second, another day.
  const times = [0, 2_000, 86_400_000].map(ago => new Date(Date.now() - ago).toISOString())
  const ids = Array.from({ length: PROCESSES }, (_, n) => createHash('md5').update(String(n)).digest('hex').slice(0, 8))
  const runs = ids.map((id, n) => new Promise<string>(resolve => {
    const child = spawn(process.execPath, [program, repo, times[n % 3]!, id], { env: { ...process.env, FAULTSNAP_TEST: '1',
      NODE_OPTIONS: '' } })
    let stderr = ''
    child.stderr.on('data', data => { stderr += data })
    child.on('close', code => resolve(code === 0 ? '' : stderr))
  }))
  assert.equal((await Promise.all(runs)).filter(stderr => stderr !== ''), [])

  const index = readIndex(repo)!
  assert.equal(index.map(crash => crash.id).sort(), [...ids].sort())
  const keys = index.map(crash => crash.capturedAt + crash.id)
  assert.equal(keys, [...keys].sort().reverse())
  const type = join(repo, 'TypeError')
  const counts = readdirSync(type).flatMap(date => readdirSync(join(type, date)).map(fingerprint => readMetadata(join(type,
    date, fingerprint))!.capsules.length))
  assert.is(counts.reduce((a, b) => a + b), PROCESSES)
  assert.equal(readFileSync(join(repo, 'latest/latest.faultsnap')), readFileSync(join(repo, index[0]!.path)))
  assert.equal(readFileSync(join(repo, 'latest/latest.html')), readFileSync(join(repo, htmlPathOf(index[0]!.path))))
  for (const crash of await listCrashes(repo)) assert.is((await readCapsule(crash.file)).manifest.id, crash.id)
  const left = (readdirSync(repo, { recursive: true }) as string[]).filter(name => name.endsWith('.tmp'))
  assert.equal(left, [])
}))

test.run()
