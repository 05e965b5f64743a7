import { printable } from '../../src/capsule/printable'
import type { Capsule } from '../../src/capsule/read'
import { urlOf } from '../../src/postmortem/visible-text'
import { framePlace } from '../../src/values/frame-place'

export const LOOPBACK = '127.0.0.1'

/** What clients find at `/json/list`, by the names that Node uses there. */
export interface Target {
  description: string
  devtoolsFrontendUrl: string
  devtoolsFrontendUrlCompat: string
  faviconUrl: string
  id: string
  title: string
  type: 'node'
  url: string
  webSocketDebuggerUrl: string
}

/** `id` is the WebSocket's path, which nobody can guess. `host` is how the client came here. */
export function targetOf ({ manifest, crash }: Capsule, id: string, host: string): Target {
  const { exception: { type, message } } = manifest
  const place = crash.frames[0] && framePlace(crash.frames[0]).file
  const ws = `${host}/${id}`
  const frontend = (page: string): string => `devtools://devtools/bundled/${page}?experiments=true&v8only=true&ws=${ws}`
  return {
    description: 'faultsnap capsule',
    devtoolsFrontendUrl: frontend('js_app.html'),
    devtoolsFrontendUrlCompat: frontend('inspector.html'),
    faviconUrl: 'https://nodejs.org/static/images/favicons/favicon.ico',
    id,
    title: printable(`${type}: ${message} (capsule ${manifest.id}, a recording)`, 300),
    type: 'node',
    url: place === undefined || !place.startsWith('/') ? 'file://' : urlOf(place),
    webSocketDebuggerUrl: `ws://${ws}`,
  }
}

/** `/json/version`: what Node says of itself, so that clients which look at it see the Node that crashed. */
export function versionOf ({ manifest }: Capsule): { Browser: string, 'Protocol-Version': string } {
  return { Browser: `node.js/${manifest.runtime.version}`, 'Protocol-Version': '1.1' }
}
