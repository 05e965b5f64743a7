import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { executionPath, MAX_STEPS, type ExecutionPath } from '../../src/execution-path/execution-path'
import type { CrashDocument, ExceptionRecord, FrameRecord, Signal } from '../../src/model'
import { crashDocument, crashRecord, frame, scope } from '../helpers/crash-record'

/** Innermost first: a name of the program's own function, `lib:name` for one of express, `node:name`, `async name`. */
function frames (...names: string[]): FrameRecord[] {
  return names.map((name, line) => {
    const [, kind, bare] = /^(lib:|node:|async )?(.*)$/.exec(name)!
    const file = kind === 'lib:' ? '/srv/shop/node_modules/express/lib/router.js' : kind === 'node:' ? 'node:events' : '/srv/shop/app.js'
    return frame({ function: bare!, file, lineNumber0: line, inApp: file === '/srv/shop/app.js',
      kind: kind === 'async ' ? 'async' : 'call', scopes: [scope('local', { line })] })
  })
}

function path (crash: CrashDocument, signal: Signal = 'uncaughtException', all = false): ExecutionPath {
  return executionPath(crash, { manifest: crashRecord(crash, { signal }), all })
}

const titles = ({ nodes }: ExecutionPath): string[] => nodes.map(({ title }) => title)
const arrows = ({ edges }: ExecutionPath): string[] =>
  edges.map(({ from, to, kind, label }) => `${from} ${kind}${label === undefined ? '' : ` (${label})`} ${to}`)

test('leads from the entry over the frames, outermost first, to the exception and its signal', () => {
  const drawn = path(crashDocument(frames('total', 'checkout')))
  assert.equal(drawn.nodes, [
    { id: 'entry', kind: 'entry', title: 'node app.js' },
    { id: 'f1', kind: 'frame', title: 'checkout', detail: 'app.js:2:1', frame: 1, frames: [1], inApp: true },
    { id: 'f0', kind: 'frame', title: 'total', detail: 'app.js:1:1', frame: 0, frames: [0], inApp: true },
    { id: 'exception', kind: 'exception', title: 'Error', detail: 'boom', frame: 0 },
    { id: 'signal', kind: 'signal', title: 'uncaught exception' },
  ])
  assert.equal(arrows(drawn), ['entry later (event loop) f1', 'f1 call f0', 'f0 throw exception', 'exception uncaught signal'])
})

test('marks where a caller is suspended and resumes later', () => {
  assert.equal(arrows(path(crashDocument(frames('read', 'async load', 'async main')), 'unhandledRejection')), [
    'entry later (called earlier) f2', 'f2 await (await) f1', 'f1 await (await) f0', 'f0 throw exception', 'exception uncaught signal',
  ])
})

test('folds runs of foreign frames, but not one alone, not over an await, and none at all with `all`', () => {
  const crash = crashDocument(frames('handler', 'lib:handle', 'lib:next', 'node:emit', 'main', 'node:emit', 'start'))
  const folded = path(crash)
  assert.equal(titles(folded), ['node app.js', 'start', 'emit', 'main', '3 frames of Node.js, express', 'handler', 'Error', 'uncaught exception'])
  assert.equal(folded.nodes[4], { id: 'g1', kind: 'group', title: '3 frames of Node.js, express', detail: 'emit … handle', frame: 1,
    frames: [1, 2, 3], inApp: false })
  assert.equal(path(crash, 'exit', true).nodes.length, 1 + 7 + 2)
  const awaited = frames('lib:a', 'lib:b', 'lib:c', 'lib:d').map((each, index): FrameRecord => index < 2 ? each : { ...each, kind: 'async' })
  assert.equal(titles(path(crashDocument(awaited))).slice(1, -2), ['d', 'c', '2 frames of express'])
  assert.equal(arrows(path(crashDocument(awaited))).slice(1, 3), ['f3 await (await) f2', 'f2 await (await) g0'])
})

test('names packages wherever a package manager keeps them', () => {
  const from = (file: string): FrameRecord => frame({ file, function: 'f', inApp: false })
  const owner = (file: string): string => titles(path(crashDocument([from(file), { ...from(file), lineNumber0: 8 }])))[1]!
  assert.is(owner('/srv/node_modules/.pnpm/@scope+x@1.0.0/node_modules/@scope/x/i.js'), '2 frames of @scope/x')
  assert.is(owner('C:\\srv\\node_modules\\@scope\\x\\i.js'), '2 frames of @scope/x')
  assert.is(owner('node:fs'), '2 frames of Node.js')
  assert.is(owner(''), '2 frames of V8')
})

