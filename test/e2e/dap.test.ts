import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { transformSync } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { byName, DapClient } from '../helpers/dap-client'
import { compare, type RunPlan } from './harness'

// Capsules that were really recorded, in the client library that VS Code's own adapters are tested with.

const cliIn = (dir: string): string => join(dir, 'node_modules', 'faultsnap', 'dist', 'cli.mjs')
const recorded = async (program: string, plan: RunPlan): Promise<void> => { await compare(program, { isUncompared: true, ...plan }) }

const SHOP = `
interface Customer { name: string, address?: { street: string } }
class Price { #cents = 1250; currency = 'EUR' }
class Order extends Price {
  constructor (readonly id: number, readonly customer: Customer) { super() }
  get total (): number { throw new Error('a getter ran') }
  ship (method: string): string {
    const apiKey = 'c2VjcmV0LXNlY3JldC1zZWNyZXQ'
    const numbers = Array.from({ length: 5000 }, (_, index) => index * index)
    const byCustomer = new Map<unknown, string>([['Eve', 'first'], [this.customer, 'second'], [7, 'third']])
    const label = Buffer.from('to: Eve')
    const self = this
    const places = new Set(['a', { b: 1 }])
    const later = Promise.resolve({ c: 1 })
    const marked = { [Symbol('id')]: 7 }
    {
      const place = 'block'
      try {
        if (!this.customer.address!.street) return place
      } catch (error) {
        throw new Error('cannot ship', { cause: error })
      }
    }
    return String([apiKey, numbers, byCustomer, label, self, method, places, later, marked])
  }
}
async function load (order: Order): Promise<void> {
  await null
  order.ship('post')
}
async function main (): Promise<void> {
  await load(new Order(7, { name: 'Eve' }))
}
void main()
`
const shop = (): Record<string, string> => ({
  'app.ts': SHOP,
  'app.js': transformSync(SHOP, { loader: 'ts', format: 'cjs', sourcefile: 'app.ts', sourcemap: 'inline', sourcesContent: true }).code,
})
const lineOf = (text: string): number => SHOP.split('\n').findIndex(line => line.includes(text)) + 1

test.after(() => DapClient.endAll())

