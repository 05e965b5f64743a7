import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeCapsuleBytes } from '../../src/capsule/write'
import type {
  CrashDocument, CrashRecord, FrameRecord, GraphNode, Manifest, PropertyRecord, ScopeRecord, ScopeType, Value, ValueRef,
} from '../../src/model'

/** Hand-made object graphs: each method adds a node and gives the reference to it. */
export class Graph {
  readonly nodes: GraphNode[] = []

  add (node: Partial<GraphNode>): ValueRef {
    this.nodes.push({ type: 'object', className: 'Object', ...node })
    return { ref: this.nodes.length - 1 }
  }

  object (properties: Record<string, Value>, className = 'Object', rest: Partial<GraphNode> = {}): ValueRef {
    return this.add({ className, properties: variables(properties), ...rest })
  }

  array (elements: Value[], rest: Partial<GraphNode> = {}): ValueRef {
    return this.add({ className: 'Array', subtype: 'array', size: elements.length, elements, ...rest })
  }

  map (entries: [Value, Value][], rest: Partial<GraphNode> = {}): ValueRef {
    return this.add({ className: 'Map', subtype: 'map', size: entries.length, entries, ...rest })
  }

  set (elements: Value[]): ValueRef {
    return this.add({ className: 'Set', subtype: 'set', size: elements.length, elements })
  }

  func (name: string, rest: Partial<GraphNode> = {}): ValueRef {
    return this.add({ type: 'function', className: 'Function', properties: variables({ length: 0, name }), ...rest })
  }
}

export function variables (values: Record<string, Value>): PropertyRecord[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }))
}

export function scope (type: ScopeType, values: Record<string, Value>, rest: Partial<ScopeRecord> = {}): ScopeRecord {
  return { type, variables: variables(values), ...rest }
}

export function frame (rest: Partial<FrameRecord> = {}): FrameRecord {
  return { index: 0, kind: 'call', function: '', file: '/srv/shop/app.js', lineNumber0: 0, columnNumber0: 0, inApp: true,
    scopes: [], ...rest }
}

/** A crash document with these frames, numbered in order. */
export function crashDocument (frames: FrameRecord[] = [], nodes: GraphNode[] = [],
  rest: Partial<CrashDocument> = {}): CrashDocument {
  return {
    exception: { type: 'Error', message: 'boom', stack: 'Error: boom\n    at main (/srv/shop/app.js:1:1)', value: null },
    frames: frames.map((each, index) => ({ ...each, index })),
    scripts: [],
    nodes,
    thread: { id: 0, isMainThread: true },
    notes: [],
    ...rest,
  }
}

export function crashRecord (crash: CrashDocument, rest: Partial<CrashRecord> = {}): CrashRecord {
  return {
    spoolVersion: 1,
    id: '1eaee423',
    capturedAt: '2026-06-13T23:29:34.123Z',
    signal: 'uncaughtException',
    crash,
    runtime: { name: 'node', version: 'v22.23.0', v8: '12.4.254.21-node.33', platform: 'linux', arch: 'x64' },
    process: { pid: 4711, ppid: 1, argv: ['/usr/bin/node', '/srv/shop/app.js'], execArgv: [], cwd: '/srv/shop', uptimeS: 1.5 },
    environment: { policy: 'safe', variables: { NODE_ENV: 'production' }, total: 12 },
    breadcrumbs: [],
    missing: {},
    sourceTexts: {},
    packing: {
      repositoryDir: '/srv/shop/FaultSnaps', html: false, sources: true, maxDaysToKeep: 30, maxReportsPerFingerprint: 100,
      editorUrl: 'vscode://file/{path}:{line}:{column}', pathMap: [],
      maxRepositoryBytes: 1e9, hasTaints: false,
    },
    ...rest,
  }
}

/** Writes the record as a capsule, with `texts` (ZIP path to text) as further entries, and gives its path. */
export async function writeCapsule (
  file: string, record: CrashRecord, texts: Record<string, string> = {}, rest: Partial<Manifest> = {},
): Promise<string> {
  const { id, capturedAt, signal, crash, runtime, missing } = record
  const json = { 'crash.json': crash, 'environment.json': record.environment, 'breadcrumbs.json': record.breadcrumbs }
  const entries = [
    ...Object.entries(json).map(([path, value]) => ({ path, bytes: Buffer.from(JSON.stringify(value)) })),
    ...Object.entries(texts).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
  ]
  writeFileSync(file, await writeCapsuleBytes(entries, {
    format: 'faultsnap', version: 1, id, capturedAt, signal, runtime, missing,
    exception: { type: crash.exception.type, message: crash.exception.message },
    process: record.process,
    fingerprint: 'c0ffee00'.repeat(8),
    generator: { name: 'faultsnap', version: '0.1.0' },
    ...rest,
  }))
  return file
}