test('folds recursion from its third occurrence on, and says how often the cycle came', () => {
  const turn = (times: number): FrameRecord[] => frames('throws', ...Array.from({ length: times }, () => ['even', 'odd']).flat(), 'main')
    .map(each => ({ ...each, lineNumber0: each.function.length }))
  assert.equal(titles(path(crashDocument(turn(2)))).slice(1, -2), ['main', 'odd', 'even', 'odd', 'even', 'throws'])
  const folded = path(crashDocument(turn(3)))
  assert.equal(titles(folded).slice(1, -2), ['main', 'odd', 'even', 'throws'])
  assert.ok(arrows(folded).includes('f1 repeat (2 more times) f2'))
  assert.is(path(crashDocument(turn(30)), 'exit', true).nodes.length, 1 + 62 + 2)
})

test('shows recursion that the recorder folded', () => {
  const recorded = frames('throws', 'even', 'odd', 'main')
  recorded[2]!.folded = { length: 2, repetitions: 5_000 }
  for (const all of [false, true]) {
    assert.ok(arrows(path(crashDocument(recorded), 'exit', all)).includes('f1 repeat (5000 more times) f2'))
  }
  const foreign = frames('throws', 'lib:even', 'lib:odd', 'main')
  foreign[2]!.folded = { length: 2, repetitions: 10 }
  assert.is(titles(path(crashDocument(foreign)))[2], '22 frames of express')
  const self = frames('throws', 'again')
  self[1]!.folded = { length: 1, repetitions: 1 }
  assert.ok(arrows(path(crashDocument(self))).includes('f1 repeat (1 more time) f1'))
})

test('tells from Node\'s own frames what called into the program', () => {
  const first = (file: string, kind: FrameRecord['kind'] = 'call'): string =>
    arrows(path(crashDocument([...frames('f'), frame({ file, kind, inApp: false })])))[0]!
  assert.is(first('node:internal/main/run_main_module'), 'entry call f1')
  assert.is(first('node:internal/modules/esm/module_job'), 'entry call f1')
  assert.is(first('node:internal/timers'), 'entry later (timer) f1')
  assert.is(first('node:internal/process/task_queues'), 'entry later (promise job or nextTick) f1')
  assert.is(first('node:_http_common'), 'entry later (event loop) f1')
  assert.is(first('/srv/shop/app.js', 'stack'), 'entry unknown (callers not recorded) f1')
  assert.equal(arrows(path(crashDocument())), ['entry unknown (no frames recorded) exception', 'exception uncaught signal'])
})

test('calls the code of a module what it is', () => {
  const loader = (file: string, name: string): string => path(crashDocument([frame(), frame({ file, function: name, inApp: false })])).nodes
    .find(({ id }) => id === 'f0')!.title
  assert.is(loader('node:internal/modules/cjs/loader', 'Module._compile'), 'module top level')
  assert.is(loader('node:internal/modules/esm/module_job', 'run'), 'module top level')
  assert.is(loader('node:events', 'emit'), '<anonymous>')
})

test('says how the program was started, and in which thread', () => {
  const crash = crashDocument(frames('f'))
  const entry = (argv: string[], execArgv: string[] = [], thread = crash.thread): unknown => {
    const record = crashRecord(crash)
    const { title, detail } = executionPath({ ...crash, thread }, { manifest: { ...record, process: { ...record.process, argv, execArgv } } }).nodes[0]!
    return detail === undefined ? title : [title, detail]
  }
  assert.is(entry(['/usr/bin/node', '/srv/shop/dist/main.js']), 'node dist/main.js')
  assert.is(entry(['/usr/bin/node', '/srv/shopping/main.js']), 'node /srv/shopping/main.js')
  assert.is(entry(['/usr/bin/node', 'x'], ['-e', 'f()']), 'node -e')
  assert.is(entry(['/usr/bin/node']), 'node')
  assert.equal(entry(['node', '/srv/shop/a.js'], [], { id: 3, isMainThread: false }), ['node a.js', 'worker thread 3'])
  assert.is(executionPath(crash).nodes[0]!.title, 'entry')
})

