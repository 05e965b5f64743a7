import { types } from 'node:util'
import { functionToString, getOwnPropertyDescriptor, getPrototypeOf, regExpExec, stringStartsWith } from '../primordials'

type AnyFunction = (...args: never[]) => unknown

/**
 * Type and message of a function that was thrown, as in `throw NotFoundError`, where `new` was forgotten: not those of an error. The
 * message is what Node prints: `[class NotFoundError extends Error]`. `thrown` must not be a Proxy.
 */
export function nameFunction (thrown: AnyFunction): { type: string, message: string } {
  const source = functionToString(thrown)
  const name = ownName(thrown)
  if (stringStartsWith(source, 'class') && regExpExec(/^class(?=[\s{])/, source) !== null) {
    return { type: name === '' ? 'class' : `class ${name}`, message: `[class ${name || '(anonymous)'}${parentOf(thrown)}]` }
  }
  const kind = `${types.isAsyncFunction(thrown) ? 'Async' : ''}${types.isGeneratorFunction(thrown) ? 'Generator' : ''}Function`
  return { type: kind, message: `[${kind}${name === '' ? ' (anonymous)' : `: ${name}`}]` }
}

function parentOf (thrown: AnyFunction): string {
  const parent = getPrototypeOf(thrown)
  if (parent === null) return ' extends [null prototype]'
  const name = typeof parent === 'function' && !types.isProxy(parent) ? ownName(parent) : ''
  return name === '' ? '' : ` extends ${name}`
}

function ownName (named: object): string {
  const name = getOwnPropertyDescriptor(named, 'name')?.value as unknown
  return typeof name === 'string' ? name : ''
}
