import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { fingerprintLines } from '../../src/fingerprint/fingerprint'
import { nameNameless } from '../../src/fingerprint/name-nameless'
import { textAround } from '../../src/fingerprint/text-around'
import type { CrashDocument, ExceptionRecord, FrameRecord, ProcessRecord } from '../../src/model'

const PROCESS: ProcessRecord = { pid: 1, ppid: 0, argv: ['node', '/app/a.js'], execArgv: [], cwd: '/app', uptimeS: 1, package: { dir: '/app' } }

const frame = (name: string, line1: number, file = '/app/a.js'): FrameRecord => ({
  index: 0, kind: 'call', function: name, file, lineNumber0: line1 - 1, columnNumber0: 0, inApp: !file.includes('node_modules'), scopes: [],
})

/** Frames are `name:mark`; the mark stands in the text as `@mark@`, which is taken out. */
function linesOf (text: string, frames: (string | FrameRecord)[], exception: Partial<ExceptionRecord> = {}): string[] {
  const crash: CrashDocument = {
    exception: { type: 'TypeError', message: 'm', stack: 'TypeError: m\n    at x', value: null, ...exception },
    frames: frames.map(each => typeof each === 'string' ? frame(each.split(':')[0]!, 1) : each),
    scripts: [], nodes: [], thread: { id: 0, isMainThread: true }, notes: [],
  }
  const places = new Map(crash.frames.map((each, at) => {
    const spec = frames[at]!
    const offset = typeof spec === 'string' ? text.indexOf(`@${spec.split(':')[1]}@`) : -1
    const before = text.slice(0, offset).replace(/@\w@/g, '')
    return [each, { line1: before.split('\n').length, column1: before.length - before.lastIndexOf('\n'), isThere: offset >= 0 }]
  }))
  const plain = text.replace(/@\w@/g, '')
  nameNameless(crash, {
    placeOf: each => places.get(each)!.isThere ? { text: plain, masked: plain.replaceAll('hunter2', '‹masked›'), ...places.get(each)! } : undefined,
    mask: part => part.replaceAll('also secret', '‹masked›'),
  })
  return fingerprintLines(crash, PROCESS).slice(1)
}

test('handlers, tests and listeners without a name count by the call that they are given to', () => {
  const text = `
app.get<Params>('/users/:id', auth(), async (req: Request): Promise<void> => {
  @a@res.json(user.name)
})
describe("cart", () => { test(\`counts twice\`, function () {
  @b@assert.equal(1, 2) // why
}) })
export function routes (app) { app.on("GET", '/x', { a: 1 }, wrap(async c => { @c@c.req() })) }
fetch('/rates').then((r) => r.json()).then(r => @d@r.list.length)
process.on('message', m => { if (m) { for (const x of m) { @e@x.y.z() } } })
class Cart { total (items) { return items.map(i => @f@i.price * 2) } }
module.exports.run = () => { @g@null.x }
`
  assert.equal(linesOf(text, [':a']), [`frame app.get('/users/:id') a.js`, 'line res.json(user.name)'])
  assert.equal(linesOf(text, [':b']), [`frame describe('cart') > test('counts twice') a.js`, 'line assert.equal(1, 2)'])
  assert.is(linesOf(text, [':c'])[0], `frame routes > app.on('GET', '/x') > wrap() a.js`)
  assert.is(linesOf(text, [':d'])[0], `frame fetch('/rates').then().then() a.js`)
  assert.equal(linesOf(text, [':e']), [`frame process.on('message') a.js`, `line process.on('message', m => { if (m) { for (const x of m) { x.y.z() } } })`])
  assert.is(linesOf(text, [':f'])[0], 'frame total > items.map() a.js')
  assert.equal(linesOf(text, [':g']), ['frame run a.js'], 'V8 gives no name to what is assigned to a member')
})

test('what stands elsewhere in the file, quotes, white space and comments make no difference', () => {
  const before = linesOf(`test('a b', () => {\n  const x = get('a')\n  @a@x.list . push(  "1" );\n})`, [':a'])
  assert.equal(linesOf(`/* it's */ const y = /[{("]/\nfunction other () { return \`\${y}\` }\n\n` +
    `test("a b",\n  async function () {\n    if (other) { const x = get('b') }\n\t@a@x.list . push(   '1' ) // "more"\n})\n`, [':a']), before)
  assert.is.not(linesOf(`test('a c', () => {\n  @a@x.list . push(  "1" );\n})`, [':a']).join(), before.join())
  assert.is.not(linesOf(`test('a b', () => {\n  @a@x.list . pop(  "1" );\n})`, [':a']).join(), before.join())
})

