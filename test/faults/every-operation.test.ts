import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { countOperations, problemsUnder, runBare, type Fault } from './fault-run'

// FAULTSNAP_FAULTS=all: every operation fails in every way (some 1,000 processes, five minutes); the name of a way: in that one. Else each
// way at some operations.
const wanted = process.env.FAULTSNAP_FAULTS ?? ''
const KINDS = ['kill', 'EIO', 'ENOSPC', 'short', 'killed-after', 'EROFS', 'EACCES', 'EDQUOT', 'EMFILE', 'ENOENT', 'EPERM']
const STEP = 24

test('whatever file operation fails, the program ends as it would have, and its crash is whole, or said to be lost', async () => {
  const [count, bare] = await Promise.all([countOperations(), runBare()])
  assert.ok(count > 20, `${count} operations`)
  assert.is(bare.code, 1)
  const faults: Fault[] = KINDS.filter(kind => wanted === '' || wanted === 'all' || wanted === kind).flatMap((kind, index) => Array.from({ length: count }, (_, at) => ({ kind, at: at + 1 }))
    .filter(({ at }) => wanted !== '' || at % STEP === (index * 3) % STEP))
  await checkAll(faults, bare)
})

test('a mount without hard links, rename, chmod, fsync or times takes what it can, and says so', async () => {
  const bare = await runBare()
  const every: [string, string][] = [['linkSync', 'ENOTSUP'], ['renameSync', 'EXDEV'], ['chmodSync', 'EPERM'], ['fsyncSync', 'EINVAL'], ['utimesSync', 'EPERM'],
    ['copyFileSync', 'ENOTSUP'], ['readdirSync', 'EACCES'], ['rmSync', 'EPERM'], ['openSync', 'EDQUOT'], ['mkdirSync', 'EROFS']]
  await checkAll(every.map(([name, kind]) => ({ kind, every: name })), bare)
})

async function checkAll (faults: readonly Fault[], bare: Awaited<ReturnType<typeof runBare>>): Promise<void> {
  const queue = [...faults]
  const found: string[] = []
  const work = async (): Promise<void> => {
    for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) {
      for (const problem of await problemsUnder(fault, bare)) found.push(`${JSON.stringify(fault)}: ${problem}`)
    }
  }
  await Promise.all([work(), work()])
  assert.equal(found, [])
}

test.run()
