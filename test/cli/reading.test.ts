import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BundledCli } from '../helpers/bundled-cli'
import { crashDocument, crashRecord, writeCapsule, writeShopCapsule } from '../helpers/crash-record'

let cli: BundledCli
let file: string
test.before(async () => {
  cli = new BundledCli()
  file = await writeShopCapsule(cli.dir)
})
test.after(() => cli.remove())

const json = (...args: string[]): any => {
  const { code, stdout, stderr } = cli.run([...args, '--json'])
  assert.equal([code, stderr], [0, ''])
  return JSON.parse(stdout)
}

test('inspect --json keeps its contract', () => {
  const crash = json('inspect', file)
  assert.equal(Object.keys(crash), ['id', 'capturedAt', 'signal', 'fingerprint', 'exception', 'frames', 'runtime', 'process',
    'missing',
    'breadcrumbs', 'exit', 'thread', 'notes', 'environment'])
  assert.equal([crash.id, crash.signal, crash.fingerprint.length], ['1eaee423', 'exit', 64])
  assert.equal(crash.exception, {
    type: 'TypeError', message: 'Cannot read properties of undefined (reading \'amount\')',
    stack: 'TypeError: Cannot read properties of undefined (reading \'amount\')\n' +
      '    at Basket.total (/srv/shop/dist/basket.js:4:50)',
    code: 'E_PRICE', cause: { type: 'RangeError', message: 'no price', stack: 'RangeError: no price' },
  })
  assert.equal(crash.frames, [
    { index: 0, kind: 'call', function: 'Basket.total', file: '/srv/shop/src/basket.ts', line: 4, column: 51, inApp: true },
    { index: 1, kind: 'call', function: 'checkout', file: '/srv/shop/dist/app.js', line: 10, column: 3, inApp: true },
    { index: 2, kind: 'call', function: 'emit', file: 'node:events', line: 520, column: 29, inApp: false,
      missing: 'unavailable' },
    { index: 3, kind: 'async', function: 'main', file: '/srv/shop/dist/app.js', line: 21, column: 5, inApp: true,
      missing: 'async' },
  ])
  assert.equal(crash.missing, { masked: 2, items: 1 })
  assert.equal(crash.breadcrumbs.map((each: any) => each.message), ['checkout failed'])
  assert.is(crash.exit.by, 'printed')
  assert.equal(json('stack', file), crash.frames)
})

test('vars --json keeps its contract', () => {
  const frames = json('vars', file)
  assert.equal(frames.map((each: any) => [each.frame, each.function, each.file, each.line, each.missing, each.variables.length]),
    [
    [0, 'Basket.total', '/srv/shop/src/basket.ts', 4, undefined, 9],
    [1, 'checkout', '/srv/shop/dist/app.js', 10, undefined, 3],
    [2, 'emit', 'node:events', 520, 'unavailable', 0],
    [3, 'main', '/srv/shop/dist/app.js', 21, 'async', 0],
  ])
  assert.equal(frames[0].variables, [
    {
      name: 'this', scope: 'this', type: 'Basket',
      preview: 'Basket { items: [ { id: 1, price: {...} }, { id: 2, price: undefined } ], owner: \'\\x1B[31mred\u202e\', ' +
        'self: [Circular], #secret: [masked] }',
      value: {
        items: [{ id: 1, price: { amount: 5 } }, { id: 2, price: null }], owner: '\u001b[31mred\u202e', self: { circular: '$' },
        '#secret': { missing: 'masked' },
      },
    },
    { name: 'item', scope: 'block', type: 'Object', preview: '{ id: 2, price: undefined }', value: { id: 2, price: null } },
    { name: 'sum', scope: 'local', type: 'number', preview: '5', value: 5 },
    { name: 'token', scope: 'local', type: 'unknown', preview: '[masked]', value: { missing: 'masked' } },
    { name: 'late', scope: 'local', type: 'unknown', preview: '‹optimized out›', value: { missing: 'optimized-out' } },
    { name: 'big', scope: 'local', type: 'bigint', preview: '12n', value: '12' },
    { name: 'rates', scope: 'module', type: 'Map(2)', preview: 'Map(2) { \'EUR\' => 1, 7 => \'seven\' }',
      value: [['EUR', 1], [7, 'seven']] },
    { name: 'numbers', scope: 'module', type: 'Array(1000)', preview: 'Array(1000) [ 1, 2, … 998 more ]',
      value: [1, 2, { missing: 'items', size: 1000 }] },
    { name: 'when', scope: 'module', type: 'Date', preview: '1970-01-01T00:00:00.000Z', value: '1970-01-01T00:00:00.000Z' },
  ])
  assert.equal(json('vars', file, '--frame', '1'), [frames[1]])
})

