import type { AsyncLocalStorage } from 'node:async_hooks'
import { guarded } from '../boundary'

/**
 * What the program says of the occasion with `setContext()`: values by name, for the code that runs on from there, through awaits,
 * timers and callbacks, and not for what runs beside it. Said at the top of a program, it holds for all of it. Costs nothing until it is
 * used first; from then on what an `AsyncLocalStorage` costs.
 */
export class ProgramContext {
  private storage: AsyncLocalStorage<object> | undefined

  /** Adds to what holds here. */
  add (values: object): void {
    if (this.storage === undefined) {
      const { AsyncLocalStorage } = require('node:async_hooks') as typeof import('node:async_hooks')
      this.storage = new AsyncLocalStorage()
    }
    // A new object: those who run beside have the old one.
    this.storage.enterWith(merged(this.storage.getStore(), values))
  }

  /** What holds here; undefined if nothing was said. */
  get (): object | undefined {
    return this.storage === undefined ? undefined : guarded('context', () => this.storage!.getStore())
  }

  stop (): void {
    this.storage?.disable()
    this.storage = undefined
  }
}

/** Own properties of all, later ones winning; accessors as they are, uncalled. Nothing for what is no object. */
export function merged (...parts: unknown[]): object {
  const result = Object.create(null) as object
  for (const part of parts) {
    if (typeof part !== 'object' || part === null) continue
    for (const key of Reflect.ownKeys(part)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(part, key)
      if (descriptor?.enumerable === true) Reflect.defineProperty(result, key, { ...descriptor, configurable: true })
    }
  }
  return result
}
