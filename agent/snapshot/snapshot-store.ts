import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { SafeWeakMap, SafeWeakRef, is } from '../primordials'
import type { Snapshot } from './snapshot'

/** Snapshots whose graphs are kept at once, for programs that keep their errors. The error object keeps its own alive. */
const MAX_KEPT = 64
const MAX_PRIMITIVES = 8

/** Snapshots by what was thrown. The first snapshot of an error object wins: a rethrow finds its variables already there. */
export class SnapshotStore {
  private readonly byError: SafeWeakMap<object, Snapshot> = new SafeWeakMap()
  private readonly kept: (WeakRef<Snapshot> | undefined)[] = []
  private keptAt = 0
  private readonly primitives: { value: unknown, snapshot: Snapshot }[] = []
  /** The snapshot is held, the value is not: a forgotten error may lead to much memory of the program. */
  private latest: { snapshot: Snapshot, value: unknown, reference: WeakRef<object> | undefined } | undefined
  private thrown = 0

  nextSequence (): number {
    return ++this.thrown
  }

  add (value: unknown, snapshot: Snapshot): void {
    if (isObject(value)) {
      this.byError.set(value, snapshot)
      this.forgetOldest(snapshot)
    } else {
      // The same one on its way through an async function or a library: what threw it first has the variables.
      const last = this.primitives[this.primitives.length - 1]
      if (last !== undefined && last.snapshot === this.latest?.snapshot && is(last.value, value) && hasOwnCode(last.snapshot) && !hasOwnCode(snapshot)) return
      if (this.primitives.length >= MAX_PRIMITIVES) this.primitives.shift()
      this.primitives[this.primitives.length] = { value, snapshot }
    }
    this.noteThrow(value, snapshot)
  }

  /** A copy of an error has the original's snapshot. */
  alias (copy: object, snapshot: Snapshot): void {
    this.byError.set(copy, snapshot)
  }

  /** A throw, first or again, that had a snapshot: it is the latest thing that went wrong. */
  noteThrow (value: unknown, snapshot: Snapshot): void {
    if (!snapshot.hasUserFrames) return
    snapshot.sequence = this.nextSequence()
    this.latest = isObject(value)
      ? { snapshot, value: undefined, reference: new SafeWeakRef(value) }
      : { snapshot, value, reference: undefined }
  }

  /** The snapshot of exactly this object, or the latest of an equal primitive. */
  of (value: unknown): Snapshot | undefined {
    if (isObject(value)) return this.byError.get(value)
    for (let index = this.primitives.length - 1; index >= 0; index--) {
      if (is(this.primitives[index]!.value, value)) return this.primitives[index]!.snapshot
    }
    return undefined
  }

  /** What user code threw last. The value is undefined if the program has let go of it. */
  last (): { value: unknown, snapshot: Snapshot } | undefined {
    if (this.latest === undefined) return undefined
    const { snapshot, value, reference } = this.latest
    return { snapshot, value: reference === undefined ? value : reference.deref() }
  }

  private forgetOldest (snapshot: Snapshot): void {
    const oldest = this.kept[this.keptAt]?.deref()
    if (oldest !== undefined) {
      oldest.nodes = []
      oldest.frames = oldest.frames.map(frame => ({ ...frame, this: undefined, scopes: [], missing: 'total' as const }))
      oldest.notes = ['Many errors were kept by the program: the variables of this older one were let go.']
      oldest.exception = { ...oldest.exception, value: { missing: 'total' } }
    }
    this.kept[this.keptAt] = new SafeWeakRef(snapshot)
    this.keptAt = (this.keptAt + 1) % MAX_KEPT
  }
}

function hasOwnCode ({ frames }: Snapshot): boolean {
  for (let index = 0; index < frames.length; index++) if (isInApp(fileOfUrl(frames[index]!.url))) return true
  return false
}

export function isObject (value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
