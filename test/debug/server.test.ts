import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import WebSocket from 'ws'
import { MAX_CLIENTS } from '../../cli/debug/serve'
import { ROOT } from '../helpers/demo-shop'
import { recordTill, serveCapsule, type RecordedTill } from './served'

// The server: who is let in, and when it ends.

let till: RecordedTill
test.before(async () => { till = await recordTill() })
test.after(() => till.remove())

interface Answer { status: number, text: string, headers: Record<string, unknown> }

async function get (port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers, method }, response => {
      let text = ''
      response.on('data', data => { text += String(data) }).on('end', () => resolve({ status: response.statusCode!, text, headers: response.headers }))
    }).on('error', reject).end()
  })
}

/** `open`, or the status of the refusal. */
async function webSocket (url: string, headers: Record<string, string> = {}): Promise<{ socket?: WebSocket, status?: number }> {
  const socket = new WebSocket(url, { headers })
  return await new Promise(resolve => {
    socket.on('open', () => resolve({ socket })).on('unexpected-response', (_request, { statusCode }) => resolve({ status: statusCode! })).on('error', () => {})
  })
}

test('/json names the one target as Node does, by the address that was asked', async () => {
  const server = await serveCapsule(till.capsule)
  try {
    const [target] = JSON.parse((await get(server.port, '/json')).text)
    assert.equal(JSON.parse((await get(server.port, '/json/list')).text), [target])
    assert.match(target.webSocketDebuggerUrl, new RegExp(`^ws://127\\.0\\.0\\.1:${server.port}/[0-9a-f-]{36}$`))
    assert.match(target.devtoolsFrontendUrl, /^devtools:\/\/devtools\/bundled\/js_app\.html\?.*ws=127\.0\.0\.1/)
    assert.is(target.type, 'node')
    assert.match(target.title, /^RangeError: voucher 2 is worth more than A-1/)
    assert.match(JSON.parse((await get(server.port, '/json', { host: 'localhost:9229' })).text)[0].webSocketDebuggerUrl, /^ws:\/\/localhost:9229\//)
    assert.is(JSON.parse((await get(server.port, '/json/version')).text).Browser, `node.js/${process.version}`)
    assert.is((await get(server.port, `/json/activate/${target.id}`)).text, 'Target activated')
    assert.equal(['/', '/json/x', '/%'].map(() => 404), await Promise.all(['/', '/json/x', '/%'].map(async path => (await get(server.port, path)).status)))
    assert.is((await get(server.port, '/json', {}, 'POST')).status, 405)
    assert.is((await get(server.port, '/json')).headers['access-control-allow-origin'], undefined)
  } finally {
    server.close()
  }
})

test('only who comes by a name of this machine is answered, and no page of a website', async () => {
  const server = await serveCapsule(till.capsule)
  const { webSocketDebuggerUrl: url } = server.target
  try {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', 'evil.example:9229', '127.0.0.2', '[::2]', 'localhost:x']) {
      assert.is((await get(server.port, '/json', { host })).status, 403, host)
      assert.is((await webSocket(url, { host })).status, 403, host)
    }
    for (const host of ['localhost', 'localhost:1', '127.0.0.1:65535', '[::1]:9229', 'LOCALHOST']) {
      assert.is((await get(server.port, '/json', { host })).status, 200, host)
      const { socket } = await webSocket(url, { host })
      socket!.close()
    }
    for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null', 'file://', 'chrome-extension://abc', 'devtools://x/y', 'http://127.0.0.1@evil.example']) {
      assert.is((await webSocket(url, { origin })).status, 403, origin)
    }
    for (const origin of ['devtools://devtools', 'chrome-devtools://devtools', 'http://127.0.0.1:9222']) {
      const { socket } = await webSocket(url, { origin })
      assert.ok(socket, origin)
      socket!.close()
    }
    assert.is((await webSocket(url.replace(/[^/]*$/, 'x'))).status, 404)
    assert.is((await webSocket(`${url}/`)).status, 404)
    // What is let in and is no proper request takes no client's place.
    for (let count = 0; count <= MAX_CLIENTS; count++) {
      const { status } = await get(server.port, `/${server.target.id}`, { connection: 'upgrade', upgrade: 'websocket' })
      assert.is(status, 400)
    }
  } finally {
    server.close()
  }
})

test('as many clients as it takes, and no more; what is no protocol is answered in words', async () => {
  const server = await serveCapsule(till.capsule)
  const { webSocketDebuggerUrl: url } = server.target
  const sockets: WebSocket[] = []
  try {
    for (let count = 0; count < MAX_CLIENTS; count++) sockets.push((await webSocket(url)).socket!)
    assert.is((await webSocket(url)).status, 503)
    const [socket] = sockets as [WebSocket]
    const answers: any[] = []
    socket.on('message', data => answers.push(JSON.parse(String(data))))
    for (const text of ['no json', '7', '{}', '{"id":"x","method":"Runtime.enable"}', '{"id":1}', '{"id":2,"method":"Runtime.getProperties"}',
      '{"id":3,"method":"Runtime.getProperties","params":{"objectId":"0.1.1.n99999999"}}', '{"id":4,"method":"Runtime.getIsolateId","params":[]}']) socket.send(text)
    while (answers.at(-1)?.id !== 4) await once(socket, 'message')
    assert.equal(answers.map(({ error }) => error?.code), [-32700, -32600, -32600, -32600, -32600, -32602, -32000, undefined])
    // Beyond the largest message only that client is cut off.
    socket.send(`{"id":5,"method":"Runtime.evaluate","params":{"expression":"${'x'.repeat(5_000_000)}"}}`)
    const [code] = await once(socket, 'close') as [number]
    assert.is(code, 1009)
    assert.is((await get(server.port, '/json')).status, 200)
  } finally {
    for (const socket of sockets) socket.terminate()
    server.close()
  }
})