test('get prints one value, and ends with 3 and the reason when it was not recorded', () => {
  const get = (...args: string[]) => {
    const { code, stdout, stderr } = cli.run(['get', file, ...args])
    return [code, stdout, stderr]
  }
  assert.equal(get('item.id'), [0, '2\n', ''])
  assert.equal(get('this.items[0].price.amount'), [0, '5\n', ''])
  assert.equal(get('rates.get("EUR")'), [0, '1\n', ''])
  assert.equal(get('big'), [0, '12n\n', ''])
  assert.equal(get('when'), [0, '1970-01-01T00:00:00.000Z\n', ''])
  assert.equal(get('sum'), [0, '5\n', ''])
  assert.equal(get('sum', '--frame', '1'), [0, '7\n', ''])
  assert.equal(get('only'), [0, '"here"\n'.replaceAll('"', ''), ''])
  assert.equal(get('long'), [0, 'beg\n', 'long was cut: 3 of 900 characters were recorded\n'])
  assert.equal(JSON.parse(get('long', '--json')[1] as string), { missing: 'string', size: 900, value: 'beg' })
  assert.equal(get('item', '--json'), [0, '{\n  "id": 2,\n  "price": null\n}\n', ''])
  assert.equal(get('only', '--json'), [0, '"here"\n', ''])
  assert.equal(get('this.#secret'), [3, '', 'this.#secret was not recorded: masked\n'])
  assert.equal(get('this.#secret', '--json'), [3, '{\n  "missing": "masked"\n}\n', 'this.#secret was not recorded: masked\n'])
  assert.equal(get('numbers[500]'), [3, '', 'numbers[500] was not recorded: items. More than the recorder keeps of one object (option maxItems).\n'])
  assert.equal(get('x', '--frame', '3'), [3, '', 'x was not recorded: async. The caller was suspended in an await: its variables were not on the stack.\n'])
  assert.equal(get('itme'), [1, '', 'faultsnap: No recorded frame has a variable "itme", did you mean "item"?\n'])
  assert.equal(get('item['),
    [2, '', 'faultsnap: Path "item[": expected an index, a quoted key or Symbol(description) at character 6, got its end. ' +
      '"faultsnap get --help" shows how to use it.\n'])
  assert.equal(get('item', '--frame', '4'), [2, '', 'faultsnap: --frame: expected a whole number from 0 to 3, got "4". ' +
    '"faultsnap get --help" shows how to use it.\n'])
  assert.equal(get('item', '--frame', '-1')[0], 2)
})

test('inspect shows the crash on a page: exception, source, stack and variables', () => {
  const { code, stdout, stderr } = cli.run(['inspect', file])
  assert.equal([code, stderr], [0, ''])
  for (const line of [
    'TypeError: Cannot read properties of undefined (reading \'amount\') (code E_PRICE)', 'caused by RangeError: no price',
    '  when     2026-06-13T23:29:34.123Z, 1.5 s after start',
    '  signal   exit (code 1, printed: The program printed its message on stderr.)',
    '  missing  2 masked, 1 items',
    '> 4 |     for (const item of this.items) sum += item.price.amount',
    '    |                                                   ^',
    '> 0  Basket.total  src/basket.ts:4:51',
    '  3  async main    dist/app.js:21:5',
    'Variables of frame 0, Basket.total',
    '  block   item     Object       { id: 2, price: undefined }',
  ]) assert.ok(stdout.split('\n').includes(line), line)
})

test('text never reaches the terminal as a command, and colours only where they are wanted', () => {
  const plain = ['inspect', 'stack', 'vars'].map(command => cli.run([command, file], { env: { CI: '1' } }).stdout).join('')
  assert.not.match(plain, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  assert.match(plain, /\\u\{202e\}/)
  assert.not.match(cli.run(['vars', file, '--json']).stdout, /[\u001b\u202e]/)
  const coloured = cli.run(['inspect', file], { env: { FORCE_COLOR: '1' } }).stdout
  assert.match(coloured, /\u001b\[31m/)
  assert.not.match(coloured.replace(/\u001b\[\d+m/g, ''), /\u001b/)
  assert.not.match(cli.run(['inspect', file, '--no-color'], { env: { FORCE_COLOR: '1' } }).stdout, /\u001b/)
})

test('refuses wrong files with one clear line and code 1, whatever the command', () => {
  writeFileSync(join(cli.dir, 'text.faultsnap'), 'no zip')
  for (const command of [['inspect'], ['stack'], ['vars'], ['get', 'x']]) {
    for (const name of ['text.faultsnap', 'none.faultsnap']) {
      const { code, stdout, stderr } = cli.run([command[0]!, name, ...command.slice(1)])
      assert.equal([code, stdout], [1, ''])
      assert.match(stderr, /^faultsnap: [^\n]*(?:text|none)\.faultsnap[^\n]*\n$/)
    }
  }
})

test('reads a capsule with nothing in it', async () => {
  const empty = await writeCapsule(join(cli.dir, 'empty.faultsnap'), crashRecord(crashDocument()))
  for (const command of ['inspect', 'stack', 'vars']) {
    const { code, stdout } = cli.run([command, empty])
    assert.is(code, 0)
    assert.match(stdout, /\(no frames were recorded\)/)
  }
  assert.equal(cli.run(['get', empty, 'x']).stderr, 'faultsnap: No recorded frame has a variable "x"\n')
})

test.run()
