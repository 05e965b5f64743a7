import { handOver, type IntegrationOptions } from './hand-over'

interface Request { path: string, method: string, headers: Record<string, string | string[] | undefined> }
interface Context { routerKind: string, routePath: string, routeType: string }

/**
 * Next.js' hook of `instrumentation.ts`: `export { onRequestError } from 'faultsnap/next'`. The server needs the preload
 * (`NODE_OPTIONS=-r faultsnap/register`); anywhere else, and in the edge runtime, this does nothing.
 */
export function onRequestError (error: unknown, request: Readonly<Request>, context: Readonly<Context>): void {
  report(error, request, context, {})
}

/** {@link onRequestError} with options. */
export function createOnRequestError (options: IntegrationOptions): typeof onRequestError {
  return (error, request, context) => report(error, request, context, options)
}

function report (error: unknown, request: Readonly<Request>, context: Readonly<Context>, options: IntegrationOptions): void {
  const headers: [string, string][] = []
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.push([name, one])
  }
  handOver(error, options, {
    by: 'Next.js', route: context.routePath, handler: context.routeType, web: { method: request.method, url: request.path, headers },
  })
}
