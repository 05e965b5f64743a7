import { ensureAgent } from './ensure-agent'
import { handOver, type IntegrationOptions } from './hand-over'

interface Context { req: object, params?: unknown, _matchedRoute?: unknown, _matchedRouteName?: unknown }

/** Koa's middleware, to be used first: records errors with their route, and throws them on. */
export function faultsnap (options: IntegrationOptions = {}): (context: Context, next: () => Promise<unknown>) => Promise<void> {
  ensureAgent()
  return async function faultsnap (context, next) {
    try {
      await next()
    } catch (error) {
      const { req, params, _matchedRoute: route, _matchedRouteName: name } = context
      handOver(error, options, {
        by: 'Koa', request: req, route: route === undefined ? undefined : String(route), handler: typeof name === 'string' ? name : undefined,
        params: typeof params === 'object' && params !== null ? params : undefined,
      })
      throw error
    }
  }
}
