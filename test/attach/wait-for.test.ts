import type { Debugger } from 'node:inspector'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { generatedPlaces } from '../../src/sourcemap/generated-places'
import { readScriptMap } from '../../src/sourcemap/script-map'
import { findPlace } from '../../cli/attach/find-place'
import { inspectPort } from '../../cli/attach/process-facts'
import type { Target } from '../../cli/attach/target'
import { waitForPauses, type Verdict } from '../../cli/attach/wait-for'

/** A program that is paused already, as a target in which V8 told of the pause together with the answer to what asked for it. */
function pausedTarget (): { target: Target, sent: string[] } {
  const sent: string[] = []
  const connection = {
    ended: new Promise(() => {}), on: () => {}, unfinished: async () => {},
    send: async (method: string) => { sent.push(method) },
    sendThen: async (method: string, _: object, onAnswer: () => void) => { sent.push(method); onAnswer() },
  }
  const target = {
    connection, pause: { reason: 'other', callFrames: [] } as Debugger.PausedEventDataType, pausedAt: 1, onPaused: () => {},
    resume: async () => { sent.push('resume') },
  }
  return { target: target as unknown as Target, sent }
}

for (const [verdict, expected] of [['skip', ['resume']], ['leave', ['Debugger.disable', 'Debugger.enable']]] as [Verdict, string[]][]) {
  test(`a pause that came before anybody listened holds nobody (${verdict})`, async () => {
    const { target, sent } = pausedTarget()
    const nothing = async (): Promise<void> => {}
    const { seen, why } = await waitForPauses(target, {
      count: 1, timeoutMs: 20, maxPauseMs: 1, interrupted: new Promise(() => {}), judge: () => verdict, spent: () => {}, stop: nothing, restart: nothing,
      occurrenceOf: () => { throw new Error('none is recorded') }, onTaken: nothing,
    })
    assert.equal([seen, why, sent], [0, 'timeout', expected])
  })
}

// Line 0 of the generated text is of a.ts:3 (column 2) and a.ts:1; line 1 is of a.ts:3 again.
const MAP = { version: 3, sources: ['a.ts'], sourcesContent: [null], names: [], mappings: 'AAEE,IAFF;AAEA' }

test('the first line with code at or after the wanted one, in all places that it became', () => {
  const map = readScriptMap(JSON.stringify(MAP), '/app/a.js.map', () => false)
  assert.equal(generatedPlaces(map, 0, 1), [{ line0: 0, column0: 0, originalLine0: 2 }, { line0: 1, column0: 0, originalLine0: 2 }])
  assert.equal(generatedPlaces(map, 0, 0).map(({ originalLine0 }) => originalLine0), [0])
  assert.equal(generatedPlaces(map, 0, 2, 1), [{ line0: 0, column0: 0, originalLine0: 2 }])
  assert.equal([generatedPlaces(map, 0, 3), generatedPlaces(map, 1, 0)], [[], []])
})

test('a place by an inline map is not asked about; a file that is of no script is none', async () => {
  const sourceMapURL = `data:application/json;base64,${Buffer.from(JSON.stringify(MAP)).toString('base64')}`
  const script = { id: '1', url: 'file:///app/a.js', hash: '', isModule: false, sourceMapURL, endLine: 2 }
  const ask = async (): Promise<boolean> => { throw new Error('not asked') }
  const mode = { kind: 'place' as const, line1: 2, column1: undefined, condition: undefined, count: 1 }
  const found = await findPlace(script, { ...mode, file: 'a.ts' }, ask)
  assert.equal([found?.file, found?.line1, found?.start.line0, found?.start.column0], ['/app/a.ts', 3, 0, 0])
  assert.equal([found?.fits(0, 0), found?.fits(0, 4)], [true, false])
  const own = await findPlace(script, { ...mode, file: './app/a.js' }, ask)
  assert.equal([own?.file, own?.line1], ['/app/a.js', 2])
  for (const file of ['b.ts', 'pp/a.js', '/a.js']) assert.is(await findPlace(script, { ...mode, file }, ask), undefined, file)
})

test("the inspector's port as Node's flags give it", () => {
  const cases: [string[], number][] = [
    [[], 9229], [['--inspect'], 9229], [['--inspect=0.0.0.0:7'], 7], [['--inspect-port', '8'], 8], [['--inspect-brk=[::1]:9'], 9], [['--debug-port=0'], 0], [['--inspector'], 9229],
  ]
  for (const [args, port] of cases) assert.is(inspectPort(args), port, args.join(' '))
})

test.run()
