import { types } from 'node:util'
import { nativeStackGetter } from '../originals'
import { functionToString, getOwnPropertyDescriptor } from '../primordials'
import { isObject } from './snapshot-store'

/**
 * The stack text of an error, without running code of the program: an own data property, or V8's own accessor (Node 21 and
 * later). Formatting calls the program's `Error.prepareStackTrace` if it has one, as Node is about to do for its own message.
 */
export function stackOf (thrown: unknown): string {
  if (!isObject(thrown) || types.isProxy(thrown)) return ''
  const descriptor = getOwnPropertyDescriptor(thrown, 'stack')
  if (descriptor === undefined) return ''
  if (descriptor.get !== undefined) {
    if (!isNativeStackGetter(descriptor.get) || !types.isNativeError(thrown)) return ''
    const text = Reflect.apply(descriptor.get, thrown, []) as unknown
    return typeof text === 'string' ? text : ''
  }
  return typeof descriptor.value === 'string' ? descriptor.value : ''
}

/** Each realm (`vm` context) has one of its own. Only code of V8 has this text. */
function isNativeStackGetter (getter: () => unknown): boolean {
  return nativeStackGetter !== undefined && (getter === nativeStackGetter || functionToString(getter) === functionToString(nativeStackGetter))
}
