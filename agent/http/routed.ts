import { types } from 'node:util'
import { getOwnPropertyDescriptor } from '../primordials'

/** Where a router of Express' kind stands while it handles a request: it puts mount and parameters back when it is through. */
export interface Routed { base: string, path: unknown, params: object | undefined }

/** Read from own data properties of Node's request; undefined while no route is being handled. */
export function routedOf (request: object): Routed | undefined {
  const path = own(own(request, 'route'), 'path')
  if (path === undefined) return undefined
  const base = own(request, 'baseUrl')
  const params = own(request, 'params')
  return {
    path, base: typeof base === 'string' ? base : '',
    params: typeof params === 'object' && params !== null && !types.isProxy(params) ? params : undefined,
  }
}

function own (object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null || types.isProxy(object)) return undefined
  return getOwnPropertyDescriptor(object, key)?.value as unknown
}
