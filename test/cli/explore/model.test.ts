import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { keyOf } from '../../../cli/explore/keys'
import { paint } from '../../../cli/explore/paint'
import { render } from '../../../cli/explore/render'
import type { State } from '../../../cli/explore/state'
import { createTree } from '../../../cli/explore/tree'
import { firstStep, update, type Step } from '../../../cli/explore/update'
import { readCapsule } from '../../../src/capsule/read'
import { textWidth } from '../../../src/terminal/text-width'
import { createColours } from '../../../src/terminal/colours'
import type { OpenedCrash } from '../../../src/view/opened-crash'
import { UNSAFE, writeHostileCapsule } from '../../helpers/hostile-capsule'
import { crashDocument, crashRecord, frame, Graph, scope, writeCapsule, writeShopCapsule } from '../../helpers/crash-record'

const dir = mkdtempSync(join(tmpdir(), 'faultsnap-explore-'))
test.after(() => rmSync(dir, { recursive: true, force: true }))

let shop: OpenedCrash
test.before(async () => { shop = await readCapsule(await writeShopCapsule(dir)) })

const LARGE = { columns: 100, lines: 40 }

/** The explorer after these keys, named as `update` knows them. Sources are given at once, when `source` has one. */
function after (capsule: OpenedCrash, keys: readonly string[], size = LARGE, source?: string): Step {
  let step = answered(firstStep(createTree(capsule), size, false), source)
  for (const name of keys) {
    const text = name.length === 1 ? name : name === 'space' ? ' ' : undefined
    step = answered(update(step.state, { kind: 'key', key: { name, ...(text !== undefined && { text }) } }), source)
  }
  return step
}

function answered (step: Step, source: string | undefined): Step {
  let { state } = step
  for (const effect of step.effects) {
    if (effect.kind !== 'source') continue
    for (const frame of effect.frames) {
      ({ state } = update(state, { kind: 'source', frame, source: source === undefined ? 'none' : { text: source, line: 2,
        column: 5 } }))
    }
  }
  return { state, effects: step.effects }
}

const textOf = (state: State): string[] =>
  render(state).map(({ segments }) => segments.map(({ text }) => text).join('').trimEnd())
const rowsOf = (state: State): string[] => textOf(state).slice(2, -1).filter(line => line !== '')
const selectedOf = (state: State): string => rowsOf(state).find(line => line.startsWith('>')) ?? ''

test('begins at the frame that matters, with its source and the variables of its own function open', () => {
  const { state } = after(shop, [], LARGE, 'one\ntwo + three\nfour')
  assert.equal(rowsOf(state), [
    '> ▾ 0 Basket.total  src/basket.ts:4:51',
    '        1 | one',
    '      > 2 | two + three',
    '          |     ^',
    '        3 | four',
    '    ▸ this: Basket { items: [ { id: 1, price: {...} }, { id: 2, price: undefined } ], owner: \'\\x1B[…',
    '    ▾ block  1 variable',
    '      ▸ item: { id: 2, price: undefined }',
    '    ▾ local  4 variables',
    '        sum: 5',
    '        token: [masked]',
    '        late: ‹optimized out›',
    '        big: 12n',
    '    ▸ module  3 variables',
    '  ▸ 1 checkout  dist/app.js:10:3',
    '  ▸ … 1 frame of node',
    '    await: the callers below were suspended',
    '  ▸ 3 async main  dist/app.js:21:5',
    '    caused by RangeError: no price',
  ])
})

