import type { CatchPlace, CrashDocument } from '../model'
import { framesOnStack } from '../stack/frames-on-stack'
import { isFunction, ownerOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { Places, type CulpritSources, type Place } from './place'
import { callAt } from './sites'

/**
 * Where the exception is caught, by the source: the `catch` of the innermost `try` block that one of the frames stands in, from the
 * throw outward. Undefined as soon as a frame's source is unknown: it might catch. So may whoever got the promise of an async function
 * and did not `await` it there.
 */
export function catchPlace (crash: CrashDocument, sources: CulpritSources): CatchPlace | undefined {
  const places = new Places(crash, sources)
  let isRejection = false
  const onStack = new Set(framesOnStack(crash.frames))
  for (const frame of crash.frames) {
    // It stands where somebody added it.
    if (frame.kind === 'stack' && !onStack.has(frame)) continue
    const url = frame.script === undefined ? frame.file : crash.scripts[frame.script]?.url ?? ''
    if (url.startsWith('node:')) continue
    const place = places.of(frame)
    if (place === undefined) return undefined
    if (isRejection && frame.kind !== 'async' && !isAwaited(place)) return undefined
    const handler = handlerAround(place.node)
    if (handler !== undefined) return { frame: frame.index, ...places.locate(place, handler) }
    isRejection = ownerOf(place.node).async === true
  }
  return undefined
}

function isAwaited (place: Place): boolean {
  const call = callAt(place)
  const outer = call?.parent?.type === 'ChainExpression' ? call.parent.parent : call?.parent
  return outer?.type === 'AwaitExpression'
}

function handlerAround (node: SyntaxNode): SyntaxNode | undefined {
  let inner = node
  for (let outer = node.parent; outer !== undefined && !isFunction(inner); outer = outer.parent) {
    if (outer.type === 'TryStatement' && outer.handler && outer.block === inner) return outer.handler as SyntaxNode
    inner = outer
  }
  return undefined
}
