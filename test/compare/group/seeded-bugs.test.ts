import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule } from '../../../src/capsule/read'
import { compareGroup } from '../../../src/compare/group/compare-group'
import type { Ranking } from '../../../src/compare/group/rank'
import { listCrashes } from '../../../src/repository/list-crashes'
import { isWhole } from '../../e2e/nodes'

const root = join(__dirname, '../../..')
const register = join(root, 'dist/register.cjs')
const dir = mkdtempSync(join(tmpdir(), 'faultsnap-group-'))
test.before(() => assert.ok(existsSync(register), 'dist/ is built'))
test.after(() => rmSync(dir, { recursive: true, force: true }))

/**
 * Programs of fixtures/groups with what made them crash in every run: `cause` is why, `broken` the value that the failing
 * expression could not work with. As `path = value`.
 */
const BUGS: { program: string, cause: string, broken?: string }[] = [
  { program: 'account-that-was-closed', cause: 'from.status = \'closed\'' },
  { program: 'country-without-rate', cause: 'order.country = \'XI\'', broken: 'rate = undefined' },
  { program: 'coupon-without-expiry', cause: 'coupon.expires = null' },
  { program: 'customer-without-address', cause: 'customer.delivery = \'pickup\'', broken: 'customer.addresses = []' },
  { program: 'date-of-old-import', cause: 'row.source = \'legacy\'', broken: 'placedAt = Invalid Date' },
  { program: 'flag-of-new-engine', cause: 'user.flags.newCheckout = true', broken: 'engine.charge = undefined' },
  { program: 'line-without-price', cause: 'this.lines[index].kind = \'sample\'', broken: 'this.lines[index].price = undefined' },
  { program: 'message-in-base64', cause: 'message.encoding = \'base64\'' },
  { program: 'quantity-as-text', cause: 'shipment.lines[…].quantity = always a number in a text',
    broken: 'units = always a number in a text' },
  { program: 'session-of-kiosk', cause: 'request.channel = \'kiosk\'', broken: 'session = undefined' },
  { program: 'tree-with-links', cause: 'node.type = \'link\'', broken: 'node.children = undefined' },
]
const RUNS = 10
const fileOf = (program: string): string => program + (program === 'message-in-base64' ? '.mjs' : '.js')

for (const { program, cause, broken } of isWhole ? BUGS : BUGS.filter((_, index) => index % 2 === 0)) {
  test(`ten crashes of ${program}: the constant cause is among the first three`, async () => {
    const { constants, varying } = await rankingOf(program)
    const first = constants.slice(0, 3).map(({ place, value }) => `${place.path} = ${value}`)
    for (const expected of [cause, broken].filter(each => each !== undefined)) assert.equal(first.filter(each =>
      each === expected), [expected], `${expected} in ${first.join(', ')}`)
    assert.ok(constants.every(({ known, unknown }) => known + unknown === RUNS))
    assert.ok(constants.every(({ score }, index) => index === 0 || score <= constants[index - 1]!.score), 'sorted')
    assert.ok(varying.length > 3 && varying.every(({ distinct }) => distinct > 1))
  })
}

async function rankingOf (program: string): Promise<Ranking> {
  const repository = join(dir, program)
  const seeds = Array.from({ length: RUNS }, (_, index) => index + 1)
  for (let at = 0; at < seeds.length; at += 2) await Promise.all(seeds.slice(at,
    at + 2).map(async seed => await crash(program, seed, repository)))
  const crashes = await listCrashes(repository)
  assert.is(crashes.length, RUNS)
  assert.is(new Set(crashes.map(({ fingerprint }) => fingerprint)).size, 1)
  return await compareGroup(async () => {
    const next = crashes.shift()
    return next && await readCapsule(next.file)
  })
}

async function crash (program: string, seed: number, repository: string): Promise<void> {
  const { NODE_OPTIONS: _options, ...rest } = process.env
  const env = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('FAULTSNAP_')))
  const child = spawn(process.execPath, ['-r', register, join(root, 'fixtures/groups', fileOf(program)), String(seed)], {
    cwd: dir, stdio: 'ignore', env: { ...env, FAULTSNAP_REPOSITORY_DIR: repository, FAULTSNAP_HTML: 'false',
      FAULTSNAP_QUIET: 'true' },
  })
  const code = await new Promise(resolve => child.on('close', resolve))
  assert.is(code, 1, `${program} ${seed} crashes`)
}

test.run()