test('opens objects level by level, and an object within itself not again', () => {
  const open = after(shop, ['down', 'down', 'right']).state
  assert.equal(rowsOf(open).slice(3, 7), [
    '      ▸ items: [ { id: 1, price: { amount: 5 } }, { id: 2, price: undefined } ]',
    '        owner: \'\\x1B[31mred\\u{202e}\'',
    '        self: [Circular: this]',
    '        #secret: [masked]',
  ])
  const deeper = after(shop, ['down', 'down', 'right', 'right', 'right', 'right', 'right', 'right']).state
  assert.equal(rowsOf(deeper).slice(3, 6), [
    '      ▾ items: [ { id: 1, price: { amount: 5 } }, { id: 2, price: undefined } ]',
    '        ▾ 0: { id: 1, price: { amount: 5 } }',
    '>           id: 1',
  ])
  assert.match(textOf(deeper).at(-1)!, /^frame 0 {2}this\.items\[0\]\.id /)
})

test('opens Map entries, lists that were cut, and frames without variables', () => {
  const { state } = after(shop, ['/', ...'rates', 'return', 'escape', 'right'])
  assert.equal(rowsOf(state).filter(line => /EUR|seven/.test(line)).map(line => line.slice(2).trim()), [
    '▾ rates: Map(2) { \'EUR\' => 1, 7 => \'seven\' }', '\'EUR\' => 1', '7 => \'seven\'',
  ])
  const numbers = after(shop, ['/', ...'numbers', 'escape', 'right']).state
  assert.ok(rowsOf(numbers).some(line => line.includes('… 998 more elements not recorded (items)')))
  const last = after(shop, ['G', 'k', 'right']).state
  assert.equal(rowsOf(last).slice(-3, -1).map(line => line.trim()), [
    '(the capsule has no source of this frame)',
    'No variables. The caller was suspended in an await: its variables were not on the stack.',
  ])
})

test('left closes, then goes out; right goes in; space and enter turn', () => {
  assert.match(selectedOf(after(shop, ['down', 'down', 'right', 'right', 'left']).state), /^> {3}▾ this/)
  assert.match(selectedOf(after(shop, ['down', 'down', 'right', 'right', 'left', 'left']).state), /^> {3}▸ this/)
  assert.match(selectedOf(after(shop, ['down', 'down', 'left']).state), /^> ▾ 0 /)
  assert.match(selectedOf(after(shop, ['left']).state), /^> ▸ 0 /)
  assert.match(selectedOf(after(shop, ['space']).state), /^> ▸ 0 /)
  assert.match(selectedOf(after(shop, ['return', 'space']).state), /^> ▾ 0 /)
  assert.match(selectedOf(after(shop, ['right']).state), /the capsule has no source/)
  assert.match(selectedOf(after(shop, ['right', 'left']).state), /^> ▾ 0 /)
})

test('folds code of others, shows it by a, and one run by opening it', () => {
  const folded = rowsOf(after(shop, ['space']).state)
  assert.equal(folded, ['> ▸ 0 Basket.total  src/basket.ts:4:51', '  ▸ 1 checkout  dist/app.js:10:3', '  ▸ … 1 frame of node',
    '    await: the callers below were suspended', '  ▸ 3 async main  dist/app.js:21:5', '    caused by RangeError: no price'])
  const all = rowsOf(after(shop, ['space', 'a']).state)
  assert.is(all[2], '  ▸ 2 emit  node:events:520:29')
  assert.equal(rowsOf(after(shop, ['space', 'a', 'a']).state), folded)
  assert.is(rowsOf(after(shop, ['space', 'j', 'j', 'right']).state)[3], '    ▸ 2 emit  node:events:520:29')
  // A frame that is folded away hands the selection to its run.
  assert.match(selectedOf(after(shop, ['space', 'a', 'j', 'j', 'a']).state), /… 1 frame of node/)
})

