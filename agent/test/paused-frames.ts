import type { Debugger } from 'node:inspector'
import type { FunctionPlace } from '../snapshot/live-reader'
import type { Recorder } from '../snapshot/recorder'
import { isObject } from '../snapshot/snapshot-store'
import { dataOf } from '../walk/data-value'

/** Scopes of a runner's own frame that are looked at: its locals and what its functions enclose. Not modules: they are large. */
const READ_SCOPES: readonly string[] = ['local', 'block', 'catch', 'closure']

/** The live variables of a runner's frames, while the program is paused in it. Runs no code of the program. */
export class PausedFrames {
  private readonly params: Debugger.PausedEventDataType
  private readonly recorder: Recorder

  constructor (params: Debugger.PausedEventDataType, recorder: Recorder) {
    this.params = params
    this.recorder = recorder
  }

  /** `this` of the innermost frame. */
  get receiver (): unknown {
    const id = this.params.callFrames[0]?.this.objectId
    return id === undefined ? undefined : this.recorder.values.take([id])[0]
  }

  /** The global object of the innermost frame's realm: of a `vm` context, if it runs in one. */
  get globalObject (): unknown {
    const id = this.params.callFrames[0]?.scopeChain.find(({ type }) => type === 'global')?.object.objectId
    return id === undefined ? undefined : this.recorder.values.take([id])[0]
  }

  /** Where a function is written; undefined for what is none. */
  placeOf (value: unknown): FunctionPlace | undefined {
    return typeof value === 'function' ? this.recorder.values.placeOfFunction(value) : undefined
  }

  /** Whether there was a pause when this was thrown. */
  isKnown (value: unknown): boolean {
    return this.recorder.store.of(value) !== undefined
  }

  /** The value of a variable in the innermost of the first `depth` frames that has it; undefined if none has. */
  variable (name: string, depth = 1): unknown {
    for (let index = 0; index < depth && index < this.params.callFrames.length; index++) {
      const ids = this.params.callFrames[index]!.scopeChain
        .filter(({ type }) => READ_SCOPES.includes(type)).flatMap(({ object }) => object.objectId ?? [])
      for (const scope of this.recorder.values.take(ids)) {
        const value = own(scope, name)
        if (value !== undefined) return value
      }
    }
    return undefined
  }
}

/** The value of an object's own data property: no getter is run. Undefined for all else, and for a variable without a value yet. */
export function own (object: unknown, key: PropertyKey): unknown {
  return isObject(object) ? dataOf(object, key) : undefined
}

/** The same where a string is wanted. */
export function ownText (object: unknown, key: PropertyKey): string | undefined {
  const value = own(object, key)
  return typeof value === 'string' ? value : undefined
}

/** The same where a number is wanted. */
export function ownNumber (object: unknown, key: PropertyKey): number | undefined {
  const value = own(object, key)
  return typeof value === 'number' ? value : undefined
}
