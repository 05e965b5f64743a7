import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import WebSocket from 'ws'
import { serveDebugger, MAX_CLIENTS } from '../../cli/debug/serve'
import { openReplay, startDebugging } from '../../cli/debug/start'
import { writeLaunchConfiguration } from '../../cli/debug/launch-configuration'
import { readCapsule, type Capsule } from '../../src/capsule/read'
import type { Replay } from '../../src/postmortem/replay'
import { capsuleOf, sampleDocuments } from '../capsule/raw-zip'
import { serveCapsule } from './served'

// Clients, and capsules, that mean ill.

const capsuleWith = async (change: (crash: any) => void = () => {}, texts: Record<string, string> = {}): Promise<Capsule> => {
  const documents = sampleDocuments()
  change(documents['crash.json'])
  return await readCapsule(capsuleOf({ ...documents, ...texts }))
}

async function eventsOf (capsule: Capsule): Promise<{ replay: Replay, events: [string, any][] }> {
  const replay = await openReplay(capsule, { cwd: tmpdir(), pathMap: [] })
  const events: [string, any][] = []
  replay.onEvent((method, params) => events.push([method, params]))
  await replay.handle('Debugger.enable')
  return { replay, events }
}

/** What the other side says to a request, until it closes. */
async function exchange (port: number, text: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let said = ''
  socket.on('data', data => { said += String(data) })
  socket.write(text)
  await once(socket, 'end')
  socket.destroy()
  return said
}

