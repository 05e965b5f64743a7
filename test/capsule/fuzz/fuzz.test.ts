import { mkdirSync } from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule, readManifest } from '../../../src/capsule/read'
import { verifyCapsule } from '../../../src/capsule/verify'
import { FaultSnapError } from '../../../src/errors'
import { Random } from '../../agent/walk/fuzz/random'
import { capsuleOf } from '../raw-zip'
import { damaged } from './mutations'
import { richDocuments } from './rich-documents'
import { strangeCapsule } from './strange-capsule'
import { COMMANDS, CapsuleUser } from './use-capsule'

/** FAULTSNAP_FUZZ: how many capsules of each kind (20000 is the full size); FAULTSNAP_FUZZ_SEED: the first seed. */
const CAPSULES = Number(process.env['FAULTSNAP_FUZZ'] ?? 60)
const FIRST_SEED = Number(process.env['FAULTSNAP_FUZZ_SEED'] ?? 1)
const MAX_FAILURES = 8

let documents: Awaited<ReturnType<typeof richDocuments>>
let user: CapsuleUser
test.before(async () => {
  documents = await richDocuments()
  user = new CapsuleUser(capsuleOf(structuredClone(documents)), path => mkdirSync(path, { recursive: true }))
})
test.after(() => user?.remove())

test('the capsule that is changed is in order to begin with', async () => {
  assert.equal(await user.use(capsuleOf(structuredClone(documents)), COMMANDS), [])
})

test(`${CAPSULES} capsules with strange values: every command says what is wrong in a line, or shows what there is`, async () => {
  const failures: string[] = []
  let refused = 0
  for (let seed = FIRST_SEED; seed < FIRST_SEED + CAPSULES && failures.length < MAX_FAILURES; seed++) {
    const random = new Random(seed)
    const { bytes, what } = strangeCapsule(documents, random)
    const isRefused = await readCapsule(bytes).then(() => false, () => true)
    if (isRefused) refused++
    // A refusal is the same for all: two commands are enough to see it.
    const commands = isRefused ? [COMMANDS[seed % COMMANDS.length]!, ...COMMANDS.slice(0, 1), ['list', '--repo', 'REPO']] : COMMANDS
    for (const problem of await user.use(bytes, commands)) failures.push(`FAULTSNAP_FUZZ_SEED=${seed} (${what}): ${problem}`)
  }
  console.log(`${CAPSULES} capsules with strange values, ${refused} of them refused`)
  assert.equal(failures, [])
  assert.ok(refused > CAPSULES / 10 && refused < CAPSULES * 0.9)
})

test(`${CAPSULES * 10} damaged capsules: refused with a code and one line, or read as if they were whole`, async () => {
  const whole = capsuleOf(structuredClone(documents))
  const failures: string[] = []
  for (let seed = FIRST_SEED; seed < FIRST_SEED + CAPSULES * 10 && failures.length < MAX_FAILURES; seed++) {
    const bytes = damaged(whole, new Random(seed))
    for (const read of [readCapsule, readManifest, verifyCapsule]) {
      const error = await (read as (bytes: Buffer) => Promise<unknown>)(bytes).then(() => undefined, (error: unknown) => error)
      if (error === undefined) continue
      if (!(error instanceof FaultSnapError)) failures.push(`FAULTSNAP_FUZZ_SEED=${seed} ${read.name}: ${(error as Error)?.stack}`)
      else if (/[\n\r]/.test(error.message)) failures.push(`FAULTSNAP_FUZZ_SEED=${seed} ${read.name}: ${JSON.stringify(error.message)}`)
    }
    if (seed % 50 === 0) for (const problem of await user.use(bytes, [['verify', 'FILE'], ['inspect', 'FILE'], ['list', '--repo', 'REPO']])) failures.push(`FAULTSNAP_FUZZ_SEED=${seed}: ${problem}`)
  }
  assert.equal(failures, [])
})

test.run()
