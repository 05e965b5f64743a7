import { join } from 'node:path'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import type { CrashRecord, ExceptionRecord, FrameRecord, Manifest, MissingReason, Value } from '../../src/model'
import { crashDocument, crashRecord, frame, Graph, scope, writeCapsule } from '../helpers/crash-record'

/**
 * A crash in which every text comes from `next`: names, keys, messages, paths, sources, values, classes, breadcrumbs, environment,
 * arguments, thread, notes, culprit, and the words of the format that readers must not rely on (kinds, reasons, levels, scopes).
 */
export async function writeHostileCrash (dir: string, name: string, next: () => string): Promise<Capsule> {
  const graph = new Graph()
  const missing = (reason: string = next()): Value => ({ missing: reason as MissingReason, size: 7, type: next(), className: next(), value: next() })
  const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)
  const named = (): Record<string, Value> => Object.fromEntries(many(6, () => [next(), next()]))
  const property = (value: Value = next()): { name: string, value: Value } => ({ name: next(), value })
  const script = 0
  const place = { script, lineNumber0: 2, columnNumber0: 4 }
  const plain = graph.object(named(), next(), { prototypes: [next(), null, next()] })
  const nodes: Value[] = [
    plain,
    graph.array([next(), missing(), plain, next()], { className: next(), size: 9, cut: [{ what: 'elements', reason: next() as MissingReason, count: 5 }] }),
    graph.map([[next(), next()], [plain, next()], [missing(), plain]], { className: next() }),
    graph.set([next(), plain]),
    graph.func(next(), { location: place, functionKind: next() as 'arrow', className: next() }),
    graph.add({ subtype: next() as 'error', className: next(), properties: [property(), property(missing('getter'))], privates: [property()],
      internals: [property(), property(plain)], cut: [{ what: next() as 'properties', reason: next() as MissingReason, count: 3 }] }),
    graph.add({ subtype: 'error', className: next(), properties: [{ name: 'message', value: next() }, { name: 'stack', value: next() }] }),
    graph.add({ subtype: 'regexp', className: 'RegExp', value: next() }),
    graph.add({ subtype: 'date', className: 'Date', value: next() }),
    graph.add({ subtype: 'boxed', className: next(), value: next() }),
    graph.add({ subtype: 'promise', className: 'Promise', internals: [{ name: '[[PromiseState]]', value: next() }, { name: '[[PromiseResult]]', value: next() }] }),
    graph.add({ subtype: 'arraybuffer', className: next(), bytes: Buffer.from(next()).toString('base64'), size: 40 }),
    graph.add({ className: next(), properties: [{ ...property(), symbol: true }, { ...property(missing('getter')), get: next(), set: plain }] }),
    missing('string'), missing('masked'), missing(),
    { type: 'symbol', value: next() }, { type: 'bigint', value: next() }, { type: next() as 'undefined' }, next(), next(),
  ]
  const all = (): { name: string, value: Value }[] => nodes.map(value => property(value))
  const exception = (depth: number): ExceptionRecord => ({ type: next(), message: next(), stack: next(), code: next(), value: plain,
    ...(depth > 0 && { cause: exception(depth - 1), errors: [exception(0), exception(0)], isChainCut: true }) })
  const frames: FrameRecord[] = [
    frame({ function: next(), file: next(), script, lineNumber0: 2, columnNumber0: 4, this: plain, original: { file: next(), line1: 3, column1: 5, function: next() },
      scopes: [{ type: 'local', name: next(), variables: all() }, { type: next() as 'block', name: next(), variables: all().slice(0, 4),
        cut: [{ what: 'properties', reason: next() as MissingReason, count: 2 }] }] }),
    frame({ function: next(), file: next(), script, lineNumber0: 2, columnNumber0: 4, scopes: [scope('closure', named()), scope('module', named())] }),
    ...many(3, () => frame({ function: next(), file: `/srv/node_modules/${next()}/index.js`, inApp: false, lineNumber0: 2, columnNumber0: 4 })),
    frame({ function: next(), file: next(), missing: next() as MissingReason, folded: { length: 1, repetitions: 4 } }),
    frame({ function: next(), file: next(), kind: next() as 'call', missing: 'async' }),
    frame({ function: next(), file: next(), kind: 'async', missing: 'async' }),
  ]
  const crash = crashDocument(frames, graph.nodes, {
    exception: exception(3), notes: many(3, next), thread: { id: 2, isMainThread: false, name: next() }, pauseMs: 1,
    exit: { by: next() as 'printed', evidence: next(), exitCode: 1 }, caughtAt: { frame: 1, file: next(), line: 3, column: 5 },
    scripts: [{ url: next(), hash: next(), sourceMapURL: next(), source: 'sources/0.js', originals: [{ file: frames[0]!.original!.file, source: 'sources/0.ts' }] }],
  })
  const numbers = (): Record<string, number> => Object.fromEntries(many(4, () => [next(), 4_096]))
  const record: Partial<CrashRecord> = {
    signal: next() as CrashRecord['signal'],
    runtime: { name: 'node', version: next(), v8: next(), platform: next(), arch: next(), versions: Object.fromEntries(many(6, () => [next(), next()])) },
    process: { pid: 1, ppid: 2, title: next(), argv: many(4, next), execArgv: many(2, next), cwd: next(), uptimeS: 1, exitCode: 1, memory: numbers(),
      memoryAtStart: numbers(), resourceUsage: numbers(), activeResources: numbers(), hostname: next(),
      package: { name: next(), version: next(), dir: next() }, git: { commit: next(), branch: next() } },
    environment: { policy: next() as 'all', total: 9, variables: Object.fromEntries([...many(8, () => [next(), next()]), [next(), missing()]]) },
    breadcrumbs: many(6, () => ({ at: next(), category: next() as 'console', level: next() as 'info', message: next(),
      data: Object.fromEntries(many(3, () => [next(), next()])) })),
    missing: Object.fromEntries(many(3, () => [next(), 3])) as CrashRecord['missing'],
  }
  const source = (): string => many(8, () => next().replace(/[\r\n\u2028\u2029]/g, ' ')).join('\n')
  const manifest: Partial<Manifest> = {
    place: { function: next(), file: next(), line: 3, column: 5 }, generator: { name: 'faultsnap', version: next() },
    culprit: { summary: next(), expression: next(), value: next(), frame: 0, path: next(),
      trail: many(4, () => ({ text: next(), frame: 1, file: next(), line: 3, column: 5 })) },
  }
  return await readCapsule(await writeCapsule(join(dir, `${name}.faultsnap`), crashRecord(crash, record), { 'sources/0.js': source(), 'sources/0.ts': source() }, manifest))
}

