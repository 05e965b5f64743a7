import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connectTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { connect } from '../../../cli/dap/connect'
import { readMessages } from '../../../cli/dap/framing'
import { servePort } from '../../../cli/dap/serve-port'
import type { Io } from '../../../cli/io'
import { createColours } from '../../../src/terminal/colours'
import { Graph, crashDocument, crashRecord, frame, scope, writeCapsule } from '../../helpers/crash-record'

// Clients that mean ill, or that are careless.

const dir = mkdtempSync(join(tmpdir(), 'faultsnap-dap-abuse-'))
test.after(() => rmSync(dir, { recursive: true, force: true }))
const io: Io = { cwd: dir, env: {}, print: () => {}, tell: () => {}, colours: createColours({ isTTY: false, env: {} }), columns: 120, isTerminal: false }
const framed = (message: object): string => { const body = JSON.stringify(message); return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}` }
const request = (seq: number, command: string, args: unknown = {}): string => framed({ seq, type: 'request', command, arguments: args })

async function serve (): Promise<{ port: number, ended: Promise<void> }> {
  return await new Promise((resolve, reject) => {
    const ended = servePort({ port: 0, isStaying: false, io, commandLine: {}, listening: port => setImmediate(() => resolve({ port, ended })) })
    ended.catch(reject)
  })
}

test('the last client ends the port, whoever else holds a socket and says nothing', async () => {
  const { port, ended } = await serve()
  const idle: Socket[] = [1, 2, 3].map(() => connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {}))
  await Promise.all(idle.map(async socket => await once(socket, 'connect')))
  idle[1]!.write('Content-Len')
  idle[2]!.end()
  const client = connectTcp({ port, host: '127.0.0.1' })
  client.resume().write(request(1, 'initialize') + request(2, 'disconnect'))
  await once(client, 'end')
  client.destroy()
  await ended
  for (const socket of idle) socket.destroy()
})

test('a client that asks and does not read is not read either', async () => {
  const input = new PassThrough({ highWaterMark: 1_000 })
  let written = 0
  const output = new Writable({ highWaterMark: 1_000, write: chunk => { written += chunk.length } })
  void connect(input, output, { io, commandLine: {} })
  for (let seq = 1; seq <= 100 && input.writableLength < 50_000; seq++) {
    input.write(request(seq, 'setFunctionBreakpoints', { breakpoints: Array.from({ length: 100 }, () => ({ name: 'x' })) }))
    await new Promise(resolve => setImmediate(resolve))
  }
  assert.ok(output.writableLength < 100_000, `${output.writableLength} bytes of answers wait`)
  assert.ok(written < 100_000)
  assert.ok(input.isPaused())
  input.destroy()
})

test('messages of every wrong shape are answered or left alone, and the session goes on', async () => {
  const input = new PassThrough()
  const output = new PassThrough()
  const done = connect(input, output, { io, commandLine: {} })
  const answers: any[] = []
  readMessages(output, { message: message => answers.push(message), end: () => {}, refuse: () => {} })
  const odd: unknown[] = [null, 0, -1, 1e300, 'x', '__proto__', true, [], {}, { toString: 1, valueOf: 1 }, [null], { length: 1e9 }]
  const commands = ['initialize', 'launch', 'setBreakpoints', 'evaluate', 'variables', 'scopes', 'stackTrace', 'source', 'completions', 'readMemory', 'restart', 'cancel', '__proto__', 'constructor']
  let seq = 0
  for (const value of odd) {
    input.write(framed(value === null || typeof value !== 'object' ? [value] : value as object))
    input.write(framed({ seq: ++seq, type: 'request', command: value, arguments: {} }))
    input.write(framed({ seq: value, type: 'response', request_seq: value }))
    for (const command of commands) input.write(request(++seq, command, value))
  }
  input.write(request(++seq, 'threads'))
  const responses = (): any[] => answers.filter(({ type }) => type === 'response')
  while (responses().length < seq) await new Promise(resolve => setTimeout(resolve, 10))
  input.write(request(++seq, 'disconnect'))
  assert.is(await done, 'left')
  assert.equal(responses().map(each => each.request_seq).sort((a, b) => a - b), Array.from({ length: seq }, (_, index) => index + 1))
  for (const { message } of answers) if (message !== undefined) assert.not.match(message, /\n    at /)
})

test('a path with brackets of the recorder is no JavaScript: what it does not lead to is an error', async () => {
  const graph = new Graph()
  const late = graph.add({ subtype: 'promise', className: 'Promise', internals: [{ name: '[[PromiseState]]', value: 'pending' }] })
  const order = graph.object({ id: 7 })
  const file = join(dir, 'paths.faultsnap')
  await writeCapsule(file, crashRecord(crashDocument([frame({ scopes: [scope('local', { late, order, id: 'id' })] })], graph.nodes)))
  const input = new PassThrough()
  const output = new PassThrough()
  const done = connect(input, output, { io: { ...io, assetsDir: join(__dirname, '../../../dist') }, commandLine: { file } })
  const answers = new Map<number, any>()
  readMessages(output, { message: (message: any) => { if (message.type === 'response') answers.set(message.request_seq, message) }, end: () => {}, refuse: () => {} })
  const expressions = ['late[[PromiseState]]', 'late[[PromiseResult]]', 'order[Symbol(id)]', 'order[[id]]', '$exception[[PromiseState]]']
  input.write(request(1, 'launch'))
  while (answers.size < 1) await new Promise(resolve => setTimeout(resolve, 10))
  for (const [index, expression] of expressions.entries()) input.write(request(10 + index, 'evaluate', { expression, context: 'watch' }))
  while (answers.size < expressions.length + 1) await new Promise(resolve => setTimeout(resolve, 10))
  input.write(request(99, 'disconnect'))
  await done
  const texts = expressions.map((_, index) => { const { success, body, message } = answers.get(10 + index); return success === true ? body.result : message })
  assert.is(texts[0], '\'pending\'')
  assert.match(texts[1], /PromiseResult/)
  assert.match(texts[2], /Symbol\(id\)/)
  // A variable of that name makes it JavaScript: `order["id"]`.
  assert.is(texts[3], '7')
  assert.not.equal(answers.get(14).success, true)
})

test.run()