const upgrade = (port: number, path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`

test('handshakes that are none take no client\'s place', async () => {
  const server = await serveCapsule(await capsuleWith())
  const path = new URL(server.target.webSocketDebuggerUrl).pathname
  try {
    for (let count = 0; count < MAX_CLIENTS + 2; count++) {
      assert.match(await exchange(server.port, upgrade(server.port, path, 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n')), /^HTTP\/1\.1 400 /)
    }
    const socket = new WebSocket(server.target.webSocketDebuggerUrl)
    await once(socket, 'open')
    socket.terminate()
  } finally {
    server.close()
  }
})

test('the server ends though somebody holds on to a half of what was refused', async () => {
  const server = await serveCapsule(await capsuleWith())
  const sockets: Socket[] = ['/guessed', new URL(server.target.webSocketDebuggerUrl).pathname].map(path => {
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', () => {}).resume().write(upgrade(server.port, path, 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'))
    return socket
  })
  await Promise.all(sockets.map(async socket => await once(socket, 'data')))
  server.close()
  await server.ended
  for (const socket of sockets) socket.destroy()
})

test('an answer that no text can hold is an error, and the session goes on', async () => {
  const capsule = await capsuleWith()
  const huge = '\u0001'.repeat(100_000_000)
  const fake = { onEvent () {}, close () {}, handle: async (method: string) => ({ result: { text: method === 'huge' ? huge : 'small' } }) }
  const server = await serveDebugger({ capsule, port: 0, isStaying: true, open: async () => fake as unknown as Replay })
  try {
    const socket = new WebSocket(server.target.webSocketDebuggerUrl)
    await once(socket, 'open')
    const answers: any[] = []
    const both = new Promise<void>(resolve => socket.on('message', data => { if (answers.push(JSON.parse(String(data))) === 2) resolve() }))
    socket.send('{"id":1,"method":"huge"}')
    socket.send('{"id":2,"method":"small"}')
    await both
    assert.equal(answers, [{ id: 1, error: { code: -32603, message: 'The answer is too large' } }, { id: 2, result: { text: 'small' } }])
    socket.terminate()
  } finally {
    server.close()
  }
})

test('requests that wait for a slow answer are not read without bound', async () => {
  const capsule = await capsuleWith()
  let go: (() => void) | undefined
  let handled = 0
  const slow = new Promise<void>(resolve => { go = resolve })
  const fake = { onEvent () {}, close () {}, handle: async () => { await slow; handled++; return { result: {} } } }
  const server = await serveDebugger({ capsule, port: 0, isStaying: true, open: async () => fake as unknown as Replay })
  try {
    const socket = new WebSocket(server.target.webSocketDebuggerUrl)
    await once(socket, 'open')
    const text = JSON.stringify({ id: 1, method: 'x', params: { expression: 'x'.repeat(3_000_000) } })
    for (let count = 0; count < 40; count++) socket.send(text)
    await new Promise(resolve => setTimeout(resolve, 500))
    // The machine's own buffers hold some megabytes.
    assert.ok(socket.bufferedAmount > 40_000_000, `${socket.bufferedAmount} bytes wait at the client`)
    go!()
    let answers = 0
    await new Promise<void>(resolve => socket.on('message', () => { if (++answers === 40) resolve() }))
    assert.is(handled, 40)
    socket.terminate()
  } finally {
    server.close()
  }
})

test('names of files that are no text, of other hosts or of megabytes open all the same, and lead nowhere', async () => {
  const names = ['/a\ud800.js', '\\\\host\\share\\a.js', '//host/share/a.js', 'file://host/share/a.js', '/\\host\\a.js', 'file:////host/a.js', 'file:///%5chost/a.js',
    'javascript:alert(1)', '\u001b]0;x\u0007.js', `/${'x'.repeat(1_000_000)}`]
  const capsule = await capsuleWith(crash => {
    crash.scripts = names.map(url => ({ url }))
    crash.frames = names.flatMap((file, script) => [{ ...crash.frames[0], script, file, original: { file, line1: 1, column1: 1 } }])
  })
  const { replay, events } = await eventsOf(capsule)
  const urls = events.filter(([method]) => method === 'Debugger.scriptParsed').map(([, { url }]) => url as string)
  assert.is(urls.length, names.length)
  assert.is(urls[0], 'file:///a%EF%BF%BD.js')
  for (const url of urls.slice(1, 8)) assert.match(url, /^recorded:/)
  assert.is(urls[8], '\\u{1b}]0;x\\u{7}.js')
  assert.ok(urls[9]!.length < 5_000)
  for (const [, { sourceMapURL }] of events.filter(([method]) => method === 'Debugger.scriptParsed').slice(1, 8)) {
    const map = JSON.parse(Buffer.from(sourceMapURL.split(',')[1], 'base64').toString())
    assert.match(map.sources[0], /^recorded:/)
  }
  replay.close()
  // Its address stands in the list of targets too.
  const server = await serveCapsule(capsule)
  assert.match(await exchange(server.port, `GET /json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`), /"url": "file:\/\/\/a%EF%BF%BD\.js"/)
  server.close()
})

test('no client is sent to a host of the capsule for a source', async () => {
  const capsule = await capsuleWith(crash => {
    crash.scripts = [{ url: 'file:///srv/app.js', source: 'sources/0.js', sourceMap: 'sources/0.map' }]
    crash.frames[0].script = 0
  }, { 'sources/0.js': 'throw 1 //# sourceMappingURL=http://evil.test/x.map\n', 'sources/0.map': JSON.stringify({ version: 3, names: [], mappings: 'AAAA',
    sourceRoot: 'http://evil.test/', sources: ['a.ts', 'https://evil.test/b.ts', 'ftp://evil.test/c', '\\\\evil.test\\d'] }) })
  const { replay, events } = await eventsOf(capsule)
  const { sourceMapURL } = events.find(([method]) => method === 'Debugger.scriptParsed')![1]
  const map = JSON.parse(Buffer.from(sourceMapURL.split(',')[1], 'base64').toString())
  assert.is(map.sourceRoot, undefined)
  for (const [index, source] of map.sources.entries()) assert.ok(map.sourcesContent[index] !== null || !/evil/.test(source) || /^recorded:/.test(source), `${source} would be fetched`)
  replay.close()
})

test('what a terminal obeys is shown, in sources with every character in its place', async () => {
  const bad = '\u001b[2J\u009b'
  const capsule = await capsuleWith(crash => {
    crash.scripts = [{ url: '/srv/app.js', source: 'sources/0.js' }]
    crash.nodes.push({ type: 'object', className: 'Object', properties: [{ name: bad, value: bad }, { name: bad, symbol: true, value: { type: 'symbol', value: bad } }],
      privates: [{ name: `#${bad}`, value: 1 }], internals: [{ name: bad, value: 1 }] })
    crash.frames = [{ ...crash.frames[0], script: 0, scopes: [{ type: 'local', variables: [{ name: bad, value: { ref: crash.nodes.length - 1 } }] }] }]
  }, { 'sources/0.js': `// ${bad}\n\tx` })
  const { replay, events } = await eventsOf(capsule)
  const { callFrames } = events.find(([method]) => method === 'Debugger.paused')![1]
  const ask = async (method: string, params: Record<string, unknown>): Promise<any> => (await replay.handle(method, params) as any).result
  assert.is((await ask('Debugger.getScriptSource', { scriptId: '1' })).scriptSource, '// ␛[2J\ufffd\n\tx')
  const local = await ask('Runtime.getProperties', { objectId: callFrames[0].scopeChain[0].object.objectId, generatePreview: true })
  const inner = await ask('Runtime.getProperties', { objectId: local.result[0].value.objectId, generatePreview: true })
  const strings = inner.result.filter(({ value }: any) => value?.type === 'string')
  assert.is(strings[0].value.value, bad)
  for (const property of strings) delete property.value.value
  // A string is the only thing that every client quotes.
  const printed = [local, inner].flatMap(answer => { const texts: string[] = []; JSON.stringify(answer, (key, value: unknown) => { texts.push(key); if (typeof value === 'string') texts.push(value); return value }); return texts })
  for (const text of printed) assert.not.match(text, /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/)
  replay.close()
})

