import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCapsule } from '../../../src/capsule/read'
import { writeShopCapsule } from '../../helpers/crash-record'
import { occasions } from '../../helpers/occasions'

/** Documents by entry name, as {@link capsuleOf} takes them: a crash in which every member of the format is there. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export async function richDocuments (): Promise<Record<string, any>> {
  const folder = mkdtempSync(join(tmpdir(), 'faultsnap-rich-'))
  try {
    const { manifest, crash, environment, breadcrumbs, readText } = await readCapsule(await writeShopCapsule(folder))
    const nodes = crash.nodes.length
    Object.assign(crash, occasions.request().rest, {
      test: { name: 'basket > adds', runner: 'vitest', file: '/srv/a.test.ts', attempt: 2, expected: { ref: 0 }, actual: { ref: 1 } },
      parent: { kind: 'thread', pid: 1, threadId: 0, job: '7' }, context: { ref: 0 }, caughtAt: { frame: 1, file: '/srv/a.js', line: 3, column: 5 },
      thread: { id: 3, isMainThread: false, name: 'resizer', workerData: { ref: 0 } }, pauseMs: 1.5,
      death: { signal: 'SIGSEGV', exitCode: 139, reason: 'native', stderr: 'last words', report: 'report.json' },
      ghost: { function: 'pay', outcome: 'threw', arguments: { ref: 0 }, durationMs: 3, isDurationBound: true, memoryChange: { rss: 4096 }, within: ['a'], depth: 1 },
    })
    crash.exception.errors = [{ type: 'Error', message: 'one', stack: '', value: null }]
    crash.nodes.push(
      { type: 'object', subtype: 'typedarray', className: 'Uint8Array', size: 3, bytes: 'AQID' },
      { type: 'object', subtype: 'promise', className: 'Promise', internals: [{ name: '[[PromiseState]]', value: 'pending' }] },
      { type: 'function', className: 'Function', functionKind: 'arrow', location: { script: 0, lineNumber0: 1, columnNumber0: 2 } },
      { type: 'object', className: 'Deep', prototypes: ['Base', null], isFrozen: true, properties: [{ name: 'get', value: { missing: 'getter' }, get: { ref: nodes + 2 } },
        { name: 'bytes', value: { ref: nodes } }, { name: 'later', value: { ref: nodes + 1 } }, { name: 'tag', symbol: true, value: { type: 'symbol', value: 'x' } }] })
    crash.frames[0]!.scopes[0]!.variables.push({ name: 'deep', value: { ref: nodes + 3 } })
    const culprit = { summary: 'item.price is undefined', expression: 'item.price', value: 'undefined', frame: 0, path: 'item.price',
      trail: [{ text: 'it came from here', frame: 1, file: '/srv/a.js', line: 2, column: 3 }] }
    const texts = Object.fromEntries(await Promise.all(['sources/0.js', 'sources/0.ts'].map(async path => [path, await readText(path)])))
    return { 'manifest.json': { ...manifest, culprit, occasion: 'POST /orders/:id', entries: [] }, 'crash.json': crash, 'environment.json': environment,
      'breadcrumbs.json': breadcrumbs, ...texts }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
