import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { TargetConnection } from '../../cli/attach/target-connection'

interface Message { id: number, method: string }

test('nothing is said between a call that pauses and its pause, where Node would lose it; before and after there is', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  const heard: string[] = []
  server.on('connection', socket => {
    const event = (method: string): void => socket.send(JSON.stringify({ method, params: {} }))
    socket.on('message', async data => {
      const { id, method } = JSON.parse(String(data)) as Message
      heard.push(method)
      if (method !== 'Runtime.evaluate') return void socket.send(JSON.stringify({ id, result: {} }))
      event('Debugger.scriptParsed')
      await sleep(60)
      heard.push('pause')
      event('Debugger.paused')
    })
  })
  await new Promise(resolve => { server.once('listening', resolve) })
  const connection = await TargetConnection.open(`ws://127.0.0.1:${(server.address() as { port: number }).port}/target`)
  try {
    const paused = new Promise(resolve => connection.on('Debugger.paused', resolve))
    await connection.send('Debugger.pause')
    await sleep(20)
    assert.ok(heard.includes('Runtime.getIsolateId'), 'there is something to say')
    connection.sendAlone('Runtime.evaluate', {}, paused)
    await paused
    await connection.send('Debugger.resume')
    await sleep(20)
    const silence = heard.slice(heard.indexOf('Runtime.evaluate') + 1, heard.indexOf('pause'))
    assert.equal(silence, [])
    assert.ok(heard.lastIndexOf('Runtime.getIsolateId') > heard.indexOf('Debugger.resume'))
  } finally {
    await connection.close()
    server.close()
  }
})

test.run()