test('filters live by function, file, name and value, and clears to what was found', () => {
  const hits = (text: string): string[] => rowsOf(after(shop,
    ['/', ...text]).state).filter(line => line[1] === '*').map(line => line.slice(2).trim())
  assert.equal(hits('CHECKOUT'), ['▸ 1 checkout  dist/app.js:10:3'])
  assert.equal(hits('basket.ts'), ['▸ 0 Basket.total  src/basket.ts:4:51'])
  assert.equal(hits('node:events'), ['▸ 2 emit  node:events:520:29'])
  assert.equal(hits('here'), ['only: \'here\''])
  assert.equal(hits('amount'), ['amount: 5'])
  assert.equal(hits('seven'), ['7 => \'seven\''])
  assert.equal(hits('optimized'), ['late: ‹optimized out›'])
  assert.equal(hits('nothing at all'), [])
  assert.ok(textOf(after(shop, ['/', ...'zzz']).state).some(line => line.includes('nothing has this text')))
  assert.match(textOf(after(shop, ['/', ...'sum']).state).at(-1)!, /^\/sum_ {2}2 hits/)
  const cleared = after(shop, ['space', '/', ...'amount', 'return', 'escape']).state
  assert.match(selectedOf(cleared), /amount: 5/)
  assert.ok(rowsOf(cleared).length > 10, 'everything is back')
})

test('a filter that finds nothing leads back to where it was begun', () => {
  for (const end of [['escape'], ['return', 'escape'], ['ctrl-u', 'return']]) {
    assert.match(selectedOf(after(shop, ['down', '/', ...'amountzz', ...end]).state), /the capsule has no source/, end.join())
  }
})

test('how often a call is repeated stands before its place, which a narrow screen cuts', async () => {
  const file = `/srv/${'deep/'.repeat(20)}app.js`
  const record = crashRecord(crashDocument([frame({ function: 'walk', file, folded: { length: 1, repetitions: 98 } })]))
  const capsule = await readCapsule(await writeCapsule(join(dir, 'folded.faultsnap'), record))
  assert.match(selectedOf(after(capsule, [], { columns: 60, lines: 20 }).state), /▾ 0 walk \(it repeated 98 more times\) {2}\S+…$/)
})

test('the reason why there are no variables is broken to the width', async () => {
  const record = crashRecord(crashDocument([frame({ file: 'node:fs', inApp: false, missing: 'unavailable' })]))
  const capsule = await readCapsule(await writeCapsule(join(dir, 'node.faultsnap'), record))
  const text = rowsOf(after(capsule, [], { columns: 40, lines: 20 }).state).slice(2).map(line => line.trim()).join(' ')
  assert.is(text, 'No variables. It is code of Node itself, whose variables are recorded only with the option nodeFrames.')
})

test('n and N go from hit to hit, around the end', () => {
  const at = (...keys: string[]): string => selectedOf(after(shop, ['/', ...'sum', 'return', ...keys]).state).trim()
  assert.match(at(), /sum: 5/)
  assert.match(at('n'), /sum: 7/)
  assert.match(at('n', 'n'), /sum: 5/)
  assert.match(at('N'), /sum: 7/)
  assert.match(textOf(after(shop, ['n']).state).at(-1)!, /^No filter/)
})

test('while a filter is typed, letters are letters', () => {
  const { state, effects } = after(shop, ['/', 'q', 'a', 'space', '?', 'backspace', 'backspace'])
  assert.equal([state.filter.text, state.isTyping, effects], ['qa', true, []])
  assert.equal(after(shop, ['/', 'backspace']).state.isTyping, false)
  assert.equal(after(shop, ['/', 'x', 'ctrl-c']).effects, [{ kind: 'leave' }])
})

test('what is closed under a filter is open again under another, and without one as it was', () => {
  const closed = after(shop, ['/', ...'sum', 'return', 'left', 'left', 'left', 'left', 'left']).state
  assert.not.ok(rowsOf(closed).some(line => line.includes('sum: 5')))
  const again = after(shop, ['/', ...'sum', 'return', 'left', 'left', 'left', 'left', 'left', '/', 'backspace', 'm']).state
  assert.ok(rowsOf(again).some(line => line.includes('sum: 5')))
  const opened = after(shop, ['space', 'j', 'space', '/', ...'here', 'return']).state
  assert.ok(rowsOf(opened).some(line => line.includes('only: \'here\'')), 'a frame opened before is open in the filter')
})