test('a TypeScript crash is a stopped program: stack, sources, scopes, values, expressions', async () => {
  await recorded('', { texts: shop(), entry: ['app.js'], afterwards: async dir => {
    const client = new DapClient(cliIn(dir), dir)
    const { stopped, output, capabilities } = await client.begin({ file: 'latest' })
    assert.equal([stopped.reason, stopped.text, stopped.threadId], ['exception', 'Error: cannot ship', 1])
    assert.match(stopped.description!, 'unhandled rejection')
    assert.match(output, /^Error: cannot ship\ncaused by TypeError: /)
    assert.match(output, 'The program is dead')
    assert.is(capabilities.supportsSetVariable, undefined)
    assert.equal((await client.threadsRequest()).body.threads, [{ id: 1, name: 'Main thread' }])

    const frames = await client.frames()
    assert.equal(frames.map(({ name }) => name), ['ship', 'load', 'await', 'main'])
    assert.equal(frames.map(({ presentationHint }) => presentationHint), [undefined, undefined, 'label', undefined])
    assert.equal(frames[0]!.source, { name: 'app.ts', path: join(dir, 'app.ts'), sourceReference: 0 })
    assert.equal(frames.map(({ line }) => line), [lineOf('cannot ship'), lineOf("ship('post')"), 0, lineOf('await load')])
    const page = (await client.stackTraceRequest({ threadId: 1, startFrame: 1, levels: 2 })).body
    assert.equal([page.stackFrames.map(({ name }) => name), page.totalFrames], [['load', 'await'], 4])

    const scopes = (await client.scopesRequest({ frameId: 1 })).body.scopes
    assert.equal(scopes.map(({ name }) => name).filter(name => name !== 'Closure'), ['Exception', 'Catch', 'Block', 'Local', 'Crash'])
    assert.equal(scopes.filter(({ expensive }) => expensive).map(({ name }) => name), ['Crash'])
    const local = await client.scope(1, 'Local')
    assert.is([...local.keys()][0], 'this')
    assert.match(local.get('this')!.value, /^Order \{ .*#cents: 1250.*\} #\d+$/)
    assert.is(local.get('self')!.value, local.get('this')!.value, 'the same object has the same number')
    assert.equal([local.get('apiKey')!.value, local.get('apiKey')!.variablesReference], ['[masked]', 0])

    const order = byName(await client.rows(local.get('this')!.variablesReference))
    assert.equal([...order.keys()].sort(), ['#cents', '[[Prototype]]', 'currency', 'customer', 'id'])
    assert.equal(order.get('#cents')!.presentationHint!.visibility, 'private')
    assert.is(order.get('#cents')!.evaluateName, 'this.#cents')
    assert.is(order.get('[[Prototype]]')!.value, 'Order → Price')

    const numbers = local.get('numbers')!
    const rows = await client.rows(numbers.variablesReference)
    assert.ok(numbers.indexedVariables! > 10 && numbers.indexedVariables! < 5000)
    assert.is(rows.length, numbers.indexedVariables! + 1)
    assert.match(rows.at(-1)!.value, `${5000 - numbers.indexedVariables!}`.replace(/(\d)(\d{3})$/, '$1,$2'))
    const some = await client.rows(numbers.variablesReference, { filter: 'indexed', start: 3, count: 2 })
    assert.equal(some.map(({ name, value, evaluateName }) => [name, value, evaluateName]), [['3', '9', 'numbers[3]'], ['4', '16', 'numbers[4]']])
    const hex = await client.rows(numbers.variablesReference, { filter: 'indexed', start: 4, count: 1, format: { hex: true } })
    assert.equal(hex.map(({ value }) => value), ['0x10'])

    const entries = await client.rows(local.get('byCustomer')!.variablesReference)
    assert.equal(entries.slice(0, 3).map(({ name }) => name), ["'Eve' =>", '1', '7 =>'])
    assert.equal((await client.rows(entries[1]!.variablesReference)).map(({ name, evaluateName }) => [name, evaluateName]),
      [['key', 'byCustomer[[Entries]][1].key'], ['value', 'byCustomer[[Entries]][1].value']])

    const { memoryReference } = local.get('label')!
    const memory = (await client.customRequest('readMemory', { memoryReference, offset: 4, count: 10 })).body
    assert.equal([Buffer.from(memory.data, 'base64').toString(), memory.unreadableBytes], ['Eve', 7])

    // What a client adds to its watches is what it showed.
    let asked = 0
    const walk = async (reference: number, depth: number): Promise<void> => {
      for (const { value, evaluateName, variablesReference, type } of (await client.rows(reference)).slice(0, 12)) {
        if (evaluateName !== undefined && !/^‹|^\[masked/.test(value)) {
          const { body } = await client.evaluateRequest({ expression: evaluateName, frameId: 1, context: 'watch' })
          assert.equal([body.type, variablesReference > 0 || body.result === value], [type, true], `${evaluateName}: ${value}, ${body.result}`)
          asked++
        }
        if (variablesReference > 0 && depth > 0) await walk(variablesReference, depth - 1)
      }
    }
    for (const { name, variablesReference } of scopes) if (name !== 'Crash') await walk(variablesReference, 2)
    assert.ok(asked > 40, String(asked))

    assert.is(await client.value('this.customer.name', { context: 'hover' }), "'Eve'")
    assert.is(await client.value('numbers[3]', { context: 'repl' }), '9')
    assert.is(await client.value('byCustomer.size + numbers.slice(1, 4).map(n => n + 1).join()', { context: 'repl' }), "'32,5,10'")
    const made = (await client.evaluateRequest({ expression: '({ ...this.customer, tags: [1, 2] })', frameId: 1, context: 'repl' })).body
    assert.equal((await client.rows(made.variablesReference)).map(({ name, value }) => [name, value]), [['name', "'Eve'"], ['tags', '[ 1, 2 ]']])
    assert.match(await client.value('this.ship()'), /^error: /)
    assert.match(await client.value('apiKey.length'), /^error: .*masked|masked/)
    assert.is(await client.value('$exception.cause.message.slice(0, 6)'), "'Cannot'")
    assert.match(await client.value('numbers.map(String)', { context: 'hover' }), /^error: /)
    assert.match(await client.value('apiKey'), /^\[masked\] · A secret/)
    assert.match(await client.value('nothingOfThatName'), /^error: .*nothingOfThatName/)
    assert.is(await client.value('$exception.cause.message', { context: 'clipboard' }), "Cannot read properties of undefined (reading 'street')")
    assert.is(await client.value('this.customer', { context: 'clipboard' }), '{\n  "name": "Eve"\n}')
    const { targets } = (await client.completionsRequest({ frameId: 1, text: 'this.cu', column: 8 })).body
    assert.equal(targets.map(({ label, start, length }) => [label, start, length]), [['currency', 6, 2], ['customer', 6, 2]])

    const info = (await client.exceptionInfoRequest({ threadId: 1 })).body
    assert.equal([info.exceptionId, info.description, info.breakMode], ['Error', 'cannot ship', 'unhandled'])
    assert.equal(info.details!.innerException!.map(({ typeName }) => typeName), ['TypeError'])
    assert.match(info.details!.stackTrace!, /^Error: cannot ship\n {4}at /)
    assert.match([...(await client.scope(frames[3]!.id, 'No variables')).values()][0]!.value, /suspended in an await/)
    assert.is(await client.leave(), 0)

    // The file here is no longer what ran: the capsule's text is shown, secrets masked.
    writeFileSync(join(dir, 'app.ts'), SHOP.replace('cannot ship', 'can not ship'))
    const later = new DapClient(cliIn(dir), dir, ['latest', '--frame', '1'])
    await later.begin()
    const [first, second] = await later.frames()
    assert.equal([first!.presentationHint, first!.source!.presentationHint, second!.presentationHint], ['subtle', 'deemphasize', undefined])
    assert.match(second!.source!.origin!, 'the file here differs')
    const { content } = (await later.sourceRequest({ source: second!.source!, sourceReference: second!.source!.sourceReference! })).body
    assert.match(content, "throw new Error('cannot ship'")
    assert.not.match(content, 'c2VjcmV0')
    assert.ok((await later.customRequest('loadedSources')).body.sources.some(({ name }: { name: string }) => name === 'app.ts'))
    assert.is(await later.leave(), 0)
  } })
})

test('a program that is dead stays where it is', async () => {
  await recorded('crashes/aggregate.js', { afterwards: async dir => {
    const client = new DapClient(cliIn(dir), dir)
    const failed = await client.begin({ file: 'no-such.faultsnap' }).then(() => undefined, (error: Error) => error.message)
    assert.match(failed!, 'no-such.faultsnap')
    assert.match(await client.threadsRequest().then(() => '', (error: Error) => error.message), 'no capsule is open yet')
    const initialized = client.waitForEvent('initialized')
    const stopped = client.waitForEvent('stopped')
    await client.attachRequest({ program: 'latest' } as never)
    await initialized
    const { breakpoints } = (await client.setBreakpointsRequest({ source: { path: join(dir, 'aggregate.js') }, breakpoints: [{ line: 3 }] })).body
    assert.equal(breakpoints.map(({ verified }) => verified), [false])
    assert.match(breakpoints[0]!.message!, 'dead')
    await client.customRequest('setExceptionBreakpoints', { filters: ['uncaught'] })
    await client.configurationDoneRequest()
    await stopped
    for (const [index, command] of ['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'pause'].entries()) {
      const again = client.waitForEvent('stopped')
      assert.is((await client.customRequest(command, { threadId: 1 })).success, true)
      await again
      assert.is(client.stops, index + 2)
    }
    assert.equal(client.moves.slice(0, 5), ['stopped', 'continued', 'stopped', 'continued', 'stopped'], 'no stop without the end of the one before')
    assert.is(client.output.split('Nothing runs on from here').length, 2, 'that is said once')
    for (const command of ['setVariable', 'setExpression', 'writeMemory', 'restartFrame', 'goto', 'noSuchRequest']) {
      const refused = await client.customRequest(command, { variablesReference: 1, name: 'x', value: '1' }).then(() => '', (error: Error) => error.message)
      assert.match(refused, /dead|not a request/, command)
    }
    const info = (await client.exceptionInfoRequest({ threadId: 1 })).body
    assert.equal(info.details!.innerException!.map(({ message, evaluateName }) => [message, evaluateName]),
      [['a is down', '$exception.errors[0]'], ['b is down', '$exception.errors[1]']])
    const restarted = client.waitForEvent('stopped')
    await client.customRequest('restart')
    await restarted
    const terminated = client.waitForEvent('terminated')
    await client.terminateRequest()
    await terminated
    assert.is(await client.leave(), 0)
  } })
})

test('a stack overflow, of which only the text is known, says so in its scopes and folds the recursion', async () => {
  await recorded('crashes/stack-overflow.js', { afterwards: async dir => {
    const client = new DapClient(cliIn(dir), dir)
    await client.begin()
    const frames = await client.frames()
    assert.ok(frames.some(({ name, presentationHint }) => presentationHint === 'label' && /repeated \d+ more time/.test(name)), frames.map(({ name }) => name).join())
    assert.match([...(await client.scope(frames[0]!.id, 'No variables')).values()][0]!.value, 'V8 does not pause on a stack overflow')
    assert.match(await client.value('number'), /^error: |does not pause|only the text/)
    assert.is(await client.leave(), 0)
  } })
})

test('a worker is the thread, and a request that failed is among what is known of the crash', async () => {
  const server = `
    const http = require('node:http')
    function price (order) { return order.items.length }
    const server = http.createServer((request, response) => {
      try { price({ id: 42 }) } catch { response.statusCode = 500; response.end('failed') }
    })
    server.listen(0, '127.0.0.1', () => {
      http.get({ port: server.address().port, path: '/orders/42', agent: false }, answer => answer.resume().on('end', () => server.close()))
    })`
  await Promise.all([
    recorded('crashes/worker.js', { files: ['crashes/worker-main.js'], args: ['./worker-main.js'], afterwards: async dir => {
      const client = new DapClient(cliIn(dir), dir)
      await client.begin()
      assert.match((await client.threadsRequest()).body.threads[0]!.name, /^Worker thread \d+$/)
      assert.is(await client.value('job.id'), '2')
      assert.is(await client.leave(), 0)
    } }),
    recorded('', { texts: { 'server.js': server }, entry: ['server.js'], afterwards: async dir => {
      const client = new DapClient(cliIn(dir), dir)
      const { stopped, output } = await client.begin({ justMyCode: true })
      assert.match(stopped.description!, 'failed a request')
      assert.match(output, 'GET /orders/42 answered 500')
      const frames = await client.frames()
      assert.ok(frames.some(({ name, presentationHint }) => presentationHint === 'label' && / frames? of node$/.test(name)), frames.map(({ name }) => name).join())
      const request = (await client.scope(1, 'Crash')).get('Request')!
      assert.match(request.value, 'GET /orders/42')
      assert.ok(byName(await client.rows(request.variablesReference)).has('headers'))
      assert.is(await client.leave(), 0)
    } }),
  ])
})

test.run()
