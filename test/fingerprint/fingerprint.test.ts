import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { fingerprintCrash, fingerprintLines, MAX_FINGERPRINT_FRAMES } from '../../src/fingerprint/fingerprint'
import type { CrashDocument, ExceptionRecord, FrameRecord, ProcessRecord } from '../../src/model'
import { isInApp } from '../../src/stack/in-app'
import { foldRecursion } from '../../src/stack/fold-recursion'
import { stackFramesOf } from '../../src/stack/merge-async-frames'

const processOf = (dir: string, rest: Partial<ProcessRecord> = {}): ProcessRecord =>
  ({ pid: 1, ppid: 0, argv: ['/usr/bin/node', `${dir}/app.js`], execArgv: [], cwd: dir, uptimeS: 1, package: { dir }, ...rest })

/** `load /app/x.js:3` is a frame; `~` in front makes it an async one. */
const frame = (text: string): FrameRecord => {
  const [, isAsync, name, file, line] = /^(~?)(\S*) (.*?)(?::(\d+))?$/.exec(text)!
  return {
    index: 0, kind: isAsync ? 'async' : 'call', function: name!, file: file!, lineNumber0: Number(line ?? 1), columnNumber0: 0,
      inApp: isInApp(file!), scopes: [],
  }
}

const crashOf = (frames: (string | FrameRecord)[], exception: Partial<ExceptionRecord> = {}): CrashDocument => ({
  exception: { type: 'TypeError', message: 'x is 1', stack: 'TypeError: x is 1\n    at load (/app/x.js:1:1)', value: null,
    ...exception },
  frames: frames.map(each => typeof each === 'string' ? frame(each) : each),
  scripts: [], nodes: [], thread: { id: 0, isMainThread: true }, notes: [],
})

const fingerprintOf = (frames: (string | FrameRecord)[], dir = '/app', exception: Partial<ExceptionRecord> = {}) =>
  fingerprintCrash(crashOf(frames, exception), processOf(dir))

test('the fingerprint is a SHA-256 of type and normalised stack', () => {
  const crash = crashOf(['load /app/lib/x.js:3', '~Cart.total /app/node_modules/cart/lib/y.js:9', ' /app/main.js:1'])
  assert.equal(fingerprintLines(crash, processOf('/app')), [
    'type TypeError', 'frame load lib/x.js', 'frame total node_modules/cart/lib/y.js', 'frame  main.js',
  ])
  assert.match(fingerprintCrash(crash, processOf('/app')), /^[0-9a-f]{64}$/)
})

test('machines, checkouts, lines and messages make no difference', () => {
  const here = fingerprintOf(['load /app/lib/x.js:3', 'run /app/node_modules/p/index.js:7', 'main /app/main.js:1'])
  assert.is(fingerprintOf(['load /home/u/a b/lib/x.js:30', 'run /home/u/a b/node_modules/p/index.js:1',
    'main /home/u/a b/main.js:5'], '/home/u/a b'), here)
  assert.is(fingerprintOf(['load C:\\w\\lib\\x.js:3', 'run C:\\w\\node_modules\\p\\index.js:7', 'main c:\\w\\main.js:1'],
    'C:\\w'), here)
  assert.is(fingerprintOf(['load /app/lib/x.js:3', 'run /app/node_modules/.pnpm/p@2.0.0_q@1/node_modules/p/index.js:7',
    'main /app/main.js']), here)
  assert.is(fingerprintOf(['load /app/lib/x.js:3', 'run /app/node_modules/q/node_modules/p/index.js', 'main /app/main.js'],
    '/app', { message: 'y' }), here)
})

test('Node\'s and V8\'s own frames make no difference', () => {
  const without = fingerprintOf(['load /app/x.js', 'main /app/main.js'])
  const native = { ...frame('Array.map '), lineNumber0: -1 }
  assert.is(fingerprintOf(['load /app/x.js', 'emit node:events', native, 'main /app/main.js', 'run [eval]-wrapper',
    'x wasm://wasm/1']), without)
})