test('asks for the source of a frame once, when it is opened', () => {
  assert.equal(firstStep(createTree(shop), LARGE, false).effects, [{ kind: 'source', frames: [0] }])
  assert.equal(after(shop, ['space', 'j', 'space']).effects, [{ kind: 'source', frames: [1] }])
  assert.equal(after(shop, ['space', 'j', 'space', 'space', 'space']).effects, [])
})

test('leaves, suspends and opens the editor by effects', () => {
  assert.equal(after(shop, ['q']).effects, [{ kind: 'leave' }])
  assert.equal(after(shop, ['ctrl-c']).effects, [{ kind: 'leave' }])
  assert.equal(after(shop, ['ctrl-z']).effects, [{ kind: 'suspend' }])
  assert.equal(after(shop, ['j', 'j', 'e']).effects, [{ kind: 'open', frame: 0 }])
  assert.equal(after(shop, ['G', 'k', 'o']).effects, [{ kind: 'open', frame: 3 }])
  assert.equal(after(shop, ['?', 'q']).effects, [], 'a key closes the help first')
})

test('the exceptions behind the thrown one are rows, whose stacks can be opened', async () => {
  const stack = 'Error: disk is gone\n    at read (/srv/shop/disk.js:3:9)\n    at node:internal/main:1:2'
  const crash = crashDocument([frame({ function: 'f' })], [], { exception: { type: 'TypeError', message: 'x', stack: '',
    value: null,
    cause: { type: 'Error', message: 'disk is gone', stack, value: null } } })
  const capsule = await readCapsule(await writeCapsule(join(dir, 'cause.faultsnap'), crashRecord(crash)))
  assert.equal(rowsOf(after(capsule, ['G', 'right']).state).slice(-3), [
    '> ▾ caused by Error: disk is gone', '      read  disk.js:3:9', '      <anonymous>  node:internal/main:1:2',
  ])
  assert.match(selectedOf(after(capsule, ['/', ...'disk.js']).state), /read {2}disk\.js:3:9/)
})

test('long strings can be opened and are broken to the width', async () => {
  const text = `${'word '.repeat(30)}\nend`
  const file = await writeCapsule(join(dir, 'long.faultsnap'), crashRecord(crashDocument([
    frame({ function: 'f', scopes: [scope('local', { text, short: 'x' })] }),
  ])))
  const { state } = after(await readCapsule(file), ['/', ...'text', 'escape', 'right'], { columns: 40, lines: 30 })
  const lines = rowsOf(state)
  const shown = lines.slice(lines.findIndex(line => /text: /.test(line)) + 1, lines.findIndex(line => /short: /.test(line)))
  assert.is(shown.map(line => line.slice(10)).join('').replaceAll(' ', ''), `${'word'.repeat(30)}end`)
})

test('a filter looks at no more than its limit, and says so', async () => {
  const graph = new Graph()
  const many = graph.array(Array.from({ length: 50_100 }, (_, index) => index))
  const file = await writeCapsule(join(dir, 'many.faultsnap'), crashRecord(crashDocument(
    [frame({ function: 'f', scopes: [scope('local', { many })] })], graph.nodes)))
  const capsule = await readCapsule(file)
  // The frame, its source, the scope and the list come first.
  assert.equal([after(capsule, ['/', ...'49995']).state.filter.hits.size,
    after(capsule, ['/', ...'49996']).state.filter.hits.size], [1, 0])
  assert.match(textOf(after(capsule, ['/', ...'49995']).state).at(-1)!, /1 hit in the first 50000/)
})

