import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { getOwnPropertySymbols } from '../primordials'
import { isObject } from '../snapshot/snapshot-store'
import { dataValue } from '../walk/data-value'

interface ClientRequest { method?: string, path?: string, host?: string, protocol?: string }
interface ServerRequest { method?: string, url?: string }
interface Process { spawnfile?: string, spawnargs?: string[], pid?: number }

/** HTTP in and out, child processes and warnings, through diagnostics channels and Node's `warning` event. */
export function watchActivity (agent: Agent): void {
  agent.subscribe('http.client.response.finish', message => {
    const { request, response } = message as { request: ClientRequest, response: { statusCode?: number } }
    const status = response.statusCode ?? 0
    const data = { method: request.method ?? 'GET', url: urlOf(request), status }
    agent.breadcrumbs.add('http.client', status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info', `${data.method} answered ${status}`, data)
  })
  agent.subscribe('http.client.request.error', message => {
    const { request } = message as { request: ClientRequest }
    agent.breadcrumbs.add('http.client', 'error', `${request.method ?? 'GET'} failed`, { method: request.method ?? 'GET', url: urlOf(request) })
  })
  agent.subscribe('http.server.response.finish', message => {
    const { request, response } = message as { request: ServerRequest, response: { statusCode?: number } }
    const status = response.statusCode ?? 0
    agent.breadcrumbs.add('http.server', status >= 500 ? 'error' : 'info', `${request.method ?? ''} answered ${status}`, {
      method: request.method ?? '', url: cameTo(request), status,
    })
  })
  // A router that answers has taken its mount from Node's own field.
  const cameTo = (request: ServerRequest): string => {
    const original = dataValue(request, 'originalUrl')
    return agent.requests?.urlOf(request) ?? (typeof original === 'string' ? original : request.url ?? '')
  }
  agent.subscribe('undici:request:headers', message => {
    const { request, response } = message as { request: { method: string, origin: string, path: string }, response: { statusCode: number } }
    agent.breadcrumbs.add('http.client', response.statusCode >= 500 ? 'error' : 'info', `${request.method} answered ${response.statusCode}`, {
      method: request.method, url: `${String(request.origin)}${request.path}`, status: response.statusCode,
    })
  })
  agent.subscribe('undici:request:error', message => {
    const { request } = message as { request: { method: string, origin: string, path: string } }
    agent.breadcrumbs.add('http.client', 'error', `${request.method} failed`, { method: request.method, url: `${String(request.origin)}${request.path}` })
  })
  agent.subscribe('child_process', message => {
    const { process: child } = message as { process: Process }
    // The child is published before it is spawned: its file is known a moment later.
    queueMicrotask(() => guarded('child_process', () => {
      const args = agent.masker.maskArgv(child.spawnargs ?? [])
      agent.breadcrumbs.add('child_process', 'info', `spawned ${args.length > 0 ? args.join(' ') : child.spawnfile ?? 'a process'}`, { pid: child.pid ?? null })
    }))
  })
  agent.hiddenListeners.add('warning', (warning: Error) => guarded('warning', () => {
    agent.breadcrumbs.add('warning', 'warning', `${warning.name}: ${warning.message}`)
  }))
}

function urlOf (request: ClientRequest): string {
  const { protocol = 'http:', host = '', path = '' } = request
  return `${protocol}//${hostHeader(request) ?? host}${path}`
}

/** With the port, which Node keeps nowhere else. To ask for a header would run what the program put in the place of `getHeader`. */
function hostHeader (request: object): string | undefined {
  const key = getOwnPropertySymbols(request).find(({ description }) => description === 'kOutHeaders')
  const headers = key === undefined ? undefined : (request as Record<symbol, unknown>)[key]
  const entry = isObject(headers) ? dataValue(headers, 'host') : undefined
  const value = Array.isArray(entry) ? entry[1] as unknown : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}