test('type, function, file and callers make a difference', () => {
  const all = [
    fingerprintOf(['fail /app/assert.js', 'load /app/x.js']),
    fingerprintOf(['fail /app/assert.js', 'load /app/x.js'], '/app', { type: 'RangeError' }),
    fingerprintOf(['fail /app/assert.js', 'save /app/x.js']),
    fingerprintOf(['fail /app/assert.js', 'load /app/y.js']),
    fingerprintOf(['fail /app/assert.js', '~load /app/x.js', '~save /app/x.js']),
    fingerprintOf(['fail /app/assert.js', 'load /app/node_modules/a/x.js']),
    fingerprintOf(['fail /app/assert.js', 'load /app/node_modules/@b/a/x.js']),
  ]
  assert.is(new Set(all).size, all.length)
})

test(`the ${MAX_FINGERPRINT_FRAMES}th distinct frame counts, the one after it does not`, () => {
  const stack = (length: number, last: string) =>
    fingerprintOf([...Array.from({ length: length - 1 }, (_, at) => `f${at} /app/x.js`), `${last} /app/x.js`])
  assert.is.not(stack(MAX_FINGERPRINT_FRAMES, 'a'), stack(MAX_FINGERPRINT_FRAMES, 'b'))
  assert.is(stack(MAX_FINGERPRINT_FRAMES + 1, 'a'), stack(MAX_FINGERPRINT_FRAMES + 1, 'b'))
})

test('a dependency\'s inner ways do not count, unless there is nothing else', () => {
  const inner = (names: string[]) => [...names.map(name => `${name} /app/node_modules/zod/lib/z.js`), 'load /app/x.js']
  assert.is(fingerprintOf(inner(['parse', '_parse', 'run'])), fingerprintOf(inner(['parse', 'other'])))
  assert.is.not(fingerprintOf(inner(['parse'])), fingerprintOf(inner(['safeParse'])))
  assert.is.not(fingerprintOf(inner(['a', 'b']).slice(0, 2)), fingerprintOf(inner(['a', 'c']).slice(0, 2)))
})

test('original names count where there are some, and a minified one never does', () => {
  const mapped = (rest: object) =>
    fingerprintOf([{ ...frame('a /app/dist/x.js'), original: { file: '/app/src/x.ts', line1: 1, column1: 1, ...rest } }])
  assert.is(mapped({ function: 'load' }), fingerprintOf(['load /app/src/x.ts']))
  assert.is(mapped({}), fingerprintOf([' /app/src/x.ts']))
  const bundled = { ...frame('a /app/dist/x.js'),
    original: { file: 'webpack://shop/./src/x.ts', line1: 1, column1: 1, function: 'load' } }
  assert.is(fingerprintOf([bundled]), fingerprintOf(['load /app/src/x.ts']))
})

test('names from stack text and from V8 come to the same', () => {
  const text = `TypeError: x
    at Cart.total [as sum] (/app/x.js:1:1)
    at new Cart (/app/x.js:2:2)
    at Array.map (<anonymous>)
    at eval (eval at run (/app/y.js:3:3), <anonymous>:1:1)
    at Object.<anonymous> (/app/y.js:4:4)
    at Module._compile (node:internal/modules/cjs/loader:5:5)
    at async Store.load (/app/z.js:6:6)`
  const fromText = stackFramesOf(text, { firstIndex: 0, isInApp })
  assert.is(fingerprintOf(fromText), fingerprintOf(['total /app/x.js', 'Cart /app/x.js', ' ', ' /app/y.js', '~load /app/z.js']))
})

test('the depth of a recursion makes no difference', () => {
  const walk = (...names: string[]) => fingerprintOf([...names.map(name => `${name} /app/tree.js`), 'main /app/main.js'])
  assert.is(walk('visit', 'visit', 'visit'), walk('visit'))
  assert.is(walk('a', 'b', 'a', 'b', 'a'), walk('a', 'b'))
})

