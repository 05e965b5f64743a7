import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import type { FrameRecord } from '../../src/model'
import { framePlace, type Place } from '../../src/values/frame-place'
import { getPath } from '../../src/values/get-path'
import { toPlain } from '../../src/values/to-plain'
import { compare, fixtures, nodes, type Compared, type NodeBinary, type Run, type RunPlan } from './harness'
import { isWhole } from './nodes'

/** What a capsule has to say. `at` is the function of the innermost frame of the program; its line is the marker comment's. */
export interface Expected {
  signal?: string
  type: string
  message: string | RegExp
  at?: string
  /** File of the innermost frame; default the program. Null: the program has no frame. */
  file?: string | null
  /** Comment that marks the line. Default `// throws here`. */
  marker?: string
  /** Paths into the innermost frame of the program and the plain values found there; a RegExp matches a string. */
  variables?: Record<string, unknown>
}

export interface CrashTest extends RunPlan {
  code?: number
  signal?: string
  stdout?: string | RegExp
  /** What else differs between any two runs. */
  normalise?: (output: string) => string
  /** One expected capsule; `[]` none; several in any order. */
  capsule?: Expected | Expected[]
  check?: (compared: Compared, capsule: Capsule) => void | Promise<void>
  on?: (node: NodeBinary) => boolean
}

let registered = 0

/**
 * Registers one test per Node: the program ends and prints as it does without FaultSnap, and leaves the expected capsules.
 * The programs of a file start at once, two at a time, whatever the order in which uvu gets to them.
 */
export function crashTest (title: string, program: string, wanted: CrashTest): void {
  for (const node of nodesFor(wanted, registered++)) {
    const done = compare(program === '' ? '' : `crashes/${program}`, { ...wanted, node }).then(
      compared => () => compared, (error: unknown) => () => { throw error })
    test(`${title} (Node ${node.version})`, async () => {
      const compared = (await done)()
      assertSameRun(compared, wanted)
      if (wanted.code !== undefined) assert.is(compared.bare.code, wanted.code, 'exit code')
      if (wanted.signal !== undefined) assert.is(compared.bare.signal, wanted.signal, 'signal')
      if (typeof wanted.stdout === 'string') assert.is(compared.recorded.stdout, wanted.stdout)
      else if (wanted.stdout !== undefined) assert.match(compared.recorded.stdout, wanted.stdout)
      const expected = [wanted.capsule ?? []].flat()
      assertCapsules(compared, expected, program)
      await wanted.check?.(compared, compared.capsules[0]!)
    })
  }
}

/**
 * The oldest Node runs everything, the newest every third program, those between every sixteenth; all run all with
 * FAULTSNAP_ALL_NODES=1, or if the program is for some Nodes only.
 */
function nodesFor ({ on }: CrashTest, number: number): readonly NodeBinary[] {
  if (on !== undefined) return nodes.filter(on)
  const isSampled = (index: number): boolean => index === nodes.length - 1 ? number % 3 === 0 : index % 16 === number % 16
  return isWhole ? nodes : nodes.filter((_, index) => index === 0 || isSampled(index))
}

export function assertSameRun ({ bare, recorded }: Compared, { normalise = text => text }: CrashTest): void {
  const comparable = ({ code, signal, stdout, stderr }: Run): object => {
    return { code, signal, stdout: normalise(stdout), stderr: normalise(stderr.replace(/\(node:\d+\)/g, '(node:PID)')) }
  }
  assert.equal(comparable(recorded), comparable(bare))
}

function assertCapsules (compared: Compared, expected: Expected[], program: string): void {
  const { capsules, recorded } = compared
  const said = capsules.map(({ manifest }) => `${manifest.signal} ${manifest.exception.type}: ${manifest.exception.message}`)
  const notices = JSON.stringify(recorded.notices)
  assert.is(capsules.length, expected.length, `capsules: ${JSON.stringify(said)}; FaultSnap said ${notices}`)
  const left = [...capsules]
  for (const each of expected) {
    const found = left.find(({ manifest: { exception: { type, message }, signal } }) =>
      type === each.type && (each.signal === undefined || each.signal === signal) &&
      (typeof each.message === 'string' ? message === each.message : each.message.test(message)))
    if (found === undefined) {
      assert.unreachable(`no capsule of ${each.signal ?? ''} ${each.type}: ${each.message}, but ${JSON.stringify(said)}`)
    }
    left.splice(left.indexOf(found!), 1)
    assertCapsule(found!, each, program, compared.dir)
  }
}

function assertCapsule (capsule: Capsule, expected: Expected, program: string, dir: string): void {
  const { manifest, crash } = capsule
  assert.is(manifest.exception.type, crash.exception.type)
  if (expected.file === null) return assert.is(crash.frames.find(({ inApp }) => inApp), undefined, 'no frame of the program')
  if (expected.at === undefined) return
  const top = topFrame(capsule)
  const file = expected.file ?? basename(program)
  const place = framePlace(top)
  const found = { function: place.function, file: place.file, line: place.line }
  const line = lineOf(`crashes/${file === basename(program) ? program : file}`, expected.marker)
  assert.equal(found, { function: expected.at, file: join(dir, file), line }, 'innermost frame of the program')
  assert.equal({ ...manifest.place, column: 0 }, { ...found, column: 0 }, 'place in the manifest')
  for (const [path, value] of Object.entries(expected.variables ?? {})) {
    if (value instanceof RegExp) assert.match(valueAt(capsule, path) as string, value, path)
    else assert.equal(valueAt(capsule, path), value, path)
  }
}

/** The innermost frame of the program itself. */
export function topFrame ({ crash }: Capsule): FrameRecord {
  const frame = crash.frames.find(({ inApp }) => inApp)
  if (frame === undefined) throw new Error(`no frame of the program in ${JSON.stringify(crash.frames.map(({ file }) => file))}`)
  return frame
}

/** A value of the innermost frame of the program, or of frame `index`, in plain form. */
export function valueAt (capsule: Capsule, path: string, index = topFrame(capsule).index): unknown {
  return toPlain(capsule.crash, getPath(capsule.crash, path, index).value)
}

export function placeOf (capsule: Capsule, index: number): Place {
  return framePlace(capsule.crash.frames[index]!)
}

/** One-based number of the line with the marker comment. Throws unless exactly one line has it. */
export function lineOf (fixture: string, marker = '// throws here'): number {
  const lines = readFileSync(join(fixtures, fixture), 'utf8').split('\n')
  const marked = lines.flatMap((line, index) => line.includes(marker) ? [index + 1] : [])
  if (marked.length !== 1) throw new Error(`${fixture} has ${marked.length} lines with ${marker}`)
  return marked[0]!
}
