import { parsePath, type Path } from '../../../values/path'
import { childRows, frameRows } from './frame-rows'
import { pathText } from './member-path'
import type { Crash, Row } from './row'

/**
 * The route to the row that a path of a frame leads to, as `get` reads it: the innermost variable of a name. Where the path ends
 * at what has no row of its own (`items.length`), the row it is of. `undefined` if there is no such variable or path.
 */
export function routeOfPath (crash: Crash, frameIndex: number, path: string): string | undefined {
  const frame = crash.frames[frameIndex]
  const parsed = readPath(path)
  if (!frame || !parsed) return undefined
  const top = frameRows(crash, frame).flatMap(row => row.kind === 'scope' ? childRows(crash, row).rows : [row])
  let row: Row | undefined = top.find(each => each.path?.variable === parsed.variable)
  for (let length = 1; row && length <= parsed.steps.length; length++) {
    const wanted = pathText({ variable: parsed.variable, steps: parsed.steps.slice(0, length) })
    const next: Row | undefined = childRows(crash, row).rows.find(each => each.path && pathText(each.path) === wanted)
    if (!next) return length === parsed.steps.length ? row.route : undefined
    row = next
  }
  return row?.route
}

/** A capsule's path may be anything. */
function readPath (path: string): Path | undefined {
  try {
    return parsePath(path)
  } catch {
    return undefined
  }
}
