import type { FrameRecord, Value, VariableRecord } from '../../../model'
import type { Crash } from './row'

/** A value that a frame begins with. `scope` is the index of its scope, absent for `this` and what was thrown. */
export interface Root { route: string, name: string, value: Value, scope?: number, property?: VariableRecord }

/** What a frame's rows begin with, in their order: `this`, the variables of each scope, and, in frame 0, what was thrown. */
export function frameRoots (crash: Crash, frame: FrameRecord): Root[] {
  const roots: Root[] = []
  if (frame.this !== undefined) roots.push({ route: `${frame.index}.t`, name: 'this', value: frame.this })
  for (const [scope, { variables }] of frame.scopes.entries()) {
    for (const [index, property] of variables.entries()) {
      roots.push({ route: `${frame.index}.${scope}.${index}`, name: property.name, value: property.value, scope, property })
    }
  }
  if (frame.index === 0) roots.push({ route: '0.x', name: 'thrown', value: crash.exception.value })
  return roots
}
