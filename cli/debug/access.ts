import type { IncomingHttpHeaders } from 'node:http'

/** Names that only this machine answers to. A page that has its own name point here (DNS rebinding) sends that name. */
const HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i

/**
 * Developer tools of a browser, as it names them, and those that a browser serves at its own debugging port: a page of this machine still has
 * to know the path, which no page can read. Debuggers that are programs, `chrome://inspect` among them, send no origin.
 */
const ORIGIN = /^(?:(?:chrome-)?devtools:\/\/[\w.-]+|https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)$/i

/** Why a request is refused: it came by a name that is not this machine's. Undefined for one that may go on. */
export function refusedHost ({ host }: IncomingHttpHeaders): string | undefined {
  return host !== undefined && HOST.test(host) ? undefined
    : 'Refused: the Host header is neither localhost nor an address of this machine. Connect to 127.0.0.1, through a tunnel if it is another one.'
}

/** Why a WebSocket is refused: it is a web page's. */
export function refusedOrigin ({ origin }: IncomingHttpHeaders): string | undefined {
  return origin === undefined || ORIGIN.test(origin) ? undefined : 'Refused: web pages may not debug.'
}
