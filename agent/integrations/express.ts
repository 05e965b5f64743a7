import { ensureAgent } from './ensure-agent'
import { handOver, nameOf, type IntegrationOptions } from './hand-over'

interface Request { baseUrl?: string, params?: object, route?: { path?: unknown, stack?: { handle?: unknown }[] } }
type ErrorMiddleware = (error: unknown, request: Request, response: unknown, next: (error?: unknown) => void) => void
interface Application { use: (middleware: never) => unknown }

/** Adds the error middleware to an app or router. Call it behind the routes, and before error handlers of your own. */
export function install (app: Application, options: IntegrationOptions = {}): void {
  app.use(errorHandler(options) as never)
}

/** Express' error middleware that records the error with its route and handler, and passes it on. */
export function errorHandler (options: IntegrationOptions = {}): ErrorMiddleware {
  ensureAgent()
  return function faultsnap (error, request, _response, next) {
    const { route, baseUrl = '', params } = request
    const own = typeof route?.path === 'string' || route?.path instanceof RegExp ? String(route.path) : undefined
    const path = own === undefined ? undefined : baseUrl !== '' && own === '/' ? baseUrl : `${baseUrl}${own}`
    const handler = route?.stack?.map(({ handle }) => nameOf(handle)).filter(name => name !== undefined).at(-1)
    handOver(error, options, { by: 'Express', request, route: path, handler, params })
    next(error)
  }
}