test('a stack overflow is the same bug wherever it broke, and however it was folded', () => {
  const exception = { type: 'RangeError', message: 'Maximum call stack size exceeded' }
  const at = (names: string) => [...names].map(name => frame(`${name} /app/x.js`))
  const fingerprints = ['ababababab', 'bababababa', 'hababababa', 'hbababab', 'abababab',
    'abab'].map(names => fingerprintOf(at(names), '/app', exception))
  fingerprints.push(fingerprintOf(foldRecursion(at('hababababab')), '/app', exception))
  fingerprints.push(fingerprintOf(foldRecursion(at('ababab')), '/app', exception))
  assert.is(new Set(fingerprints).size, 1)
  const long = ['abcdefabcd', 'cdefabcdef', 'fabcdefabc'].map(names => fingerprintOf(at(names), '/app', exception))
  assert.is(new Set(long).size, 1)
  assert.is.not(long[0], fingerprints[0])
  assert.is(fingerprintOf(at('aabaabaab'), '/app', exception), fingerprintOf(at('baabaabaa'), '/app', exception))
})

test('evaluated code has one name on every run', () => {
  const pairs = [
    ['f evalmachine.<anonymous>', 'f evalmachine.<anonymous>:7'], ['f [eval]', 'f [eval1]'], ['f REPL1', 'f REPL12'],
    ['f data:text/javascript,1', 'f data:text/javascript,22'], ['f /app/dist/chunk-5F3K2XQA.js', 'f /app/dist/chunk-7G2H4JKL.js'],
    ['f /app/main.3f2a9c1b.js', 'f /app/main.0011aa22.js'],
  ]
  for (const [a, b] of pairs) assert.is(fingerprintOf([a!]), fingerprintOf([b!]), `${a} ${b}`)
  assert.is.not(fingerprintOf(['f [eval]']), fingerprintOf(['f [stdin]']))
})

test('without a package, paths are relative to the main script\'s folder, wherever it was started', () => {
  const at = (dir: string, cwd: string) => fingerprintCrash(crashOf([`load ${dir}/lib/x.js`]), {
    pid: 1, ppid: 0, argv: ['/usr/bin/node', `${dir}/app.js`], execArgv: [], cwd, uptimeS: 1,
  })
  assert.is(at('/home/u/shop', '/home/u'), at('/srv/shop2', '/srv/shop2'))
  const inDir = (cwd: string) => fingerprintCrash(crashOf([`load ${cwd}/lib/x.js`]),
    { pid: 1, ppid: 0, argv: ['/usr/bin/node'], execArgv: [], cwd, uptimeS: 1 })
  assert.is(inDir('/home/u/shop'), inDir('/srv/shop2'))
})

test('a neighbouring package is named by what both have in common', () => {
  assert.is(fingerprintOf(['f /home/u/mono/packages/db/x.js'], '/home/u/mono/packages/api'),
    fingerprintOf(['f /w/packages/db/x.js'], '/w/packages/api'))
})

test('of a file far from the project only the end of its path counts', () => {
  assert.is(fingerprintOf(['f /opt/tool-1/lib/x.js']), fingerprintOf(['f /usr/share/lib/x.js'], '/srv/shop'))
})

