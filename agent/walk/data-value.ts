import { getOwnPropertyDescriptor } from '../primordials'

/** An own data property's value; undefined for accessors, which are not run. */
export function dataValue (object: object, key: string | symbol | number): unknown {
  return getOwnPropertyDescriptor(object, key)?.value
}

/** The same where the object may be V8's copy of a scope: to ask for a variable in its temporal dead zone throws, which is undefined here. */
export function dataOf (object: object, key: string | symbol | number): unknown {
  try {
    return dataValue(object, key)
  } catch {
    return undefined
  }
}
