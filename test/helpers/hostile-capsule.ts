import { join } from 'node:path'
import type { ScopeType } from '../../src/model'
import { crashDocument, crashRecord, frame, Graph, scope, writeCapsule } from './crash-record'

/** Text that a terminal would obey: colours, clearing, titles, hyperlinks, bidi, zero width, line breaks, and wide characters. */
export const HOSTILE = 'x\u001b[31m\u001b[2J\u001b]0;title\u0007\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007' +
  '\u202e\u200b\r\n\u009b2J漢字👩‍👩‍👧é'

/** A crash in which every text that is a program's own is {@link HOSTILE}: names, keys, values, paths, sources, the message. */
export async function writeHostileCapsule (dir: string, name = 'hostile.faultsnap'): Promise<string> {
  const graph = new Graph()
  const deep = graph.object({ [HOSTILE]: HOSTILE })
  const map = graph.map([[HOSTILE, deep], [deep, HOSTILE]])
  const value = graph.object({ [HOSTILE]: HOSTILE, map, big: HOSTILE.repeat(20) }, HOSTILE, {
    privates: [{ name: `#${HOSTILE}`, value: HOSTILE }],
    internals: [{ name: `[[${HOSTILE}]]`, value: HOSTILE }],
  })
  graph.nodes[value.ref]!.properties!.push({ name: HOSTILE, symbol: true, value: map })
  const func = graph.func(HOSTILE, { location: { script: 0, lineNumber0: 1, columnNumber0: 1 } })
  const file = `/srv/${HOSTILE}/app.js`
  const crash = crashDocument([
    frame({
      function: HOSTILE, file, script: 0, lineNumber0: 1, columnNumber0: 3, this: value,
      scopes: [scope('local', { [HOSTILE]: value, func, text: HOSTILE }, { name: HOSTILE }), scope('module', { [HOSTILE]: map }),
        scope(HOSTILE as ScopeType, { text: HOSTILE })],
    }),
    frame({ function: HOSTILE, file: `/srv/node_modules/${HOSTILE}/index.js`, inApp: false }),
    frame({ function: HOSTILE, file: 'node:internal', inApp: false }),
    frame({ kind: 'async', function: HOSTILE, file, missing: HOSTILE as 'async' }),
  ], graph.nodes, {
    exception: { type: HOSTILE, message: HOSTILE, stack: HOSTILE, value },
    scripts: [{ url: `file://${file}`, source: 'sources/0.js' }],
    notes: [HOSTILE],
    thread: { id: 3, isMainThread: false, name: HOSTILE },
  })
  const record = crashRecord(crash, {
    environment: { policy: 'all', variables: { [HOSTILE]: HOSTILE, TOKEN: { missing: 'masked' } }, total: 12 },
    process: {
      pid: 4711, ppid: 1, argv: ['/usr/bin/node', HOSTILE], execArgv: [HOSTILE], cwd: `/srv/${HOSTILE}`, uptimeS: 1.5,
        title: HOSTILE,
      hostname: HOSTILE, package: { name: HOSTILE, version: HOSTILE, dir: `/srv/${HOSTILE}` },
        git: { commit: HOSTILE, branch: HOSTILE },
      memory: { [HOSTILE]: 1 }, resourceUsage: { [HOSTILE]: 1 }, activeResources: { [HOSTILE]: 1 },
    },
    runtime: { name: 'node', version: HOSTILE, v8: HOSTILE, platform: HOSTILE, arch: HOSTILE, versions: { [HOSTILE]: HOSTILE } },
  })
  return await writeCapsule(join(dir, name), record, { 'sources/0.js': `first\n${HOSTILE} ${HOSTILE}\nlast\n` }, {
    culprit: { summary: HOSTILE, value: HOSTILE, trail: [] },
  })
}

/** What must never reach a terminal from a capsule. Line breaks between our own lines are taken out before. */
export const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/