test('without frames the normalised message stands in', () => {
  const thrown = (message: string, rest: Partial<ExceptionRecord> = {}) =>
    fingerprintOf(['run node:vm'], '/app', { type: 'string', stack: '', message, ...rest })
  assert.is(thrown('order 12 of "ann" at /srv/a/x.js:3 not found'), thrown('order 777 of "bob" at C:\\w\\x.js:9 not found'))
  assert.is(thrown('id 9f8e7d6c5b4a and 0xFF'), thrown('id 11223344aabb and 0x0'))
  assert.is(thrown('3f2a9c1b-1111-2222-3333-444455556666 gone'), thrown('00000000-aaaa-bbbb-cccc-ddddeeeeffff gone'))
  assert.is.not(thrown('order 12 not found'), thrown('order 12 not paid'))
  assert.is.not(thrown('x'), thrown('x', { type: 'number' }))
  assert.is.not(thrown('x', { code: 'ENOENT' }), thrown('x', { code: 'EACCES' }))
  assert.is.not(thrown('can\'t read user\'s name'), thrown('can\'t write user\'s name'))
})

test('a thrown value counts by its message also where there are frames', () => {
  const thrown = (message: string, file: string) => fingerprintOf([`f ${file}`], '/app', { type: 'string', stack: '', message })
  assert.is(thrown('no 1', '/app/x.js'), thrown('no 2', '/app/x.js'))
  assert.is.not(thrown('no', '/app/x.js'), thrown('yes', '/app/x.js'))
  assert.is.not(thrown('no', '/app/x.js'), thrown('no', '/app/y.js'))
})

test('an error without frames counts by what it includes, however many and in which order', () => {
  const error = (at: string, rest: Partial<ExceptionRecord> = {}): ExceptionRecord =>
    ({ type: 'Error', message: 'm', stack: `Error: m\n    at ${at} (/app/x.js:1:1)`, value: null, ...rest })
  const any = (errors: ExceptionRecord[], rest: Partial<ExceptionRecord> = {}) =>
    fingerprintOf([], '/app', { type: 'AggregateError', message: 'All promises were rejected', stack: 'AggregateError: x', errors, ...rest })
  const one = any([error('load'), error('save')])
  assert.is(any([error('save'), error('load'), error('load')]), one)
  assert.is.not(any([error('load'), error('drop')]), one)
  assert.is.not(any([error('load', { type: 'TypeError' }), error('save')]), one)
  const refused = (message: string, code: string): ExceptionRecord => ({ type: 'Error', message, code, stack: '', value: null })
  assert.is(any([refused('connect ::1', 'ECONNREFUSED')]), any([refused('connect 127.0.0.1', 'ECONNREFUSED'), refused('connect ::1', 'ECONNREFUSED')]))
  assert.is.not(any([refused('connect', 'ECONNREFUSED')]), any([refused('connect', 'ETIMEDOUT')]))
  assert.is.not(any([], { cause: error('load') }), any([], { cause: error('save') }))
  const inner = (at: string): ExceptionRecord => ({ ...refused('', ''), errors: [error(at)] })
  assert.is.not(any([inner('load')]), any([inner('save')]))
  assert.is(fingerprintOf(['load /app/x.js'], '/app', { errors: [error('a')] }), fingerprintOf(['load /app/x.js']), 'frames of its own are enough')
})

test('missing modules and syntax errors count by module and file', () => {
  const missing = (name: string, dir: string) => fingerprintOf(['load node:internal/modules/cjs/loader'], dir, {
    type: 'Error', code: 'MODULE_NOT_FOUND', message: `Cannot find module '${name}'\nRequire stack:\n- ${dir}/app.js`,
  })
  assert.is(missing('./a', '/app'), missing('./a', '/srv/b'))
  assert.is(missing('/app/a.js', '/app'), missing('/srv/b/a.js', '/srv/b'))
  assert.is.not(missing('./a', '/app'), missing('./b', '/app'))
  const syntax = (file: string, dir: string) =>
    fingerprintOf([], dir, { type: 'SyntaxError', message: 'Unexpected token \'}\'', stack: `${file}:3\n  }\n\nSyntaxError: x` })
  assert.is(syntax('/app/a.js', '/app'), syntax('/srv/b/a.js', '/srv/b'))
  assert.is.not(syntax('/app/a.js', '/app'), syntax('/app/b.js', '/app'))
})

test.run()
