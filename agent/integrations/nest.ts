import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ensureAgent } from './ensure-agent'
import { handOver, type IntegrationOptions } from './hand-over'

interface Host { getType: () => string, switchToHttp: () => { getRequest: () => HttpRequest } }
interface ExecutionContext extends Host { getClass: () => { name: string }, getHandler: () => { name: string } }
interface HttpRequest { raw?: object, params?: object, route?: { path?: string }, routeOptions?: { url?: string } }
interface BaseFilter { catch (exception: unknown, host: Host): void }
interface Application {
  useGlobalFilters: (filter: never) => unknown
  useGlobalInterceptors: (interceptor: never) => unknown
  getHttpAdapter: () => unknown
}

/** The app's own copy of Nest: package managers that are strict do not let us see it from here. */
function load (name: string): Record<string, never> {
  try {
    return require(name) as Record<string, never>
  } catch {
    return createRequire(join(process.cwd(), 'index.js'))(name) as Record<string, never>
  }
}

const { BaseExceptionFilter } = load('@nestjs/core') as unknown as { BaseExceptionFilter: new (adapter?: unknown) => BaseFilter }
const { Catch } = load('@nestjs/common') as unknown as { Catch: () => (target: object) => void }

/** Controller and method by Node's request: an exception filter is not told of them. */
const handlers = new WeakMap<object, string>()

/**
 * Nest's exception filter: records exceptions with their route and handler, and answers them as Nest does. Extend it to answer
 * otherwise.
 */
export class FaultSnapFilter extends BaseExceptionFilter {
  private readonly options: IntegrationOptions

  /** `adapter`: `app.getHttpAdapter()`; not needed where Nest makes the filter (`APP_FILTER`). */
  constructor (adapter?: unknown, options: IntegrationOptions = {}) {
    super(adapter)
    this.options = options
    ensureAgent()
  }

  override catch (exception: unknown, host: Host): void {
    if (host.getType() === 'http') {
      const request = host.switchToHttp().getRequest()
      const raw = request.raw ?? request
      handOver(exception, this.options, {
        by: 'Nest', request: raw, route: request.routeOptions?.url ?? request.route?.path, params: request.params, handler: handlers.get(raw),
      })
    }
    super.catch(exception, host)
  }
}
Catch()(FaultSnapFilter)

const interceptor = {
  intercept (context: ExecutionContext, next: { handle: () => unknown }): unknown {
    if (context.getType() === 'http') {
      const request = context.switchToHttp().getRequest()
      handlers.set(request.raw ?? request, `${context.getClass().name}.${context.getHandler().name}`)
    }
    return next.handle()
  },
}

/** Adds the filter to an app, and an interceptor that tells it which controller and method the request came to. */
export function install (app: Application, options: IntegrationOptions = {}): void {
  app.useGlobalInterceptors(interceptor as never)
  app.useGlobalFilters(new FaultSnapFilter(app.getHttpAdapter(), options) as never)
}
