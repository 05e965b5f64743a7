import type { CrashDocument } from '../../src/model'
import { Graph } from './crash-record'

/** What a crash can have been about: a request, a test, a worker, a death, a context. Fresh each time. */
export const occasions: Record<'request' | 'test' | 'worker' | 'death' | 'context', () => { graph: Graph, rest: Partial<CrashDocument> }> = {
  request: () => ({ graph: new Graph(), rest: { request: {
    method: 'POST', path: '/orders/42', route: '/orders/:id', handler: 'OrdersController.pay', query: { full: '1', tag: ['a', 'b'] },
    headers: { accept: 'application/json', authorization: { missing: 'masked' }, cookie: { missing: 'masked' } }, params: { id: '42' },
    status: 500, durationMs: 12.34, httpVersion: '1.1', remoteAddress: '127.0.0.1', bodyBytes: 17,
    trace: { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' },
  } } }),
  test: () => {
    const graph = new Graph()
    return { graph, rest: { test: {
      name: 'basket > adds > rounds', file: '/srv/shop/test/basket.test.ts', runner: 'vitest', attempt: 2,
      expected: graph.object({ total: 5 }), actual: graph.object({ total: { type: 'number', value: 'NaN' } }),
    } } }
  },
  worker: () => {
    const graph = new Graph()
    return { graph, rest: {
      thread: { id: 3, isMainThread: false, name: 'resizer', workerData: graph.object({ file: 'a.png', token: { missing: 'masked' } }) },
      parent: { kind: 'thread', pid: 4711, threadId: 0, job: '7' },
    } }
  },
  death: () => ({ graph: new Graph(), rest: {
    exception: { type: 'SIGSEGV', message: 'The process died of SIGSEGV (segmentation fault)', stack: '', value: null },
    notes: ['The process died outside of JavaScript: there are no frames and no variables.'],
    death: { signal: 'SIGSEGV', exitCode: 139, reason: 'Segmentation fault in native code.', stderr: 'first\nloading addon\nlast words', report: 'report.json' },
  } }),
  context: () => {
    const graph = new Graph()
    return { graph, rest: { context: graph.object({ tenant: 'acme' }) } }
  },
}
