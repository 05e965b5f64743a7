import { types } from 'node:util'
import { SafeWeakMap, stringIncludes } from '../primordials'
import type { Snapshot } from '../snapshot/snapshot'
import { isObject, type SnapshotStore } from '../snapshot/snapshot-store'

const MAX_TEXTS = 50
const MAX_TEXT_CHARS = 2000
/** Shorter messages would be found in any text. */
const MIN_MESSAGE_CHARS = 6

/** What the program printed through the console: error objects by identity, texts to find an error's message in. */
export class Printed {
  private readonly errors: SafeWeakMap<object, number> = new SafeWeakMap()
  private readonly texts: { text: string, order: number }[] = []
  private order = 0
  /** Told of every error that is printed as one, in the async context in which that happens. */
  onError: ((error: Error) => void) | undefined

  /** `isTrouble`: by `console.error` or `console.warn`. */
  note (args: readonly unknown[], isTrouble = false): void {
    this.order++
    for (let index = 0; index < args.length && index < 10; index++) {
      const value = args[index]
      if (isObject(value)) {
        if (!types.isProxy(value)) this.errors.set(value, this.order)
        if (isTrouble && types.isNativeError(value)) this.onError?.(value)
      } else if (typeof value === 'string' && value.length >= MIN_MESSAGE_CHARS) {
        if (this.texts.length >= MAX_TEXTS) this.texts.shift()
        this.texts[this.texts.length] = { text: value.length > MAX_TEXT_CHARS ? value.slice(0, MAX_TEXT_CHARS) : value, order: this.order }
      }
    }
  }

  /** The error thrown last that the program printed, itself or its message. */
  latest (store: SnapshotStore): { value: unknown, snapshot: Snapshot, evidence: string } | undefined {
    const last = store.last()
    if (last === undefined) return undefined
    if (isObject(last.value) && this.errors.has(last.value)) return { ...last, evidence: 'the program printed the error to the console' }
    const message = last.snapshot.exception.message
    if (message.length < MIN_MESSAGE_CHARS) return undefined
    for (let index = this.texts.length - 1; index >= 0; index--) {
      if (stringIncludes(this.texts[index]!.text, message)) return { ...last, evidence: "the program printed the error's message to the console" }
    }
    return undefined
  }
}