/** A program all of whose texts are payloads, given as JSON in PAYLOADS, and that throws with them in reach. */
export const HOSTILE_PROGRAM = `
const payloads = JSON.parse(process.env.PAYLOADS)
const object = Object.fromEntries(payloads.map((text, index) => [text, payloads[(index + 1) % payloads.length]]))
const classes = payloads.map(text => ({ [text]: class { constructor () { this[text] = text; this[Symbol(text)] = text } } })[text])
const functions = payloads.map(text => ({ [text] () { return text } })[text])
const instances = classes.map(each => new each())
const map = new Map(payloads.map(text => [text, { [text]: text }]))
const errors = payloads.map(text => Object.assign(new Error(text), { name: text, code: text }))
const symbols = payloads.map(text => Symbol(text))
const patterns = payloads.map(text => { try { return new RegExp(text) } catch { return null } })
process.title = payloads[0]
for (const text of payloads.slice(0, 30)) console.log(text)
console.error(payloads.join(' '))
const name = payloads[0]
const hostile = { [name] (first, second) {
  const comment = '</script><script>pwned=1</script>' // </script><img src=x onerror="pwned=1"> {{7*7}} \${pwned=1}
  const error = new AggregateError(errors.slice(0, 12), payloads.join('\\n'), { cause: errors[1] })
  error.name = payloads[1]
  throw error // <img src=x onerror=pwned=1>
} }
hostile[name](payloads, object)
`