test('of an error that is made first and thrown then, the line counts that made it', () => {
  const text = `on('x', () => {\n  @a@const error: Error = new Error('no ' + id)\n  error.code = 1\n  @b@throw error\n})
on('y', () => { try {} catch (error) {\n @c@throw error\n} })`
  assert.equal(linesOf(text, [':a']), [`frame on('x') a.js`, `line const error: Error = new Error('no ' + id)`])
  assert.equal(linesOf(text, [':b']), linesOf(text, [':a']))
  assert.equal(linesOf(text, [':c']), [`frame on('y') a.js`, 'line throw error'])
})

test('a function that nothing tells apart counts by its line, wherever it is on the stack', () => {
  const text = 'function load () { @a@}\nsetTimeout(() => {\n  @b@load(1)\n})\nsetTimeout(() => {\n  @c@load(2)\n}, 5)\n;(async () => {\n @d@await load(3)\n})()\n@e@load(4)'
  const from = (mark: string) => linesOf(text, ['load:a', `:${mark}`])
  assert.equal(from('b'), ['frame load a.js', 'frame setTimeout() at load(1) a.js'])
  assert.equal(from('c'), ['frame load a.js', 'frame setTimeout() at load(2) a.js'])
  assert.equal(from('d'), ['frame load a.js', 'frame () at await load(3) a.js'])
  assert.equal(from('e'), ['frame load a.js', 'frame  a.js'], 'code in no function is the file\'s')
  assert.equal(linesOf(text, [':e']), ['frame  a.js', 'line load(4)'], 'unless it fails itself')
})

test('the depth of a recursion through a function without a name makes no difference', () => {
  const text = 'function walk (node) {\n  @a@node.children.forEach(child => {\n    @b@child.name.x\n    @c@walk(child)\n  })\n}'
  const once = linesOf(text, [':b', 'walk:a'])
  assert.equal(once, ['frame walk > node.children.forEach() a.js', 'frame walk a.js', 'line child.name.x'])
  assert.equal(linesOf(text, [':b', 'walk:a', ':c', 'walk:a', ':c', 'walk:a']), once)
  const overflow = { type: 'RangeError', message: 'Maximum call stack size exceeded' }
  assert.equal(linesOf(text, [':c', 'walk:a', ':c', 'walk:a'], overflow), linesOf(text, ['walk:a', ':c', 'walk:a', ':c'], overflow))
})

test('where no text is known, the message tells functions without a name apart', () => {
  assert.equal(linesOf('', [':x'], { message: 'no order 17' }), ['frame  a.js', 'message no order <number>'])
  assert.equal(linesOf('', ['load:x', ':y']), ['frame load a.js', 'frame  a.js'])
})

test('what is kept is masked, and of a bundle only a part of the line', () => {
  assert.equal(linesOf(`login('hunter2', () => {\n @a@x('also secret')\n})`, [':a']), [`frame login(…) at x('‹masked›') a.js`])
  assert.equal(linesOf(`test('a', () => {\n const password =\n  @a@'hunter2'.x.y\n})`, [':a']), [`frame test('a') a.js`, 'line …'])
  const bundle = `${'var a=1;'.repeat(50)}e.get("/x",t=>{@a@t.y.z()});${'var a=1;'.repeat(50)}`
  assert.equal(linesOf(bundle, [':a']).map(line => line.slice(0, 15)), [`frame e.get('/x`, 'line t.y.z()})'.slice(0, 15).padEnd(15, ';')])
})

test('the program\'s frames count behind any number of libraries, and without one the code does', () => {
  const libraries = Array.from({ length: 12 }, (_value, at) => frame(`f${at}`, 1, `/app/node_modules/p${at}/x.js`))
  const lines = linesOf('', [...libraries, frame('load', 1), frame('main', 1)])
  assert.equal(lines, [...libraries.slice(0, 4).map((_each, at) => `frame f${at} node_modules/p${at}/x.js`), 'frame load a.js', 'frame main a.js'])
  const without = (rest: Partial<ExceptionRecord>) => linesOf('', libraries.slice(0, 1), rest)
  assert.equal(without({ code: 'ECONNREFUSED' }), ['frame f0 node_modules/p0/x.js', 'code ECONNREFUSED'])
  const caused = (at: string): ExceptionRecord =>
    ({ type: 'Error', message: 'm', stack: `Error: m\n    at node:net:1:1\n    at ${at} (/app/a.js:1:1)`, value: null })
  assert.equal(without({ cause: caused('load') }), ['frame f0 node_modules/p0/x.js', 'includes Error, frame load a.js'])
  assert.equal(without({ cause: { ...caused('x'), stack: '' } }), ['frame f0 node_modules/p0/x.js'])
})

test('broken text, and places that are not in it, are no error', () => {
  for (const text of ['', '}}}', '((((', '`${', 'a(`', '/*', 'f("', ')}])}', '{)}(']) {
    for (const column of [1, 3, 999]) assert.ok(textAround(text, text, 1, column))
    assert.is(textAround(text, text, 2, 1), undefined)
    assert.is(textAround(text, text, 0, 1), undefined)
  }
})

test.run()
