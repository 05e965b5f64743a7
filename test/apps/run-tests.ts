import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import { getPath } from '../../src/values/get-path'
import { toPlain } from '../../src/values/to-plain'
import { capsulesIn, run, type Run } from '../e2e/harness'
import type { NodeBinary } from '../e2e/nodes'

/** What a capsule of a failed test has to say. */
export interface ExpectedFailure {
  /** Names of suites and test; the last part of a path for a file. */
  name: string
  file: string
  type: string
  message: string | RegExp
  /** Comment that marks the line of the capsule's place, and the file it is in, if not the test's. */
  at?: string
  in?: string
  attempt?: number
  /** Paths into the innermost frame of the program, and the plain values found there. */
  variables?: Record<string, unknown>
  sides?: { expected: unknown, actual: unknown }
}

export interface TestRun {
  dir: string
  node: NodeBinary
  runner: string
  /** The runner's command, without Node. */
  command: string[]
  env?: Record<string, string>
}

/** Runs the runner as it is. */
export async function runBare ({ dir, node, command, env }: TestRun): Promise<Run> {
  return await run([node.path, ...command], dir, env)
}

/** Runs the runner under `faultsnap run`, or with what `how` puts in its place, and reads the capsules. */
export async function runRecorded (plan: TestRun, how: { options?: string[], command?: string[], env?: Record<string, string> } = {}): Promise<{ recorded: Run, capsules: Capsule[] }> {
  const { dir, node, command, env } = plan
  rmSync(join(dir, 'FaultSnaps'), { recursive: true, force: true })
  const cli = join(dir, 'node_modules', 'faultsnap', 'dist', 'cli.mjs')
  const recorded = await run(how.command ?? [node.path, cli, 'run', ...how.options ?? [], '--', node.path, ...command], dir,
    { ...env, FAULTSNAP_TEST: 'strict', ...how.env })
  return { recorded, capsules: await capsulesIn(dir) }
}

/** Both runs ended and printed the same, apart from times. */
export function assertSame (bare: Run, recorded: Run): void {
  assert.is(recorded.code, bare.code, recorded.stderr)
  assert.is(withoutTimes(recorded.stdout), withoutTimes(bare.stdout), 'stdout')
  assert.is(withoutTimes(recorded.stderr), withoutTimes(bare.stderr), 'stderr')
}

/** Times, and what runners print only when something takes long. Lines in order of their text where files run at once. */
function withoutTimes (text: string): string {
  return text
    .replaceAll(/duration_ms:? ?[\d.]+/g, '')
    .replaceAll(/ ?\(?\b[\d.]+ ?m?s\b\)?/g, '')
    .replaceAll(/^.*(?:Start at|Duration|Time:|Isolate|isolate: false).*\n/gm, '')
    .replaceAll(/\(node:\d+\)/g, '')
    // Whether two timers are due in one turn of the event loop shows at the bottom of a stack.
    .replaceAll(/^.*\(node:internal\/(?:timers|process\/task_queues):.*\n/gm, '')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\b {2,}/g, ' ')
    .split('\n').sort().join('\n').trim()
}

/** There is one capsule for each expected failure, and no other. */
export function assertFailures (capsules: readonly Capsule[], expected: readonly ExpectedFailure[], { dir, runner }: TestRun): void {
  const rest = [...capsules]
  for (const failure of expected) {
    const label = `${failure.name}${failure.attempt === undefined ? '' : ` (attempt ${failure.attempt})`}`
    const at = rest.findIndex(capsule => fits(capsule, failure, dir))
    assert.ok(at >= 0, `${label}: no capsule among ${rest.map(({ crash, manifest }) => `${crash.test?.name} ${crash.test?.attempt}: ${manifest.exception.message}`).join('\n')}`)
    assertFailure(rest.splice(at, 1)[0]!, failure, { dir, runner, label })
  }
  assert.equal(rest.map(({ crash, manifest }) => `${manifest.signal} ${crash.test?.name}: ${manifest.exception.message}`), [])
}

function fits ({ crash: { test, exception } }: Capsule, { name, attempt, message, file }: ExpectedFailure, dir: string): boolean {
  const isMessage = typeof message === 'string' ? exception.message === message : message.test(exception.message)
  return test?.name === (name === file ? join(dir, file) : name) && isMessage && (attempt === undefined || test.attempt === attempt)
}

function assertFailure ({ manifest, crash }: Capsule, wanted: ExpectedFailure, { dir, runner, label }: { dir: string, runner: string, label: string }): void {
  assert.is(manifest.signal, 'test', label)
  assert.is(manifest.exception.type, wanted.type, label)
  assert.is(crash.test?.runner, runner, label)
  assert.is(crash.test?.file, join(dir, wanted.file), label)
  if (wanted.at !== undefined) {
    const file = wanted.in ?? wanted.file
    const line1 = readFileSync(join(dir, file), 'utf8').split('\n').findIndex(line => line.includes(wanted.at!)) + 1
    assert.is(`${manifest.place?.file}:${manifest.place?.line}`, `${join(dir, file)}:${line1}`, label)
  }
  const frame = crash.frames.findIndex(({ inApp }) => inApp)
  for (const [path, value] of Object.entries(wanted.variables ?? {})) {
    assert.equal(toPlain(crash, getPath(crash, path, frame).value), value, `${label}: ${path}`)
  }
  if (wanted.variables === undefined) assert.equal(crash.frames.filter(({ inApp }) => inApp).flatMap(({ scopes }) => scopes), [], `${label}: no variables`)
  const { expected, actual } = crash.test!
  if (wanted.sides === undefined) assert.equal([expected, actual], [undefined, undefined], `${label}: no sides`)
  else assert.equal({ expected: toPlain(crash, expected!), actual: toPlain(crash, actual!) }, wanted.sides, label)
}
