import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule } from '../../../src/capsule/read'
import { FaultSnapError } from '../../../src/errors'
import { CORPUS } from './corpus-cases'
import { COMMANDS, CapsuleUser } from './use-capsule'

const FOLDER = join(__dirname, '../../../fixtures/capsules')
const files = readdirSync(FOLDER).filter(name => name.endsWith('.faultsnap'))
let user: CapsuleUser
test.before(() => { user = new CapsuleUser(readFileSync(join(FOLDER, 'good.faultsnap')), path => mkdirSync(path, { recursive: true })) })
test.after(() => user?.remove())

test('each capsule of the corpus is known, and each known one is there', () => {
  assert.equal(files.sort(), Object.keys(CORPUS).map(name => `${name}.faultsnap`).sort())
})

for (const [at, file] of files.entries()) {
  const { what, code } = CORPUS[file.replace('.faultsnap', '')]!
  test(`${file} (${what}) gives ${code === '' ? 'a view' : code}, and no command falls over it`, async () => {
    const bytes = readFileSync(join(FOLDER, file))
    const error = await readCapsule(bytes).then(() => undefined, (error: unknown) => error)
    assert.is(error === undefined ? '' : (error as FaultSnapError).code, code)
    // The large ones cost a second a command: a few, in turn.
    const isLarge = /^(?:many|long)-/.test(file) && code === ''
    assert.equal(await user.use(bytes, isLarge ? [COMMANDS[1]!, COMMANDS[at % COMMANDS.length]!] : COMMANDS), [])
  })
}

test.run()
