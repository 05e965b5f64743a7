import { encode } from '@jridgewell/sourcemap-codec'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CrashDocument, FrameRecord, ScriptRecord } from '../../src/model'
import { applySourceMaps } from '../../src/sourcemap/apply-source-maps'

/** `function f(){throw x}` on one line: mappings at columns 0, 9 (named) and 13, then nothing original from column 21. */
const mapOf = (rest: object = {}) => JSON.stringify({
  version: 3, sources: ['../src/a.ts'], names: ['failing'], sourcesContent: ['function failing () {\n  throw x\n}\n'],
  // [0,0,0,0] [9,0,0,9,names 0] [13,0,1,2] [21]
  mappings: 'AAAA,SAASA,IACP,Q', ...rest,
})

const frame = (rest: Partial<FrameRecord> = {}): FrameRecord => ({
  index: 0, kind: 'call', function: 'f', file: '/app/dist/x.js', script: 0, lineNumber0: 0, columnNumber0: 13, inApp: true,
    scopes: [],
  functionLocation: { lineNumber0: 0, columnNumber0: 10 }, ...rest,
})

function crashOf (frames: FrameRecord[], scripts: ScriptRecord[] = [{ url: 'file:///app/dist/x.js' }]): CrashDocument {
  const exception = { type: 'Error', message: 'boom', stack: '', value: null }
  return { exception, frames, scripts, nodes: [], thread: { id: 0, isMainThread: true }, notes: [] }
}

const maskSource = (text: string) => text.replace('throw', 'MASKED')

test('a frame gets its original place, and the original source is packed masked', () => {
  const crash = crashOf([frame()])
  const packed = applySourceMaps(crash, { 0: mapOf() }, { maskSource })
  assert.equal(crash.frames[0]!.original, { file: '/app/src/a.ts', line1: 2, column1: 3, function: 'failing' })
  assert.equal(packed.originals, { 'sources/original/0.ts': 'function failing () {\n  MASKED x\n}\n' })
  assert.equal(crash.scripts[0], {
    url: 'file:///app/dist/x.js', sourceMap: 'sources/0.map',
      originals: [{ file: '/app/src/a.ts', source: 'sources/original/0.ts' }],
  })
  const stored = JSON.parse(packed.maps['sources/0.map']!)
  assert.equal(Object.keys(stored).sort(), ['mappings', 'names', 'sources', 'version'])
})

test('positions before the first mapping, in unmapped code, on other lines and unknown ones stay unmapped', () => {
  for (const place of [{ columnNumber0: 21 }, { columnNumber0: 99 }, { lineNumber0: 1 }, { lineNumber0: -1 },
    { columnNumber0: -1 }]) {
    const crash = crashOf([frame(place)])
    assert.equal(applySourceMaps(crash, { 0: mapOf() }, { maskSource }).originals, {})
    assert.is(crash.frames[0]!.original, undefined)
  }
  const late = crashOf([frame({ columnNumber0: 8 })])
  applySourceMaps(late, { 0: mapOf({ mappings: 'SAASA' }) }, { maskSource })
  assert.is(late.frames[0]!.original, undefined)
})

test('a broken map leaves its script as it was, with a note that quotes nothing of it', () => {
  const broken = [
    '', 'secret', '{"version":3}', '[]', 'null', '"x"', '{"version":3,"sources":"x","mappings":""}', '{"sections":[{}]}',
    mapOf({ mappings: 5 }), mapOf({ sources: null }),
      '{"version":3,"sections":[{"offset":{"line":0,"column":0},"url":"secret"}]}',
  ]
  for (const text of broken) {
    const crash = crashOf([frame()])
    const { originals, maps } = applySourceMaps(crash, { 0: text }, { maskSource })
    assert.equal({ originals, maps }, { originals: {}, maps: {} }, text)
    assert.equal(crash.frames, [frame()], text)
    assert.equal(crash.scripts, [{ url: 'file:///app/dist/x.js' }], text)
    assert.is(crash.notes.length, 1, text)
    assert.not.match(crash.notes[0]!, 'secret')
  }
})

test('hostile mappings, sources and names never throw', () => {
  const hostile = [
    { mappings: 'AAAA,AAAA,####' }, { mappings: 'A/A/A' }, { mappings: 'AAgggggggggggggA' }, { mappings: 'ACCA' },
      { sources: [null] }, { sources: [5] },
    { sourcesContent: [5] }, { sourcesContent: null }, { names: null }, { names: [7] }, { sourceRoot: 5 },
      { sources: ['file://%'] }, { sources: ['http://['] },
  ]
  for (const rest of hostile) applySourceMaps(crashOf([frame({ columnNumber0: 0 }), frame()]), { 0: mapOf(rest) }, { maskSource })
})

