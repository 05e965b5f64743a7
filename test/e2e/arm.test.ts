import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import { getPath } from '../../src/values/get-path'
import { assertSameRun } from './crash-test'
import { capsulesIn, compare, nodes, run, type Compared, type NodeBinary, type RunPlan } from './harness'

// The option `arm`: what each mode records, and that it changes nothing else.

const [oldest, newest] = [nodes[0]!, nodes.at(-1)!]
const onFirstError = { FAULTSNAP_ARM: 'on-first-error' }
const off = { FAULTSNAP_ARM: 'off' }

function armTest (title: string, program: string, on: readonly NodeBinary[], plan: RunPlan, check: (compared: Compared) => void | Promise<void>): void {
  for (const node of new Set(on)) {
    test(`${title} (Node ${node.version})`, async () => {
      const compared = await compare(program === '' ? '' : `arm/${program}`, { ...plan, node })
      assertSameRun(compared, {})
      await check(compared)
    })
  }
}

const messages = (capsules: readonly Capsule[]): string[] => capsules.map(({ manifest }) => manifest.exception.message)
const hasVariable = ({ crash }: Capsule, path: string, value: unknown): boolean => {
  try {
    return getPath(crash, path).value === value
  } catch {
    return false
  }
}

/** Every frame says that it was not armed, or that it waited; and a note says it in a sentence. */
function assertUnarmed ({ crash }: Capsule, mode = 'on-first-error'): void {
  assert.ok(crash.frames.length > 0, 'there are frames')
  for (const { missing, kind, scopes } of crash.frames) {
    assert.equal([missing, scopes], [kind === 'async' ? 'async' : 'unarmed', []])
  }
  assert.ok(crash.notes.some(note => note.includes(`not armed when this error was thrown (arm: "${mode}")`)), crash.notes.join('\n'))
}

const marks = (dir: string): string[] => readdirSync(join(dir, 'FaultSnaps', '.spool')).filter(name => name.startsWith('died-'))

armTest('a first crash has all that needs no debugger, and the next process has the variables', 'dies.cjs', nodes, {
  recordedEnv: onFirstError,
  afterwards: async dir => {
    assert.is(marks(dir).length, 1)
    await run([process.execPath, '-r', 'faultsnap/register', 'dies.cjs'], dir, { ...onFirstError, FAULTSNAP_TEST: 'strict' })
  },
}, ({ recorded, capsules: [first, second, ...others] }) => {
  assert.is(recorded.stdout, 'false\n', 'nobody loaded the inspector')
  assert.equal(others, [])
  assertUnarmed(first!)
  const { crash, manifest, environment } = first!
  assert.equal([manifest.signal, manifest.exception.type], ['uncaughtException', 'RangeError'])
  const [frame] = crash.frames
  assert.equal([frame!.function, frame!.lineNumber0], ['total', 3])
  assert.ok(crash.scripts[frame!.script!]!.source !== undefined, 'the source is there')
  const { ref } = crash.exception.value as { ref: number }
  assert.ok(crash.nodes[ref]!.properties!.some(({ name }) => name === 'order'), 'the error\'s own properties are there')
  assert.ok(Object.keys(environment).length > 0)
  assert.is(second!.manifest.fingerprint, manifest.fingerprint)
  assert.ok(hasVariable(second!, 'count', 3) && hasVariable(second!, 'order.id', 'A-1'))
})

armTest('what the entry module throws is an uncaught exception without a debugger, too', 'dies.mjs', nodes, { recordedEnv: onFirstError },
  ({ capsules }) => {
    assert.equal(capsules.map(({ manifest }) => manifest.signal), ['uncaughtException'])
    assertUnarmed(capsules[0]!)
  })

