import type { CatchPlace, CrashDocument } from '../model'
import { isFunction } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { Places, type CulpritSources } from './place'

/**
 * Where the exception is caught, by the source: the `catch` of the innermost `try` block that one of the frames stands in, from the
 * throw outward. Undefined as soon as a frame's source is unknown: it might catch.
 */
export function catchPlace (crash: CrashDocument, sources: CulpritSources): CatchPlace | undefined {
  const places = new Places(crash, sources)
  for (const frame of crash.frames) {
    const url = frame.script === undefined ? frame.file : crash.scripts[frame.script]?.url ?? ''
    if (url.startsWith('node:')) continue
    const place = places.of(frame)
    if (place === undefined) return undefined
    const handler = handlerAround(place.node)
    if (handler !== undefined) return { frame: frame.index, ...places.locate(place, handler) }
  }
  return undefined
}

function handlerAround (node: SyntaxNode): SyntaxNode | undefined {
  let inner = node
  for (let outer = node.parent; outer !== undefined && !isFunction(inner); outer = outer.parent) {
    if (outer.type === 'TryStatement' && outer.handler && outer.block === inner) return outer.handler as SyntaxNode
    inner = outer
  }
  return undefined
}