test('a map in sections counts from its sections', () => {
  const sectioned = JSON.stringify({
    version: 3,
    sections: [
      { offset: { line: 0, column: 0 }, map: JSON.parse(mapOf({ sources: ['first.ts'], sourcesContent: undefined })) },
      { offset: { line: 5, column: 4 }, map: JSON.parse(mapOf({ sourceRoot: '../src', sources: ['second.ts'] })) },
    ],
  })
  const crash = crashOf([frame(),
    frame({ lineNumber0: 5, columnNumber0: 17, functionLocation: { lineNumber0: 5, columnNumber0: 14 } })])
  const packed = applySourceMaps(crash, { 0: sectioned }, { maskSource })
  assert.equal(crash.frames.map(each => each.original?.file), ['/app/dist/first.ts', '/app/src/second.ts'])
  assert.is(crash.frames[1]!.original!.function, 'failing')
  assert.not.match(packed.maps['sources/0.map']!, 'sourcesContent')
  assert.equal(Object.keys(packed.originals), ['sources/original/0.ts'])
})

test('a source without content is read from disk, if it is a file there', () => {
  const read: string[] = []
  const readFile = (path: string): string | undefined => {
    read.push(path)
    return path === '/app/src/a.ts' ? 'throw it' : undefined
  }
  const packedWith = (rest: object) => applySourceMaps(crashOf([frame()]), { 0: mapOf(rest) }, { maskSource, readFile }).originals
  assert.equal(packedWith({ sourcesContent: undefined }), { 'sources/original/0.ts': 'MASKED it' })
  assert.equal(packedWith({ sourcesContent: [null] }), { 'sources/original/0.ts': 'MASKED it' })
  read.length = 0
  assert.equal(packedWith({ sourcesContent: undefined, sources: ['webpack://shop/a.ts'] }), {})
  assert.equal(packedWith({ sourcesContent: undefined, sources: ['file://server/share/a.ts'] }), {})
  packedWith({})
  assert.equal(read, [], 'neither names of bundlers, nor network shares, nor what the map has anyway')
  const gone = crashOf([frame()])
  applySourceMaps(gone, { 0: mapOf({ sourcesContent: undefined }) },
    { maskSource, readFile: () => { throw new Error('EACCES') } })
  assert.equal(gone.scripts[0]!.originals, [{ file: '/app/src/a.ts' }])
})

test('an empty original is packed too, and what no frame points into is not', () => {
  const crash = crashOf([frame()])
  const packed = applySourceMaps(crash, { 0: mapOf({ sources: ['a.ts', 'b.ts'], sourcesContent: ['', 'unused'] }) },
    { maskSource })
  assert.equal(packed.originals, { 'sources/original/0.ts': '' })
})

test('one source of two bundles is packed once', () => {
  const crash = crashOf([frame(), frame({ script: 1 }), frame()], [{ url: '/app/dist/x.js' }, { url: '/app/dist/y.js' }])
  const packed = applySourceMaps(crash, { 0: mapOf(), 1: mapOf() }, { maskSource })
  assert.equal(Object.keys(packed.originals), ['sources/original/0.ts'])
  assert.equal(Object.keys(packed.maps), ['sources/0.map', 'sources/1.map'])
  assert.equal(crash.scripts.map(script => script.originals),
    Array(2).fill([{ file: '/app/src/a.ts', source: 'sources/original/0.ts' }]))
})

test('the original file says whether the frame is the program\'s own', () => {
  const crash = crashOf([frame()])
  applySourceMaps(crash, { 0: mapOf({ sources: ['../node_modules/lib/a.ts'] }) }, { maskSource })
  assert.is(crash.frames[0]!.inApp, false)
  const prebuilt = crashOf([frame({ file: '/app/node_modules/.cache/x.js', inApp: false })],
    [{ url: '/app/node_modules/.cache/x.js' }])
  applySourceMaps(prebuilt, { 0: mapOf({ sources: ['../../src/a.ts'] }) }, { maskSource })
  assert.is(prebuilt.frames[0]!.inApp, true)
})

test('an inline map does not stay in the script\'s record, and sources are relative to an external map\'s own place', () => {
  const inline = crashOf([], [{ url: '/app/dist/x.js', sourceMapURL: 'data:application/json,secret' },
    { url: '/b.js', sourceMapURL: 'b.js.map' }])
  applySourceMaps(inline, {}, { maskSource })
  assert.equal(inline.scripts, [{ url: '/app/dist/x.js' }, { url: '/b.js', sourceMapURL: 'b.js.map' }])
  const external = crashOf([frame()], [{ url: '/app/dist/x.js', sourceMapURL: '../maps/deep/x.js.map' }])
  applySourceMaps(external, { 0: mapOf() }, { maskSource })
  assert.is(external.frames[0]!.original!.file, '/app/maps/src/a.ts')
})

