import { types } from 'node:util'
import { decorate, wrapWith } from './decorate'
import { onGhostFailure } from './ghost-failure'
import type { GhostOptions } from './ghost-options'
import type { GhostDecorator } from './ghost-types'

const names = new Set<string>()

/** Names of all functions that were wrapped: what is thrown in them is worth a thorough snapshot. */
export const ghostedNames: ReadonlySet<string> = names

/**
 * A wrapper or decorator by options, or the wrapped function at once. `onDefine` is called for every function that is wrapped, before
 * it can fail.
 */
export function makeGhost (args: readonly unknown[], onDefine: () => void): unknown {
  const isUse = args.length > 1 || typeof args[0] === 'function'
  const options = isUse ? {} : checked(args[0])
  const wrap = wrapWith(options, onGhostFailure)
  const use = (...given: unknown[]): unknown => decorate((fn, hint) => {
    onDefine()
    const name = types.isProxy(fn) ? '' : Reflect.getOwnPropertyDescriptor(fn, 'name')?.value as unknown
    for (const each of [name, hint]) if (typeof each === 'string' && each !== '') names.add(each)
    return wrap(fn, hint)
  }, given)
  return isUse ? use(...args) : use as GhostDecorator
}

/** A copy, so that later changes of the caller's object change nothing. Throws a TypeError that names the option. */
function checked (options: unknown = {}): GhostOptions {
  if (typeof options !== 'object' || options === null) throw new TypeError('ghost() takes options, or a function')
  const result = { ...options } as GhostOptions
  for (const [name, isRight, wanted] of RULES) {
    const value = result[name]
    if (value !== undefined && !isRight(value)) throw new TypeError(`ghost({ ${name} }) is ${wanted}`)
  }
  return result
}

const TYPES: readonly unknown[] = ['terminal', 'html', 'capsule', 'silent']
const isBoolean = (value: unknown): boolean => typeof value === 'boolean'

const RULES: readonly [keyof GhostOptions, (value: unknown) => boolean, string][] = [
  ['reportType', value => TYPES.includes(value), "'terminal', 'html', 'capsule' or 'silent'"],
  ['exportHtml', isBoolean, 'true or false'],
  ['depth', value => Number.isInteger(value) && (value as number) >= 0, 'a number of frames, from 0'],
  ['suppress', isBoolean, 'true or false'],
  ['maskVars', value => Array.isArray(value) && value.every(each => typeof each === 'string'), 'a list of names'],
  ['logMemory', isBoolean, 'true or false'],
]