test('every screen is exactly as large as the terminal, whatever is pressed, and shows the selected row', async () => {
  const hostile = await readCapsule(await writeHostileCapsule(dir))
  const keys = ['up', 'down', 'down', 'j', 'k', 'right', 'right', 'l', 'left', 'h', 'space', 'return', 'a', 'n', 'N', '/', 'x',
    'e', 's',
    'escape', 'g', 'G', 'pageup', 'pagedown', '?', 'backspace', '漢', 'ctrl-f']
  let seed = 7
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
  const colours = createColours({ isTTY: true, env: { FORCE_COLOR: '1' } })
  for (const capsule of [shop, hostile]) {
    for (const size of [{ columns: 100, lines: 30 }, { columns: 40, lines: 10 }, { columns: 12, lines: 3 },
      { columns: 1, lines: 1 }]) {
      let { state } = after(capsule, [], size, 'a\nb 漢字\tc\nd')
      for (let count = 0; count < 150; count++) {
        const name = keys[random(keys.length)]!
        ;({ state } = answered(update(state, { kind: 'key', key: { name, ...(name.length === 1 && { text: name }) } }),
          'a\nb 漢字\tc\nd'))
        const lines = render(state)
        assert.is(lines.length, size.lines)
        for (const line of lines) {
          const text = line.segments.map(segment => segment.text).join('')
          assert.ok(textWidth(text) <= size.columns, `${textWidth(text)} > ${size.columns}: ${JSON.stringify(text)}`)
          assert.not.match(text, UNSAFE)
          assert.not.match(paint(line, colours, size.columns).replace(/\u001b\[\d+m/g, ''), UNSAFE)
        }
        const hasRows = lines.some(({ isSelected }) => isSelected)
        assert.ok(hasRows || state.showsHelp || state.filter.hits.size === 0 || size.lines < 3, `selected: ${state.selected}`)
      }
    }
  }
})

test('a smaller terminal keeps the selected row in sight', () => {
  const { state } = after(shop, ['G'])
  const small = update(state, { kind: 'resize', size: { columns: 40, lines: 5 } }).state
  assert.ok(render(small).some(({ isSelected }) => isSelected))
  assert.is(update(small, { kind: 'resize', size: LARGE }).state.top, 0)
})

test('the selected row is inverse only where colours are allowed, and marked in any case', () => {
  const line = render(after(shop, []).state).find(({ isSelected }) => isSelected)!
  const coloured = paint(line, createColours({ isTTY: true, env: {} }), 100)
  assert.match(coloured, /^\u001b\[7m> ▾ 0 Basket\.total/)
  const plain = paint(line, createColours({ isTTY: true, env: { NO_COLOR: '1' } }), 100)
  assert.match(plain, /^> ▾ 0 Basket\.total/)
  assert.not.match(plain, /\u001b/)
})

test('an empty capsule is an empty screen that can be left', async () => {
  const empty = await readCapsule(await writeCapsule(join(dir, 'empty.faultsnap'), crashRecord(crashDocument())))
  const { state } = after(empty, ['down', 'right', 'left', 'space', '/', 'x', 'return', 'n', 'escape', 'e'])
  assert.ok(textOf(state).some(line => line.includes('no frames were recorded')))
  assert.equal(after(empty, ['q']).effects, [{ kind: 'leave' }])
})

test('keys are read as readline reports them', () => {
  const of = (text: string | undefined, key: object): unknown => keyOf(text, key as never)
  assert.equal(of('/', { sequence: '/' }), { name: '/', text: '/' })
  assert.equal(of('G', { name: 'g', shift: true }), { name: 'G', text: 'G' })
  assert.equal(of(' ', { name: 'space' }), { name: 'space', text: ' ' })
  assert.equal(of('\r', { name: 'return' }), { name: 'return' })
  assert.equal(of('\n', { name: 'enter' }), { name: 'return' })
  assert.equal(of(undefined, { name: 'up', sequence: '\u001b[A' }), { name: 'up' })
  assert.equal(of('\u001b', { name: 'escape', meta: true }), { name: 'escape' })
  assert.equal(of('\u0003', { name: 'c', ctrl: true }), { name: 'ctrl-c' })
  assert.equal(of('b', { name: 'b', meta: true }), undefined)
  assert.equal(of('\u001b[1;1R', {}), undefined)
})

test.run()