const SHOP_SOURCE = [
  'export class Basket {',
  '  total (): number {',
  '    let sum = 0',
  '    for (const item of this.items) sum += item.price.amount',
  '    return sum',
  '  }',
  '}',
  '',
].join('\n')

/**
 * A crash of a small shop with most of what a capsule can hold: a mapped frame, `this` with a private field, a Map, a cut list, a
 * masked value, a Node frame without variables, a suspended caller, a cause, and text that would play tricks on a terminal.
 */
export async function writeShopCapsule (dir: string, name = 'shop.faultsnap'): Promise<string> {
  const graph = new Graph()
  const items = graph.array([graph.object({ id: 1, price: graph.object({ amount: 5 }) }),
    graph.object({ id: 2, price: { type: 'undefined' } })])
  const basket = graph.object({ items, owner: '\u001b[31mred\u202e' }, 'Basket',
    { privates: variables({ '#secret': { missing: 'masked' } }) })
  graph.nodes[basket.ref]!.properties!.push({ name: 'self', value: basket })
  const cut = graph.array([1, 2], { size: 1000, cut: [{ what: 'elements', reason: 'items', count: 998 }] })
  const error = graph.add({ subtype: 'error', className: 'TypeError', properties: variables({ stack: '', message: 'boom' }) })
  const message = 'Cannot read properties of undefined (reading \'amount\')'
  const stack = `TypeError: ${message}\n    at Basket.total (/srv/shop/dist/basket.js:4:50)`
  const crash = crashDocument([
    frame({
      function: 'total', file: '/srv/shop/dist/basket.js', script: 0, lineNumber0: 3, columnNumber0: 49,
      original: { file: '/srv/shop/src/basket.ts', line1: 4, column1: 51, function: 'Basket.total' },
      this: basket,
      scopes: [
        scope('block', { item: { ref: items.ref - 1 } }),
        scope('local', { sum: 5, token: { missing: 'masked' }, late: { missing: 'optimized-out' },
          big: { type: 'bigint', value: '12' } }),
        scope('module', { rates: graph.map([['EUR', 1], [7, 'seven']]), numbers: cut,
          when: graph.add({ className: 'Date', subtype: 'date', value: 0 }) }),
      ],
    }),
    frame({ function: 'checkout', file: '/srv/shop/dist/app.js', lineNumber0: 9, columnNumber0: 2,
      scopes: [scope('local', { sum: 7, only: 'here', long: { missing: 'string', size: 900, value: 'beg' } })] }),
    frame({ function: 'emit', file: 'node:events', lineNumber0: 519, columnNumber0: 28, inApp: false, missing: 'unavailable' }),
    frame({ kind: 'async', function: 'main', file: '/srv/shop/dist/app.js', lineNumber0: 20, columnNumber0: 4,
      missing: 'async' }),
  ], graph.nodes, {
    exception: {
      type: 'TypeError', message, stack, value: error,
        code: 'E_PRICE',
      cause: { type: 'RangeError', message: 'no price', stack: 'RangeError: no price', value: null },
    },
    exit: { by: 'printed', evidence: 'The program printed its message on stderr.', exitCode: 1 },
    notes: ['Node 20 cannot tell \u001b[2Jthis.'],
    scripts: [{
      url: 'file:///srv/shop/dist/basket.js', source: 'sources/0.js',
        originals: [{ file: '/srv/shop/src/basket.ts', source: 'sources/0.ts' }],
    }],
  })
  const record = crashRecord(crash, {
    signal: 'exit',
    missing: { masked: 2, items: 1 },
    breadcrumbs: [{ at: '2026-06-13T23:29:33.000Z', category: 'console', level: 'error', message: 'checkout failed' }],
  })
  return await writeCapsule(join(dir, name), record, { 'sources/0.js': '// generated\n\n\nlet x\n', 'sources/0.ts': SHOP_SOURCE },
    {
    place: { function: 'Basket.total', file: '/srv/shop/src/basket.ts', line: 4, column: 51 },
  })
}