test('names of megabytes are in an answer once, however many objects bear them', async () => {
  const long = 'n'.repeat(2_000_000)
  const capsule = await capsuleWith(crash => {
    crash.nodes = [
      { type: 'object', subtype: 'array', className: 'Array', size: 20_000, elements: Array.from({ length: 20_000 }, (_, index) => ({ ref: 1 + index % 2 })) },
      { type: 'object', className: 'Object', properties: [{ name: long, value: 1 }] },
      { type: 'object', subtype: 'map', className: 'Map', size: 1, entries: [[long, long]] },
    ]
    crash.exception = { type: 'Error', message: 'm', stack: '', value: { ref: 0 } }
    crash.frames = []
  })
  const { replay, events } = await eventsOf(capsule)
  const { data } = events.find(([method]) => method === 'Debugger.paused')![1]
  const answer = JSON.stringify(await replay.handle('Runtime.getProperties', { objectId: data.objectId, generatePreview: true }))
  assert.ok(answer.length < 30e6, `${answer.length} characters`)
  replay.close()
})

test('sources are read once, however many clients there are', async () => {
  const capsule = await capsuleWith(crash => {
    crash.scripts = [{ url: '/srv/app.js', source: 'sources/0.js' }]
    crash.frames[0].script = 0
  }, { 'sources/0.js': 'throw 1' })
  let reads = 0
  const counted: Capsule = { ...capsule, readText: async path => { reads++; return await capsule.readText(path) } }
  const { server } = await startDebugging(counted, { cwd: tmpdir(), pathMap: [], port: 0, isStaying: true, writesLaunch: false })
  for (let client = 0; client < 3; client++) {
    const socket = new WebSocket(server.target.webSocketDebuggerUrl)
    await once(socket, 'open')
    socket.send('{"id":1,"method":"Debugger.getScriptSource","params":{"scriptId":"1"}}')
    const [data] = await once(socket, 'message')
    assert.is(JSON.parse(String(data)).result.scriptSource, 'throw 1')
    socket.terminate()
  }
  server.close()
  await server.ended
  assert.is(reads, 1)
})

test('a launch.json that is not an object with a list is left as it is', () => {
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-launch-'))
  const file = join(dir, '.vscode', 'launch.json')
  mkdirSync(join(dir, '.vscode'))
  try {
    for (const text of ['[]', 'null', '"x"', '{"configurations":{"name":"mine"}}', '{ // mine\n}', '{"configurations":[],}']) {
      writeFileSync(file, text)
      assert.throws(() => writeLaunchConfiguration(dir, 1), /left as it is/)
      assert.is(readFileSync(file, 'utf8'), text)
    }
    writeFileSync(file, '{"inputs":[1],"configurations":[null,{"name":"mine"}]}')
    writeLaunchConfiguration(dir, 1)
    const written = JSON.parse(readFileSync(file, 'utf8'))
    assert.equal([written.inputs, written.configurations.slice(1)], [[1], [null, { name: 'mine' }]])
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test.run()
