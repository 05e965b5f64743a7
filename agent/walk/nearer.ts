import type { GraphNode, MissingValue, PropertyRecord, Value } from '../../src/model'
import { isMissing, isRef } from '../../src/model/values'
import { SafeMap } from '../primordials'

/**
 * Values that were too deep where they were found first. The object may be found again, less deep: then each of them becomes the
 * reference that it would have been.
 */
export class TooDeep {
  private readonly valuesOf: SafeMap<object, MissingValue[]> = new SafeMap()
  private readonly objects: SafeMap<object, object> = new SafeMap()

  note (object: object, value: MissingValue): void {
    const values = this.valuesOf.get(object)
    if (values === undefined) this.valuesOf.set(object, [value])
    else values[values.length] = value
    this.objects.set(value, object)
  }

  objectOf (value: MissingValue): object | undefined {
    return this.objects.get(value)
  }

  /** The object is in the graph now. Gives the number of values that were missing. */
  found (object: object, index: number): number {
    const values = this.valuesOf.get(object)
    if (values === undefined) return 0
    this.valuesOf.delete(object)
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as Partial<MissingValue> & { ref?: number }
      this.objects.delete(value)
      delete value.missing
      delete value.type
      delete value.className
      delete value.size
      value.ref = index
    }
    return values.length
  }
}

/** Calls `each` for all that a node holds: values that are references, or missing. */
export function eachHeld (node: GraphNode, each: (value: Value) => void): void {
  const held = (value: Value | undefined): void => { if (value !== undefined && (isRef(value) || isMissing(value))) each(value) }
  const properties = (list: readonly PropertyRecord[] | undefined): void => {
    if (list === undefined) return
    for (let index = 0; index < list.length; index++) {
      const { value, get, set } = list[index]!
      held(value)
      held(get)
      held(set)
    }
  }
  properties(node.properties)
  properties(node.privates)
  properties(node.internals)
  const { elements, entries } = node
  if (elements !== undefined) for (let index = 0; index < elements.length; index++) held(elements[index])
  if (entries === undefined) return
  for (let index = 0; index < entries.length; index++) {
    held(entries[index]![0])
    held(entries[index]![1])
  }
}
