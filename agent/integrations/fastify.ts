import { ensureAgent } from './ensure-agent'
import { handOver, nameOf, type IntegrationOptions } from './hand-over'

interface Request { raw: object, params?: unknown, routeOptions?: { url?: string, handler?: unknown } }
type OnError = (request: Request, reply: unknown, error: unknown, done: () => void) => void
interface Instance { addHook: (name: 'onError', hook: OnError) => unknown }

/** Fastify's plugin: records errors with their route and handler, in all of the app's contexts. */
export function faultsnap (app: Instance, options: IntegrationOptions, done: () => void): void {
  ensureAgent()
  app.addHook('onError', (request, _reply, error, next) => {
    const { raw, params, routeOptions } = request
    handOver(error, options, {
      by: 'Fastify', request: raw, route: routeOptions?.url, handler: nameOf(routeOptions?.handler),
      params: typeof params === 'object' && params !== null ? params : undefined,
    })
    next()
  })
  done()
}

// What `fastify-plugin` does: the hook is for the whole app, not for the plugin's own context.
Object.assign(faultsnap, { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: 'faultsnap' })

export default faultsnap
