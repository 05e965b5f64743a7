import { types } from 'node:util'
import { arrayIsArray, getOwnPropertyDescriptor, mapSize, setSize } from '../primordials'
import type { WalkedObject } from './fill-node'
import type { GraphWalk } from './graph-walk'

/**
 * What is said of an object that there was no time to enter: how large a collection is, and, where `isNamed`, what a function is called.
 * That costs next to nothing, and without it the reader sees another thing than the program had.
 */
export function skim (walk: GraphWalk, { object, node, isProxy }: WalkedObject, isNamed: boolean): void {
  node.cut = [{ what: 'properties', reason: 'time', count: 0 }]
  walk.count('time')
  if (isProxy) {
    node.subtype = 'proxy'
  } else if (typeof object === 'function') {
    const name = isNamed ? getOwnPropertyDescriptor(object, 'name') : undefined
    if (typeof name?.value === 'string') node.properties = [walk.property(object, 'name')]
  } else if (node.className === 'Object' && types.isModuleNamespaceObject(object)) {
    node.subtype = 'module'
    node.className = 'Module'
  } else if (arrayIsArray(object)) {
    node.subtype = 'array'
    node.size = object.length
    if (object.length > 0) node.cut[1] = { what: 'elements', reason: 'time', count: object.length }
  } else if (types.isMap(object)) {
    node.subtype = 'map'
    node.size = mapSize(object)
    if (node.size > 0) node.cut[1] = { what: 'entries', reason: 'time', count: node.size }
  } else if (types.isSet(object)) {
    node.subtype = 'set'
    node.size = setSize(object)
    if (node.size > 0) node.cut[1] = { what: 'elements', reason: 'time', count: node.size }
  }
}
