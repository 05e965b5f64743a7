import { ensureAgent } from './ensure-agent'
import { handOver, nameOf, type IntegrationOptions } from './hand-over'

interface Route { path?: string, method?: string, handler?: unknown }
interface HonoRequest {
  method: string
  url: string
  raw: { headers: Iterable<[string, string]> }
  param: () => Record<string, string | undefined>
  routeIndex?: number
}
interface Context { error?: Error | undefined, req: HonoRequest, env?: unknown }

/** Where Hono keeps what it matched; its own helper `matchedRoutes` reads the same. */
interface Matched { [symbol: symbol]: [[[unknown, Route], unknown][]] | undefined }

/** Hono's middleware, to be used first: records errors with their route. */
export function faultsnap (options: IntegrationOptions = {}): (context: Context, next: () => Promise<void>) => Promise<void> {
  ensureAgent()
  return async function faultsnap (context, next) {
    await next()
    // Hono has caught it on the way, and answered it.
    const { error, req, env } = context
    if (error === undefined || error === null) return
    const route = routeOf(req)
    handOver(error, options, {
      by: 'Hono', request: (env as { incoming?: object } | undefined)?.incoming, route: route?.path, handler: nameOf(route?.handler),
      params: req.param(), web: { method: req.method, url: req.url, headers: req.raw.headers },
    })
  }
}

/** The route that handled the request: the last one that is no middleware. */
function routeOf (request: HonoRequest): Route | undefined {
  for (const symbol of Object.getOwnPropertySymbols(request).concat(Object.getOwnPropertySymbols(Object.getPrototypeOf(request)))) {
    const matched = (request as unknown as Matched)[symbol]
    const routes = Array.isArray(matched?.[0]) ? matched[0].map(([[, route]]) => route) : []
    const found = routes.filter(route => typeof route.path === 'string' && route.method !== 'ALL').at(-1)
    if (found !== undefined) return found
  }
  return undefined
}
