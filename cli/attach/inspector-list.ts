import { lookup } from 'node:dns/promises'
import { get } from 'node:http'
import { isIP } from 'node:net'

const MAX_BYTES = 1024 * 1024

/** The WebSocket of the first program that an inspector at `host:port` offers; undefined if nobody answers, or it is something else. */
export async function inspectorAt (host: string, port: number, ms = 2_000): Promise<string | undefined> {
  // Node answers to addresses and to `localhost` only, against DNS rebinding.
  const address = isIP(host) !== 0 ? host : await lookup(host).then(found => found.address, () => undefined)
  if (address === undefined) return undefined
  const text = await body(address, port, ms)
  try {
    const list = JSON.parse(text ?? '') as { webSocketDebuggerUrl?: unknown, type?: unknown }[]
    const found = list.find(({ type, webSocketDebuggerUrl }) => type === 'node' && typeof webSocketDebuggerUrl === 'string') ??
      list.find(({ webSocketDebuggerUrl }) => typeof webSocketDebuggerUrl === 'string')
    if (found === undefined) return undefined
    // It names itself as it is bound; a forwarded port is another one.
    const { pathname } = new URL(found.webSocketDebuggerUrl as string)
    return `ws://${isIP(address) === 6 ? `[${address}]` : address}:${port}${pathname}`
  } catch {
    return undefined
  }
}

async function body (host: string, port: number, ms: number): Promise<string | undefined> {
  return await new Promise(resolve => {
    const request = get({ host, port, path: '/json/list', headers: { host: `localhost:${port}` }, agent: false, timeout: ms }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > MAX_BYTES) request.destroy()
      })
      response.on('end', () => resolve(text))
      response.on('error', () => resolve(undefined))
    })
    const timer = setTimeout(() => request.destroy(), ms)
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(undefined))
    request.on('close', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
  })
}
