import { getOwnPropertyDescriptor } from '../primordials'

/** An own data property's value; undefined for accessors, which are not run. */
export function dataValue (object: object, key: string | symbol | number): unknown {
  return getOwnPropertyDescriptor(object, key)?.value
}
