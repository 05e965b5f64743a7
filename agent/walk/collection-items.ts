import { getPrototypeOf, uncurryThis } from '../primordials'

/** The built-ins' own iteration of Maps and Sets: a subclass of the program may have its own ideas of `entries` and `next`. */
export const mapIterator = uncurryThis(Map.prototype.entries)
export const mapIteratorNext = uncurryThis((getPrototypeOf(new Map().entries()) as Iterator<[unknown, unknown]>).next as () => IteratorResult<[unknown, unknown]>)
export const setIterator = uncurryThis(Set.prototype.values)
export const setIteratorNext = uncurryThis((getPrototypeOf(new Set().values()) as Iterator<unknown>).next as () => IteratorResult<unknown>)
