import { spawnSync } from 'node:child_process'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nodes } from '../e2e/harness'
import { installApp } from '../helpers/install-app'
import { RunningApp, type Answer, type Asked } from './running-app'

const app = installApp('next-16')
const NEXT = join('node_modules', 'next', 'dist', 'bin', 'next')
const START = ['start', '-p', '0', '-H', '127.0.0.1']
const ENV = { NEXT_TELEMETRY_DISABLED: '1' }

if (app !== undefined) {
  test('Next.js: a route handler, a server component and a server action that fail are crashes of their requests', async () => {
    const { dir } = app
    const built = spawnSync(nodes[0]!.path, [NEXT, 'build'], { cwd: dir, encoding: 'utf8', env: { ...process.env, ...ENV, NODE_OPTIONS: '', NODE_ENV: 'production' } })
    assert.is(built.status, 0, built.stdout + built.stderr)
    // The hook of faultsnap/next comes last: first what is seen without it.
    const hook = join(dir, '.next', 'server', 'instrumentation.js')
    renameSync(hook, `${hook}.aside`)
    const bare = await RunningApp.start(dir, NEXT, { isRecorded: false, args: START, env: ENV })
    const expected = await askAll(bare)
    await bare.kill()
    // Next.js serves from a process that it forks: the agent has to get there.
    const recorded = await RunningApp.start(dir, NEXT, {
      isRecorded: true, preload: [], args: START, env: { ...ENV, NODE_OPTIONS: '-r faultsnap/register' },
    })
    const answers = await askAll(recorded)
    const capsules = await recorded.capsules(4)
    await recorded.kill()
    assert.equal(answers, expected)
    assert.equal(answers.map(answer => answer.status), [200, 500, 500, 500, 503, 500])

    const component = capsules.get('/orders/7')!.crash
    assert.is(component.exception.type, 'TypeError')
    assert.match(component.exception.message, "reading 'street'")
    assert.is(component.request!.route, '/orders/[id]')
    assert.equal(component.request!.params, { id: '7' })
    assert.equal(component.request!.query, { shop: 'north' })
    assert.is(component.request!.status, 500)

    const handler = capsules.get('/api/orders/2')!.crash
    assert.is(handler.exception.message, 'card declined for payment 2')
    assert.is(handler.request!.route, '/api/orders/[id]')

    const action = capsules.get('/actions')!.crash
    assert.is(action.exception.message, 'tea is out of stock')
    assert.is(action.request!.method, 'POST')
    assert.not.ok(capsules.has('/api/closed'))

    renameSync(`${hook}.aside`, hook)
    const hooked = await RunningApp.start(dir, NEXT, {
      isRecorded: true, preload: [], args: START, env: { ...ENV, NODE_OPTIONS: '-r faultsnap/register', FAULTSNAP_REPOSITORY_DIR: 'hooked' },
    })
    assert.equal(await askAll(hooked), expected)
    const handed = await hooked.capsules(4, 'hooked')
    await hooked.kill()
    const facts = [...handed].map(([path, { crash: { exception, request } }]) => [path, exception.type, request!.route, request!.handler, request!.tie!.by])
    assert.equal(facts.sort(), [
      // So Next.js names a page whose server action failed.
      ['/actions', 'Error', '/actions/page', 'render', 'handed-over'],
      ['/api/orders/2', 'PaymentError', '/api/orders/[id]', 'route', 'handed-over'],
      ['/api/tickets/3', 'RangeError', '/api/tickets/[number]', 'route', 'handed-over'],
      ['/orders/7', 'TypeError', '/orders/[id]', 'render', 'handed-over'],
    ])
  })

  test.after(app.remove)
}

async function askAll (server: RunningApp): Promise<Answer[]> {
  const questions: [string, Asked?][] = [['/api/health'], ['/orders/7?shop=north'], ['/api/orders/2'], ['/api/tickets/3'], ['/api/closed']]
  const answers: Answer[] = []
  for (const [path, asked] of questions) answers.push(await server.ask(path, asked))
  const page = await server.ask('/actions')
  const id = /name="(\$ACTION_ID_[0-9a-f]+)"/.exec(page.body)?.[1]
  assert.ok(id, page.body)
  const boundary = 'form'
  const part = (name: string, value: string): string => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  answers.push(await server.ask('/actions', {
    method: 'POST', headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, origin: `http://127.0.0.1:${server.port}` },
    body: `${part(id!, '')}${part('sku', 'tea')}--${boundary}--\r\n`,
  }))
  return answers
}

test.run()
