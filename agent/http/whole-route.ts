/** A route's own path below the mount of its router, as OpenTelemetry's `http.route` has it. */
export const joinedRoute = (base: string, path: string): string => (base !== '' && path === '/' ? base : `${base}${path}`)

/** A segment that stands for itself, or is a parameter: without patterns. */
const PLAIN = /^(?::\w+|[^:*()?+{}[\]\\|]*)$/

/**
 * The route with the mount that it was matched below, for routers that have put theirs away by then: the head of `path` that a plain
 * route leaves over. The route as it is where it has patterns, or matches all of the path, or does not match its end.
 */
export function withMount (route: string, path: string): string {
  const names = segments(route)
  const parts = segments(path)
  const over = parts.length - names.length
  if (over <= 0 || !names.every(name => PLAIN.test(name))) return route
  const isEnd = names.every((name, index) => isMatch(name, parts[over + index]!))
  return isEnd ? joinedRoute(`/${parts.slice(0, over).join('/')}`, route) : route
}

/** A mount with the names of its parameters, where the router inside knows them (`mergeParams`) and they are told by their values. */
export function namedMount (base: string, path: string, params: readonly [string, string][]): string {
  const parts = base.split('/')
  for (const [name, value] of params) {
    if (value === '' || path.includes(`:${name}`)) continue
    const at = parts.indexOf(encodeURIComponent(value))
    if (at >= 0 && parts.lastIndexOf(encodeURIComponent(value)) === at) parts[at] = `:${name}`
  }
  return parts.join('/')
}

const segments = (path: string): string[] => path.split('/').filter(part => part !== '')

const isMatch = (name: string, part: string): boolean => name.startsWith(':') || name.toLowerCase() === part.toLowerCase()
