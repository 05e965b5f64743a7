import { connect } from 'node:http2'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodes } from '../e2e/harness'
import { installApp } from '../helpers/install-app'
import { RunningApp } from './running-app'

const app = installApp('http2')
const PATHS = ['/health', '/orders/7?coupon=spring', '/payments/2']

if (app !== undefined) {
  for (const node of nodes) {
    for (const api of ['compat', 'streams']) {
      test(`Node ${node.version}, HTTP/2 ${api}: failed requests are crashes, answers are the same`, async () => {
        const bare = await RunningApp.start(app.dir, 'app.js', { isRecorded: false, node, args: [api] })
        const expected = await askAll(bare.port)
        await bare.stop()
        // Before its diagnostics channels came, only the compatibility API is watched.
        const isWatched = api === 'compat' || Number(node.version) > 22 || (node.version === '22' && node.minor >= 20)
        const recorded = await RunningApp.start(app.dir, 'app.js', { isRecorded: true, node, args: [api], env: { FAULTSNAP_REPOSITORY_DIR: `${api}-${node.version}` } })
        assert.equal(await askAll(recorded.port), expected)
        const capsules = await recorded.capsules(isWatched ? 2 : 0, `${api}-${node.version}`)
        assert.is(await recorded.stop(), 0)
        assert.is(recorded.stderr, '')
        if (!isWatched) return
        const { crash, manifest } = capsules.get('/orders/7')!
        assert.is(manifest.signal, 'http')
        assert.is(crash.frames[0]!.function, 'shipOrder')
        const request = crash.request!
        assert.equal([request.method, request.httpVersion, request.status, request.query], ['GET', '2.0', 500, { coupon: 'spring' }])
        assert.is(request.headers['x-shop'], 'north')
        assert.is(capsules.get('/payments/2')!.crash.exception.message, 'card declined for payment 2')
      })
    }
  }
  test.after(app.remove)
}

async function askAll (port: number): Promise<unknown[]> {
  const session = connect(`http://127.0.0.1:${port}`)
  try {
    return await Promise.all(PATHS.map(path => new Promise((resolve, reject) => {
      const stream = session.request({ ':path': path, 'x-shop': 'north' })
      let body = ''
      let answer: unknown
      stream.setEncoding('utf8').on('response', ({ date: _date, ...headers }) => { answer = headers }).on('data', text => { body += text })
      stream.on('end', () => resolve({ answer, body })).on('error', reject)
    })))
  } finally {
    session.close()
  }
}

test.run()
