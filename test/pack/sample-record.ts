import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CrashDocument, CrashRecord, PackingOptions } from '../../src/model'

/** A small crash with every part of the format in use: two frames, shared and cyclic objects, typed and missing values. */
export function sampleCrash (): CrashDocument {
  return {
    exception: {
      type: 'TypeError',
      message: "Cannot read properties of undefined (reading 'price')",
      stack: "TypeError: Cannot read properties of undefined (reading 'price')\n    at total (/srv/shop/cart.js:12:20)",
      value: { ref: 0 },
      code: 'ERR_CART',
      cause: { type: 'string', message: 'low \ud800 level', stack: '', value: 'low \ud800 level' },
    },
    frames: [
      {
        index: 0, kind: 'call', function: 'total', file: '/srv/shop/cart.js', script: 0, lineNumber0: 11, columnNumber0: 19,
          inApp: true,
        this: { type: 'undefined' },
        scopes: [{
          type: 'local',
          variables: [
            { name: 'order', value: { ref: 1 } },
            { name: 'count', value: { type: 'number', value: '-0' } },
            { name: 'token', value: { missing: 'masked' } },
          ],
        }],
      },
      { index: 1, kind: 'async', function: 'main', file: '/srv/shop/main.js', lineNumber0: -1, columnNumber0: -1, inApp: true,
        scopes: [], missing: 'async' },
    ],
    scripts: [{ url: 'file:///srv/shop/cart.js' }],
    nodes: [
      { type: 'object', subtype: 'error', className: 'TypeError', properties: [{ name: 'message', value: 'x',
        enumerable: false }] },
      { type: 'object', className: 'Order', prototypes: [], properties: [{ name: 'items', value: { ref: 2 } }, { name: 'self',
        value: { ref: 1 } }] },
      { type: 'object', subtype: 'array', className: 'Array', size: 3, elements: [1, 'two', null], cut: [{ what: 'elements',
        reason: 'items', count: 0 }] },
      { type: 'object', subtype: 'map', className: 'Map', size: 1, entries: [['a', { ref: 1 }]] },
    ],
    thread: { id: 0, isMainThread: true },
    notes: [],
  }
}

/** A record of {@link sampleCrash}, with another `id` each time unless one is given. */
export function sampleRecord (repositoryDir: string, changes: Partial<CrashRecord> = {},
  packing: Partial<PackingOptions> = {}): CrashRecord {
  return {
    spoolVersion: 1,
    id: Math.floor(Math.random() * 0x1_0000_0000).toString(16).padStart(8, '0'),
    capturedAt: new Date().toISOString(),
    signal: 'uncaughtException',
    crash: sampleCrash(),
    runtime: { name: 'node', version: process.version, v8: process.versions.v8, platform: 'linux', arch: 'x64' },
    process: { pid: process.pid, ppid: 1, argv: ['node', 'main.js'], execArgv: [], cwd: '/srv/shop', uptimeS: 1.5 },
    environment: { policy: 'safe', variables: { LANG: 'C', API_KEY: { missing: 'masked' } }, total: 20 },
    breadcrumbs: [{ at: '2026-06-13T23:29:33.000Z', category: 'console', level: 'info', message: 'start', data: { n: 1 } }],
    missing: { masked: 2, async: 1 },
    sourceTexts: { 0: 'function total (order) {\n  return order.items[0].price\n}\n' },
    packing: {
      repositoryDir, html: true, sources: true, editorUrl: 'vscode://file/{path}:{line}:{column}', pathMap: [],
      maxDaysToKeep: 30, maxReportsPerFingerprint: 100, maxRepositoryBytes: 1e9,
        hasTaints: false,
      ...packing,
    },
    ...changes,
  }
}

/** Gives `use` a temporary folder that is removed afterwards. */
export async function withFolder (use: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'faultsnap-test-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