test('the standard\'s prefix against inclusion as a script is dropped', () => {
  const crash = crashOf([frame()])
  applySourceMaps(crash, { 0: `)]}'\n${mapOf()}` }, { maskSource })
  assert.is(crash.frames[0]!.original!.line1, 2)
})

test('a minified name is never taken for the original one', () => {
  const nameOf = (rest: Partial<FrameRecord>, map: object = {}) => {
    const crash = crashOf([frame(rest)])
    applySourceMaps(crash, { 0: mapOf(map) }, { maskSource })
    return crash.frames[0]!.original!.function
  }
  assert.is(nameOf({ functionLocation: undefined }), 'failing', 'by the original text')
  assert.is(nameOf({ functionLocation: undefined }, { sourcesContent: undefined }), undefined)
  assert.is(nameOf({ functionLocation: undefined }, { sourcesContent: undefined, names: [], mappings: 'AAAA,SAAS,IACP,Q' }), 'f',
    'nothing renamed')
  assert.is(nameOf({ function: '' }), undefined, 'the name nearby is not that of an anonymous function')
})

test('the name of another identifier that stands at a fitting distance is not the function\'s', () => {
  // var e=1,f=function(){throw x}
  const mappings = encode([[[4, 0, 0, 6, 0], [6, 0, 0, 16], [8, 0, 0, 19], [10, 0, 0, 23], [21, 0, 0, 37]]])
  const sourcesContent = ['const earlier = 1, f = function () { throw x }']
  const crash = crashOf([frame({ columnNumber0: 21, functionLocation: { lineNumber0: 0, columnNumber0: 18 } })])
  applySourceMaps(crash, { 0: mapOf({ names: ['earlier'], mappings, sourcesContent }) }, { maskSource })
  assert.is(crash.frames[0]!.original!.function, 'f')
})

test('a short name is not known because the source has one like it somewhere', () => {
  const crash = crashOf([frame({ functionLocation: undefined, columnNumber0: 0 })])
  const sourcesContent = ['fail(); const f = 1; const run = () => f']
  applySourceMaps(crash, { 0: mapOf({ names: ['run'], mappings: 'AAAA', sourcesContent }) }, { maskSource })
  assert.equal(crash.frames[0]!.original, { file: '/app/src/a.ts', line1: 1, column1: 1 })
})

test('a source that is a data URL is not stored', () => {
  const packed = applySourceMaps(crashOf([frame()]), { 0: mapOf({ sources: ['data:text/plain,throw'] }) }, { maskSource })
  assert.not.match(JSON.stringify(packed), 'throw')
})

test('text frames of a script are mapped, and those of an original are taken as they are', () => {
  const text = { kind: 'async' as const, script: undefined, functionLocation: undefined, missing: 'async' as const }
  const crash = crashOf([frame(), frame({ ...text }),
    frame({ ...text, file: '/app/src/a.ts', function: 'Cart.failing', lineNumber0: 1, columnNumber0: 2 })])
  applySourceMaps(crash, { 0: mapOf() }, { maskSource })
  assert.is(crash.frames[1]!.script, 0)
  assert.equal(crash.frames[1]!.original, { file: '/app/src/a.ts', line1: 2, column1: 3, function: 'failing' })
  assert.equal(crash.frames[2]!.original, { file: '/app/src/a.ts', line1: 2, column1: 3, function: 'failing' })
  assert.equal([crash.frames[2]!.file, crash.frames[2]!.lineNumber0, crash.frames[2]!.columnNumber0], ['/app/dist/x.js', -1, -1])
})

test('where script and original have one name, the option or the text decides whether it was mapped', () => {
  const originalOf = (stack: string, isStackTextMapped?: boolean) => {
    const own = { file: '/app/a.ts', lineNumber0: 0, columnNumber0: 13 }
    const crash = crashOf([frame(own), frame({ ...own, kind: 'async', functionLocation: undefined })], [{ url: '/app/a.ts' }])
    crash.exception.stack = stack
    applySourceMaps(crash, { 0: mapOf({ sources: ['a.ts'] }) },
      { maskSource, ...(isStackTextMapped !== undefined && { isStackTextMapped }) })
    return crash.frames[1]!.original!.line1
  }
  assert.is(originalOf('Error: boom\n    at f (/app/a.ts:1:14)'), 2)
  assert.is(originalOf('Error: boom\n    at f (/app/a.ts:2:3)'), 1)
  assert.is(originalOf('', false), 2)
  assert.is(originalOf('', true), 1)
})

test.run()
