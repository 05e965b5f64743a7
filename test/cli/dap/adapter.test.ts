import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readMessages } from '../../../cli/dap/framing'
import { launchArguments } from '../../../cli/dap/launch-arguments'
import { isSameSource } from '../../../cli/open/same-source'
import { crashDocument, crashRecord, frame, Graph, scope, writeCapsule } from '../../helpers/crash-record'
import { BundledCli } from '../../helpers/bundled-cli'
import { DapClient } from '../../helpers/dap-client'
import { UNSAFE, writeHostileCapsule } from '../../helpers/hostile-capsule'

const cli = new BundledCli()
const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-dap-')))
test.after(() => {
  DapClient.endAll()
  cli.remove()
  rmSync(dir, { recursive: true, force: true })
})

const framed = (...bodies: string[]): string => bodies.map(body => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`).join('')

/** What comes of a stream of these chunks. */
async function received (...chunks: string[]): Promise<string[]> {
  const input = new PassThrough()
  const events: string[] = []
  const over = new Promise<void>(resolve => readMessages(input, {
    message: message => events.push(JSON.stringify(message)),
    end: () => { events.push('end'); resolve() },
    refuse: why => { events.push(`refused: ${why}`); resolve() },
  }))
  for (const chunk of chunks) input.write(chunk)
  input.end()
  await over
  return events
}

test('messages are read however they are cut', async () => {
  const text = framed('{"a":"é"}', '{"b":2}')
  assert.equal(await received(text), ['{"a":"é"}', '{"b":2}', 'end'])
  assert.equal(await received(...Buffer.from(text, 'latin1').toString('latin1')), ['{"a":"é"}', '{"b":2}', 'end'])
  assert.equal(await received('content-length: 2\r\nContent-Type: application/json\r\n\r\n{}'), ['{}', 'end'])
})

test('what is not this protocol is refused with its first bytes', async () => {
  for (const text of ['GET / HTTP/1.1\r\n', 'POST /?Content-Length: 2\r\n\r\n{}', '{"seq":1}', '\r\n', 'Content-Type: x\r\n\r\n']) {
    assert.match((await received(text))[0]!, /^refused: it does not begin/, text)
  }
  assert.match((await received(`Content-Length: 2${' '.repeat(2_000)}`))[0]!, 'refused: its header does not end')
  for (const length of ['x', '-1', '1e3', '99999999999', String(8 * 1024 * 1024 + 1)]) assert.match((await received(`Content-Length: ${length}\r\n\r\n`))[0]!, /^refused: its length/)
  for (const body of ['{', 'null', '7']) assert.match((await received(framed(body)))[0]!, 'refused: a message is no JSON')
})

test('a launch entry may be empty, and wins over the command line but for what editors fill in', () => {
  assert.equal(launchArguments({}, {}), { pathMap: [] })
  assert.equal(launchArguments(undefined, { file: 'a' }), { file: 'a', pathMap: [] })
  assert.is(launchArguments({ file: 'b', program: 'c' }, { file: 'a' }).file, 'b')
  assert.is(launchArguments({ program: '/srv/app.js' }, { file: 'a' }).file, 'a')
  assert.is(launchArguments({ program: 'latest' }, {}).file, 'latest')
  assert.equal(launchArguments({ pathMap: { '/app': '/home/me/app' }, frame: '2', justMyCode: true, type: 'x', __restart: 1 }, {}),
    { frame: 2, justMyCode: true, pathMap: ['/app=/home/me/app'] })
  const wrong: [object, string][] = [[{ file: 7 }, 'file'], [{ frame: -1 }, 'frame'], [{ frame: 'x' }, 'frame'], [{ justMyCode: 'yes' }, 'justMyCode'], [{ pathMap: 'a' }, 'pathMap'],
    [{ pathMap: [1] }, 'pathMap'], [{ pathMap: { a: 1 } }, 'pathMap']]
  for (const [entry, name] of wrong) assert.throws(() => launchArguments(entry, {}), new RegExp(`^${name} of the launch entry: expected`), name)
})

test('a file here is the recorded one but for masks, maps, ends of lines and types that Node took out', () => {
  const recorded = "const key = '[masked]'\nrun(key)\n"
  assert.ok(isSameSource("const key = 'abc'\r\nrun(key)\r\n", recorded, 'a.js'))
  assert.ok(isSameSource('run()\n//# sourceMappingURL=data:application/json;base64,e30=', 'run()\n', 'a.js'))
  assert.ok(isSameSource('let a: number = 1', 'let a         = 1', 'a.ts'))
  assert.not(isSameSource('let a: number = 1', 'let a         = 1', 'a.js'))
  assert.not(isSameSource("const key = 'abc'\nwalk(key)\n", recorded, 'a.js'))
  assert.not(isSameSource("const key = 'abc'", recorded, 'a.js'))
  assert.not(isSameSource('ab', 'a[masked]ab', 'a.js'), 'parts must not overlap')
  assert.not(isSameSource('', recorded, 'a.js'))
})

/** The adapter on a port, as it was told to print it. */
async function serving (args: string[]): Promise<{ port: number, ended: Promise<number | null>, kill: () => void }> {
  const child = spawn(process.execPath, [cli.file, 'dap', ...args, '--port', '0', '--json'], { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  let text = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    text += chunk as string
    if (text.includes('}')) break
  }
  const { host, port } = JSON.parse(text) as { host: string, port: number }
  assert.is(host, '127.0.0.1')
  return { port, ended, kill: () => child.kill() }
}

const simple = async (name: string): Promise<string> => {
  const graph = new Graph()
  const order = graph.object({ id: 7 })
  const crash = crashDocument([frame({ function: 'main', scopes: [scope('local', { order })] })], graph.nodes)
  return await writeCapsule(join(dir, name), crashRecord(crash))
}

/** What a raw connection gets back until it is closed. */
const answerTo = async (port: number, text: string): Promise<string> => await new Promise(resolve => {
  let got = ''
  const socket = connect(port, '127.0.0.1', () => socket.write(text)).setEncoding('utf8')
  socket.on('data', chunk => { got += String(chunk) }).on('close', () => resolve(got)).on('error', () => {})
})

test('on a port it serves one client after the other, and browsers not at all', async () => {
  const file = await simple('port.faultsnap')
  const { port, kill } = await serving([file, '--stay'])
  assert.is(await answerTo(port, 'POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\n{}'), '')
  for (const request of ['launch', 'attach'] as const) {
    const client = new DapClient(cli.file, dir)
    const { stopped } = await client.begin({}, { port, request })
    assert.is(stopped.reason, 'exception')
    assert.is(await client.value('order.id'), '7')
    await client.stop()
  }
  kill()
})

test('on a port it ends with its last client', async () => {
  const { port, ended } = await serving([await simple('last.faultsnap')])
  await answerTo(port, 'GET / HTTP/1.1\r\n\r\n')
  const clients = [new DapClient(cli.file, dir), new DapClient(cli.file, dir)]
  for (const client of clients) await client.begin({}, { port })
  await clients[0]!.stop()
  assert.is(await clients[1]!.value('order.id'), '7')
  await clients[1]!.stop()
  assert.is(await ended, 0)
})

test('stdin that ends, ends it; what is no client is told so', () => {
  const nothing = cli.run(['dap'], { cwd: dir })
  assert.equal([nothing.code, nothing.stdout, nothing.stderr], [0, '', ''])
  for (const [args, expected] of [[['--stay'], '--port only'], [['--json'], '--port only'], [['--port', '70000'], 'up to 65535'], [['--frame', 'x'], 'whole number']] as const) {
    const { code, stderr } = cli.run(['dap', ...args], { cwd: dir })
    assert.is(code, 2)
    assert.match(stderr, expected)
  }
})

test('a capsule full of hostile text is shown without a control character', async () => {
  mkdirSync(join(dir, 'hostile'), { recursive: true })
  const client = new DapClient(cli.file, dir, [await writeHostileCapsule(join(dir, 'hostile'))])
  const seen: string[] = []
  const { stopped, output } = await client.begin()
  seen.push(stopped.text!, stopped.description!, ...output.split('\n'), (await client.threadsRequest()).body.threads[0]!.name)
  for (const frame of await client.frames()) {
    seen.push(frame.name, frame.source?.name ?? '')
    for (const scope of (await client.scopesRequest({ frameId: frame.id })).body.scopes) {
      seen.push(scope.name)
      for (const row of await client.rows(scope.variablesReference)) {
        seen.push(row.name, row.value, row.type ?? '')
        if (row.variablesReference > 0) seen.push(...(await client.rows(row.variablesReference)).flatMap(({ name, value }) => [name, value]))
      }
    }
  }
  const info = (await client.exceptionInfoRequest({ threadId: 1 })).body
  seen.push(info.exceptionId, ...info.description!.split(/[\n\t]/))
  assert.ok(seen.length > 80)
  assert.equal(seen.filter(text => UNSAFE.test(text)), [])
  for (const [command, args] of [['variables', { variablesReference: 1e9 }], ['variables', {}], ['stackTrace', {}], ['scopes', { frameId: -1 }], ['source', { sourceReference: 99 }],
    ['evaluate', {}], ['completions', {}], ['readMemory', { memoryReference: 'x' }], ['setBreakpoints', { breakpoints: 7 }], ['__proto__', {}]] as const) {
    await client.customRequest(command, args).catch((error: Error) => assert.not.match(error.message, UNSAFE, command))
  }
  assert.is(await client.leave(), 0)
})

test.run()