test('it ends with its last client, unless it stays', async () => {
  const leaving = await serveCapsule(till.capsule, false)
  const staying = await serveCapsule(till.capsule, true)
  const [one, two] = await Promise.all([webSocket(leaving.target.webSocketDebuggerUrl), webSocket(leaving.target.webSocketDebuggerUrl)])
  const other = await webSocket(staying.target.webSocketDebuggerUrl)
  one.socket!.close()
  assert.is((await get(leaving.port, '/json')).status, 200)
  two.socket!.terminate()
  other.socket!.close()
  await leaving.ended
  assert.is((await get(staying.port, '/json')).status, 200)
  staying.close()
  await staying.ended
})

test('it ends although a client does not answer', async () => {
  const server = await serveCapsule(till.capsule)
  const { hostname, port, pathname } = new URL(server.target.webSocketDebuggerUrl)
  const socket = connectTcp(Number(port), hostname)
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n')
  const [answer] = await once(socket, 'data') as [Buffer]
  assert.match(String(answer), /^HTTP\/1\.1 101 /)
  socket.on('error', () => {})
  server.close()
  await server.ended
  socket.destroy()
})

interface Command { child: ChildProcess, ended: Promise<{ code: number | null, stderr: string, stdout: string }>, printed: (pattern: RegExp) => Promise<string> }

function debugCommand (...args: string[]): Command {
  const { NODE_OPTIONS: _options, ...rest } = process.env
  const env = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('FAULTSNAP_')))
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli.mjs'), 'debug', till.capsule.file!, ...args], { cwd: till.dir, env })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', data => { stdout += String(data) })
  child.stderr.on('data', data => { stderr += String(data) })
  return {
    child,
    ended: new Promise(resolve => child.on('close', code => resolve({ code, stderr, stdout }))),
    printed: async pattern => {
      while (!pattern.test(stdout)) await once(child.stdout, 'data')
      return stdout
    },
  }
}

test('the command prints how to open the crash, writes the configuration of VS Code, and ends cleanly on Ctrl-C', async () => {
  const file = join(till.dir, '.vscode/launch.json')
  mkdirSync(join(till.dir, '.vscode'), { recursive: true })
  writeFileSync(file, '{\n    "version": "0.2.0",\n    "configurations": [\n        { "name": "Mine" }\n    ]\n}\n')
  for (const run of [1, 2]) {
    const { child, ended, printed } = debugCommand('--vscode')
    const text = await printed(/Ctrl-C/)
    const [, port] = /node inspect 127\.0\.0\.1:(\d+)/.exec(text)!
    assert.match(text, new RegExp(`^Paused on RangeError: voucher 2[\\s\\S]*chrome://inspect[\\s\\S]*127\\.0\\.0\\.1:${port}[\\s\\S]*devtools://[\\s\\S]*launch\\.json`))
    const { configurations } = JSON.parse(readFileSync(file, 'utf8'))
    assert.equal(configurations.map((each: any) => each.name), ['FaultSnap: debug a capsule', 'Mine'], `run ${run}`)
    const [{ port: written, autoAttachChildProcesses, resolveSourceMapLocations, request: kind }] = configurations
    assert.equal([written, autoAttachChildProcesses, resolveSourceMapLocations, kind], [Number(port), false, null, 'attach'])
    child.kill('SIGINT')
    const { code, stderr } = await ended
    assert.equal([code, stderr], [0, ''])
  }
  writeFileSync(file, '{\n  // mine\n  "configurations": []\n}\n')
  const { code, stderr } = await debugCommand('--vscode').ended
  assert.is(code, 1)
  assert.match(stderr, /has comments .*Add this to its "configurations": \{"name":"FaultSnap/)
  assert.match(readFileSync(file, 'utf8'), /\/\/ mine/)
})

test('--json is for programs; a port that is taken is said', async () => {
  const one = debugCommand('--json')
  const shape = JSON.parse(await one.printed(/\n\}\n$/))
  assert.equal(Object.keys(shape), ['host', 'port', 'webSocketDebuggerUrl', 'devtoolsFrontendUrl', 'nodeInspect', 'vscode'])
  const { code, stderr } = await debugCommand('--port', String(shape.port)).ended
  assert.is(code, 1)
  assert.match(stderr, /^faultsnap: Port \d+ cannot be opened \(EADDRINUSE\)\. Another program has it/)
  assert.is((await debugCommand('--port', '70000').ended).code, 2)
  const { socket } = await webSocket(shape.webSocketDebuggerUrl)
  socket!.close()
  assert.is((await one.ended).code, 0, 'it ended with its client')
  await new Promise<void>(resolve => connectTcp(shape.port, '127.0.0.1').on('error', () => resolve()))
})

test.run()