armTest('after an error that the program survives the next one has variables, until the while is over', 'survives.cjs', nodes, {
  recordedEnv: { ...onFirstError, FAULTSNAP_ARM_FOR_MS: '1000' },
}, ({ capsules }) => {
  assert.equal(messages(capsules), ['round 1', 'round 2', 'round 3'])
  assertUnarmed(capsules[0]!)
  assert.ok(hasVariable(capsules[1]!, 'local.round', 2))
  assertUnarmed(capsules[2]!)
})

armTest('the first failed answer has the error, its request and no variables; the second one has them', 'answers.cjs', [oldest, newest], {
  recordedEnv: onFirstError,
}, ({ capsules }) => {
  assert.equal(messages(capsules), ['no price for /one', 'no price for /two'])
  assertUnarmed(capsules[0]!)
  assert.equal(capsules.map(({ crash }) => [crash.request!.path, crash.request!.status]), [['/one', 500], ['/two', 500]])
  assert.ok(hasVariable(capsules[1]!, 'order.url', '/two'))
})

armTest('a worker that starts after another one died is armed', 'workers.cjs', [oldest, newest], { recordedEnv: onFirstError }, ({ capsules }) => {
  assert.equal(messages(capsules), ['task 1', 'task 2'])
  assertUnarmed(capsules[0]!)
  assert.ok(hasVariable(capsules[1]!, 'local.task', 2))
})

armTest('a failed exit after a printed error is recorded, and arms the next process', 'exits.cjs', [newest], {
  recordedEnv: onFirstError,
  afterwards: async dir => {
    assert.is(marks(dir).length, 1)
    const [mark] = marks(dir)
    await run([newest.path, '-r', 'faultsnap/register', 'exits.cjs'], dir, { ...onFirstError, FAULTSNAP_TEST: 'strict' })
    const well = join(dir, 'exits.cjs')
    await run([newest.path, '-r', 'faultsnap/register', '-r', './ends-well.cjs', well], dir, { ...onFirstError, FAULTSNAP_TEST: 'strict' })
    assert.equal([mark !== undefined, marks(dir)], [true, []], 'a process that ends well takes the word back')
  },
  texts: { 'ends-well.cjs': 'process.exit(0)' },
}, ({ capsules: [first, second, ...others] }) => {
  assert.equal(others, [])
  assertUnarmed(first!)
  assert.equal([first!.manifest.signal, first!.crash.exit!.by, first!.crash.exit!.exitCode], ['exit', 'printed', 3])
  assert.ok(hasVariable(second!, 'address', 'localhost:5432'))
})

armTest('with "off" nothing is watched, said or written', 'dies.cjs', [oldest, newest], { recordedEnv: off, afterwards: dir => {
  assert.not(existsSync(join(dir, 'FaultSnaps')))
} }, ({ recorded }) => {
  assert.equal([recorded.notices, recorded.stdout], [[], 'false\n'])
})

armTest('the mode can be switched while the program runs, and the library works in all of them', '', [oldest, newest], {
  entry: ['-e', '0'],
  afterwards: async dir => {
    const { code } = await run([newest.path, '-r', 'faultsnap/register', 'switches.cjs'], dir, { ...off, FAULTSNAP_TEST: 'strict' })
    assert.is(code, 0)
    const capsules = await capsulesIn(dir)
    assert.equal(messages(capsules), [1, 2, 3, 4, 5].map(round => `round ${round}`))
    assert.equal(capsules.map((capsule, at) => hasVariable(capsule, 'local.round', at + 1)), [false, true, false, false, true])
    for (const at of [0, 2]) assertUnarmed(capsules[at]!, 'off')
    assertUnarmed(capsules[3]!)
  },
  files: ['arm/switches.cjs'],
}, () => {})


test('a test run is armed from the start, so that a failed test has its variables', async () => {
  const { capsules } = await compare('arm/red.test.cjs', { node: newest, nodeArgs: ['--test'], recordedEnv: onFirstError })
  assert.equal(capsules.map(({ manifest }) => manifest.signal), ['test'])
  assert.ok(hasVariable(capsules[0]!, 'sum', -1))
})

test.run()
