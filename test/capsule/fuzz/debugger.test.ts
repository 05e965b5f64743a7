import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Io } from '../../../cli/io'
import { readCapsule } from '../../../src/capsule/read'
import { createColours } from '../../../src/terminal/colours'
import { Random } from '../../agent/walk/fuzz/random'
import { CORPUS } from './corpus-cases'
import { debugCapsule } from './debug-capsule'
import { richDocuments } from './rich-documents'
import { strangeCapsule } from './strange-capsule'

/** FAULTSNAP_FUZZ: how many capsules; FAULTSNAP_FUZZ_SEED: the first seed. */
const CAPSULES = Number(process.env['FAULTSNAP_FUZZ'] ?? 40)
const FIRST_SEED = Number(process.env['FAULTSNAP_FUZZ_SEED'] ?? 1)
const MAX_FAILURES = 8
const FOLDER = join(__dirname, '../../../fixtures/capsules')

const dir = mkdtempSync(join(tmpdir(), 'faultsnap-debug-fuzz-'))
test.after(() => rmSync(dir, { recursive: true, force: true }))
const io: Io = { cwd: dir, env: {}, print: () => {}, tell: () => {}, colours: createColours({ isTTY: false, env: {} }), columns: 120, isTerminal: false }

async function problemsOf (bytes: Buffer): Promise<string[] | undefined> {
  if (await readCapsule(bytes).then(() => false, () => true)) return undefined
  const file = join(dir, 'capsule.faultsnap')
  writeFileSync(file, bytes)
  const problems = await debugCapsule(bytes, file, io)
  if (({} as { polluted?: number }).polluted !== undefined) problems.push('Object.prototype is polluted')
  return problems
}

test(`${CAPSULES} capsules with strange values: debuggers get an answer or an error, and the session goes on`, async () => {
  const documents = await richDocuments()
  const failures: string[] = []
  let looked = 0
  for (let seed = FIRST_SEED; seed < FIRST_SEED + CAPSULES && failures.length < MAX_FAILURES; seed++) {
    const { bytes, what } = strangeCapsule(documents, new Random(seed))
    const problems = await problemsOf(bytes)
    if (problems !== undefined) looked++
    for (const problem of problems ?? []) failures.push(`FAULTSNAP_FUZZ_SEED=${seed} (${what}): ${problem}`)
  }
  assert.equal(failures, [])
  assert.ok(looked > CAPSULES / 10)
  assert.equal(readdirSync(dir), ['capsule.faultsnap'])
})

for (const [name, { what, code }] of Object.entries(CORPUS)) {
  // Their text is long, and nothing in it is for a debugger; those cost seconds.
  if (code !== '' || ['many-numbers', 'many-lists', 'long-text', 'nested-zip'].includes(name)) continue
  test(`${name} (${what}) opens in debuggers`, async () => {
    assert.equal(await problemsOf(readFileSync(join(FOLDER, `${name}.faultsnap`))), [])
  })
}

test.run()