test('shows the catch, the frame that it stands in, and what followed', () => {
  const caughtAt = { frame: 1, file: '/srv/shop/app.js', line: 7, column: 3 }
  const exit = { by: 'printed', evidence: 'It printed it.', exitCode: 3 } as const
  const drawn = path(crashDocument(frames('f', 'main'), [], { caughtAt, exit }), 'exit')
  assert.equal(drawn.nodes.slice(-2), [
    { id: 'catch', kind: 'catch', title: 'catch', detail: 'app.js:7:3', frame: 1 },
    { id: 'signal', kind: 'signal', title: 'exit with code 3' },
  ])
  assert.equal(arrows(drawn).slice(-3), ['exception caught catch', 'catch within (in) f1', 'catch then signal'])
  const elsewhere = path(crashDocument(frames('f'), [], { exit }), 'exit')
  assert.equal(arrows(elsewhere).at(-1), 'exception caught (caught) signal')
})

test('has words for every signal, and passes on one that it does not know', () => {
  const words = (signal: string): string => path(crashDocument(), signal as Signal).nodes.at(-1)!.title
  const known = ['uncaughtException', 'unhandledRejection', 'exit', 'heapOutOfMemory', 'manual', 'http', 'test', 'killed']
  assert.is(new Set(known.map(words)).size, known.length)
  assert.is(words('eclipse'), 'eclipse')
})

const error = (type: string, rest: Partial<ExceptionRecord> = {}): ExceptionRecord =>
  ({ type, message: `${type} message`, stack: '', value: null, ...rest })

test('links causes and contained errors to the exception that has them', () => {
  const exception = error('AggregateError', { errors: [error('A', { cause: error('B') }), error('C')], cause: error('D', { isChainCut: true }) })
  assert.equal(arrows(path(crashDocument([], [], { exception }))).slice(2), [
    'exception cause (caused by) cause1', 'cause1 cause (caused by) cause1Cut',
    'exception cause (contains) cause2', 'cause2 cause (caused by) cause3', 'exception cause (contains) cause4',
  ])
})

test('shows ten causes, and that there are more', () => {
  const causes = (count: number): string[] => path(crashDocument([], [], {
    exception: error('E', { errors: Array.from({ length: count }, () => error('X')) }) })).nodes
    .filter(({ kind }) => kind === 'cause').map(({ title }) => title)
  assert.equal(causes(10), Array(10).fill('X'))
  assert.equal(causes(11), [...Array(10).fill('X'), 'further errors'])
})

test('leaves out the middle of a stack that no drawing can hold', () => {
  const deep = (count: number): ExecutionPath =>
    path(crashDocument(frames(...Array.from({ length: count }, (_, index) => `f${index}`))))
  assert.is(deep(MAX_STEPS).nodes.filter(({ kind }) => kind === 'gap').length, 0)
  const { nodes } = deep(MAX_STEPS + 1)
  const gap = nodes.findIndex(({ kind }) => kind === 'gap')
  assert.equal([nodes[gap]!.title, nodes[gap - 1]!.title, nodes[gap + 1]!.title], ['1 frame', 'f81', 'f79'])
  assert.is(deep(20_000).nodes.length, MAX_STEPS + 4)
})

test('every edge leads from one node to another, whatever a capsule says of its frames', () => {
  const strange = frames('a', 'b', 'b', 'c').map(each => ({ ...each, index: 7, folded: { length: 1e9, repetitions: -1 } }))
  strange[1]!.folded = { length: -5, repetitions: 1e300 }
  const caughtAt = { frame: 99, file: 'x', line: 0, column: 0 }
  for (const all of [false, true]) {
    const { nodes, edges } = path(crashDocument(strange, [], { caughtAt }), 'exit', all)
    const ids = nodes.map(({ id }) => id)
    assert.is(new Set(ids).size, ids.length)
    for (const id of ids) assert.match(id, /^[a-z]+\d*(?:Cut)?$/)
    for (const { from, to } of edges) assert.ok(ids.includes(from) && ids.includes(to), `${from} ${to}`)
  }
})

test.run()
