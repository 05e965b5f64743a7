import { connect } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import { edgeNodes, type NodeBinary } from '../e2e/harness'
import { installApp } from '../helpers/install-app'
import { RunningApp, type Answer } from './running-app'

const app = installApp('endings')!
let serial = 0

/** Drives the app without FaultSnap and with it. Gives what both say, and the capsules by the path of their request. */
async function both<T> (node: NodeBinary, count: number, drive: (server: RunningApp) => Promise<T>): Promise<{
  bare: T, recorded: T, capsules: Map<string, Capsule>, code: [number | null, number | null]
}> {
  const without = await RunningApp.start(app.dir, 'app.js', { isRecorded: false, node })
  const bare = await drive(without)
  const bareCode = await without.stop()
  const repository = `snaps-${++serial}`
  const watched = await RunningApp.start(app.dir, 'app.js', { isRecorded: true, node, env: { FAULTSNAP_REPOSITORY_DIR: repository } })
  const recorded = await drive(watched)
  if (count > 0) await watched.capsules(count, repository)
  const code = await watched.stop()
  assert.is(watched.stderr.replaceAll(/\d+/g, '0'), without.stderr.replaceAll(/\d+/g, '0'))
  return { bare, recorded, capsules: await watched.capsules(count, repository), code: [bareCode, code] }
}

const tryTo = async (server: RunningApp, path: string): Promise<Answer | string> => {
  return await server.ask(path).catch((error: NodeJS.ErrnoException) => error.code ?? error.message)
}

for (const node of edgeNodes) {
  test(`Node ${node.version}: an exception that ends the process has the request in whose handling it came up`, async () => {
    for (const [path, signal] of [['/later', 'uncaughtException'], ['/rejected', 'unhandledRejection']] as const) {
      const { bare, recorded, capsules, code } = await both(node, 1, server => tryTo(server, `${path}?from=${signal}`))
      assert.equal(recorded, bare)
      assert.equal(code, [1, 1])
      const { manifest, crash } = capsules.get(path)!
      assert.is(manifest.signal, signal)
      assert.equal(crash.request!.query, { from: signal })
      assert.is(crash.request!.tie!.by, 'context')
      assert.is(crash.request!.status, undefined)
    }
  })

  test(`Node ${node.version}: what was caught and forgotten, or came up for an aborted request, is no crash`, async () => {
    const { bare, recorded, capsules } = await both(node, 0, async server => {
      const answers = [await tryTo(server, '/probed')]
      await new Promise<void>(resolve => {
        const socket = connect(server.port, '127.0.0.1', () => { socket.write('GET /aborted HTTP/1.1\r\nhost: x\r\n\r\n'); setTimeout(() => socket.destroy(), 20) })
        socket.on('close', () => setTimeout(resolve, 100))
      })
      return [...answers, await tryTo(server, '/tenant')]
    })
    assert.equal(recorded, bare)
    assert.is(capsules.size, 0)
  })

  test(`Node ${node.version}: an error that is caught where the request is answered is its crash, whatever it is answered with`, async () => {
    const { bare, recorded, capsules } = await both(node, 2, async server => [await tryTo(server, '/in-catch'), await tryTo(server, '/head')])
    assert.equal(recorded, bare)
    assert.is(capsules.get('/in-catch')!.crash.request!.tie!.by, 'last-thrown')
    assert.match(capsules.get('/in-catch')!.crash.request!.tie!.evidence, 'the code that caught the error')
    assert.is(capsules.get('/head')!.crash.request!.tie!.by, 'in-hand')
    assert.is(capsules.get('/head')!.crash.frames[0]!.function, 'parse')
  })

  test(`Node ${node.version}: pipelined requests each have their own answer and their own crash`, async () => {
    const { bare, recorded, capsules } = await both(node, 2, server => new Promise<string>(resolve => {
      let text = ''
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(['/in-catch', '/tenant', '/head', '/probed'].map(path => `GET ${path} HTTP/1.1\r\nhost: x\r\n${path === '/probed' ? 'connection: close\r\n' : ''}\r\n`).join(''))
      })
      socket.setEncoding('utf8').on('data', part => { text += part }).on('close', () => resolve(text.replaceAll(/^Date: .*$/gm, '')))
    }))
    assert.is(recorded, bare)
    assert.equal([...capsules.keys()].sort(), ['/head', '/in-catch'])
  })

  test(`Node ${node.version}: an answer that breaks off with an error is the crash of its request`, async () => {
    const { bare, recorded, capsules } = await both(node, 1, server => tryTo(server, '/started'))
    assert.equal(recorded, bare)
    const { request } = capsules.get('/started')!.crash
    assert.is(request!.status, 200)
    assert.match(request!.tie!.evidence, 'broke off')
  })

  test(`Node ${node.version}: the program sees no listener and no property of ours`, async () => {
    const { bare, recorded } = await both(node, 0, server => tryTo(server, '/listeners'))
    assert.equal(recorded, bare)
  })
}

test.after(app.remove)
test.run()
