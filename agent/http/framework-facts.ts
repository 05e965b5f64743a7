import { types } from 'node:util'
import { getPrototypeOf } from '../primordials'
import { isObject } from '../snapshot/snapshot-store'
import { dataOf } from '../walk/data-value'
import { parametersOf } from './request-record'
import type { RequestContext } from './request-context'
import { joinedRoute, namedMount, withMount } from './whole-route'

/** What a framework knows of a request. `isBelow`: the route may lack the mount of its router. */
export interface FrameworkFacts { route?: string, handler?: string, params?: [string, string][], body?: unknown, isBelow?: boolean }

/**
 * What frameworks put beside a request, read without running a line of theirs: own data properties only. `objects`: whatever the
 * answering code holds; those that refer to this very request (one of `identities`) are about it.
 */
export function frameworkFacts (identities: readonly object[], objects: readonly object[]): FrameworkFacts {
  const facts: FrameworkFacts = {}
  const near: object[] = [...identities]
  const isAbout = (object: object): boolean => REFERENCES.some(key => {
    const value = dataOf(object, key)
    return isObject(value) && identities.includes(value)
  })
  for (const object of objects) {
    if (types.isProxy(object) || near.includes(object)) continue
    if (isAbout(object)) near.push(object)
  }
  // One step further: Fastify's `reply.request`, h3's `event.node`.
  for (const object of objects) {
    for (const key of LINKS) {
      const linked = dataOf(object, key)
      if (isObject(linked) && !types.isProxy(linked) && !near.includes(linked) && isAbout(linked)) near.push(linked, object)
    }
  }
  for (const object of near) for (const read of READERS) read(object, facts)
  return facts
}

/** Members under which frameworks keep Node's request or response. */
const REFERENCES: readonly string[] = ['req', 'request', 'raw', 'res', 'response', '_req', 'originalRequest']
const LINKS: readonly string[] = ['request', 'node', 'req', 'ctx', 'event', 'context']

type Reader = (object: object, facts: FrameworkFacts) => void

const objectAt = (object: object, key: PropertyKey): object | undefined => {
  const value = dataOf(object, key)
  return isObject(value) && !types.isProxy(value) ? value : undefined
}

/** A text, or a number as one. */
export function asText (object: object, key: PropertyKey): string | undefined {
  const value = dataOf(object, key)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}

/** Express: `req.route.path` below `req.baseUrl`, which is empty again when its routers are through. restify has `route.path`, too. */
const express: Reader = (object, facts) => {
  const route = objectAt(object, 'route')
  const path = route === undefined ? undefined : pathText(dataOf(route, 'path'))
  if (path === undefined || facts.route !== undefined) return
  const base = asText(object, 'baseUrl')
  facts.route = joinedRoute(base ?? '', path)
  // Put back to what it was before the first router, which is nothing.
  if (base === '' || (base === undefined && Object.hasOwn(object, 'baseUrl'))) facts.isBelow = true
}

/** Fastify: the context of the route under a symbol, whose `config.url` is the route. */
const fastify: Reader = (object, facts) => {
  for (const symbol of Object.getOwnPropertySymbols(object)) {
    if (symbol.description !== 'fastify.context.route' && symbol.description !== 'fastify.context') continue
    const config = objectAt(objectAt(object, symbol) ?? {}, 'config')
    if (config !== undefined) facts.route ??= asText(config, 'url')
  }
}

/** Koa with its routers: the layer's path under `_matchedRoute`, `routerPath` in older ones; `koa-mount` takes away its own. */
const koa: Reader = (object, facts) => {
  const route = pathText(dataOf(object, '_matchedRoute')) ?? asText(object, 'routerPath')
  if (route === undefined || facts.route !== undefined) return
  facts.route = route
  facts.isBelow = true
}

/** h3 and Nitro: `event.context.matchedRoute`, with `path` in the first version and `route` in the second. */
const h3: Reader = (object, facts) => {
  const context = objectAt(object, 'context')
  const matched = context && objectAt(context, 'matchedRoute')
  if (matched !== undefined) facts.route ??= asText(matched, 'path') ?? asText(matched, 'route')
  addParameters(context && objectAt(context, 'params'), facts)
}

/** Next.js: its own notes about a request under a symbol. */
const next: Reader = (object, facts) => {
  for (const symbol of Object.getOwnPropertySymbols(object)) {
    if (symbol.description !== 'NextInternalRequestMeta') continue
    const match = objectAt(objectAt(object, symbol) ?? {}, 'match')
    const definition = match && objectAt(match, 'definition')
    if (definition !== undefined) facts.route ??= asText(definition, 'pathname') ?? asText(definition, 'page')
    addParameters(match && objectAt(match, 'params'), facts)
  }
}

const parameters: Reader = (object, facts) => addParameters(objectAt(object, 'params'), facts)

const body: Reader = (object, facts) => {
  const value = dataOf(object, 'body')
  // An answer's body is not the request's: only what stands beside a request's own fields.
  if (value === undefined || value === null || facts.body !== undefined || !isRequestLike(object)) return
  facts.body = value
}

const READERS: readonly Reader[] = [express, fastify, koa, h3, next, parameters, body]

function addParameters (object: object | undefined, facts: FrameworkFacts): void {
  if (object === undefined || (facts.params?.length ?? 0) > 0) return
  const pairs = parametersOf(object)
  if (pairs.length > 0) facts.params = pairs
}

const patternText = (value: unknown): string | undefined => {
  if (types.isRegExp(value)) return String(Object.getOwnPropertyDescriptor(RegExp.prototype, 'source')!.get!.call(value))
  return Array.isArray(value) && value.every(item => typeof item === 'string') ? value.join(' | ') : undefined
}

/** A route's path as a framework has it: a text, a pattern, or a list of texts. */
const pathText = (value: unknown): string | undefined => typeof value === 'string' ? value : patternText(value)

/**
 * The route and its parameters: what the framework says when the request is answered, completed by what its router had set where something
 * was thrown.
 */
export function routeFacts ({ routed }: RequestContext, { route, params, isBelow }: FrameworkFacts, path: string): Pick<FrameworkFacts, 'route' | 'params'> {
  const own = routed && pathText(routed.path)
  if (routed === undefined || own === undefined || (route !== undefined && (route !== own || isBelow !== true))) {
    return { ...route !== undefined && { route: isBelow === true ? withMount(route, path) : route }, ...params && { params } }
  }
  const known = parametersOf(routed.params)
  const mount = namedMount(routed.base, own, known)
  const all = known.length > 0 ? known : params
  return { route: routed.base === '' ? withMount(own, path) : joinedRoute(mount, own), ...all && { params: all } }
}

function isRequestLike (object: object): boolean {
  if (dataOf(object, 'headers') !== undefined || dataOf(object, 'rawHeaders') !== undefined) return true
  // Fastify's and Koa's requests hold Node's under `raw` or `req`, and have a getter for the headers on their class.
  for (let link = getPrototypeOf(object), step = 0; link !== null && step < 5; link = getPrototypeOf(link), step++) {
    if (Object.getOwnPropertyDescriptor(link, 'headers') !== undefined && Object.getOwnPropertyDescriptor(link, 'query') !== undefined) return true
  }
  return false
}
