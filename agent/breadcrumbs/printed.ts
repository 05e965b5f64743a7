import { types } from 'node:util'
import { SafeWeakMap, stringIncludes } from '../primordials'
import type { Snapshot } from '../snapshot/snapshot'
import { dataValue } from '../walk/data-value'
import { isObject, type SnapshotStore } from '../snapshot/snapshot-store'

const MAX_TEXTS = 50
const MAX_TEXT_CHARS = 2000
/** Shorter messages would be found in any text. */
const MIN_MESSAGE_CHARS = 6

/** Milliseconds: an error may lead to much memory of the program, and an exit that it led to follows soon. */
const HELD_MS = 3000
const timers = { setTimeout }

export const PRINTED_ERROR = 'the program printed the error to the console'
export const PRINTED_MESSAGE = "the program printed the error's message to the console"

/** What the program printed through the console: error objects by identity, texts to find an error's message in. */
export class Printed {
  private readonly errors: SafeWeakMap<object, number> = new SafeWeakMap()
  private readonly texts: { text: string, order: number }[] = []
  private order = 0
  private held: Error | undefined
  private timer: NodeJS.Timeout | undefined
  /** Whether errors are held for a while after they were printed: where nobody saw them when they were thrown. */
  isHolding = false
  /** Told of every error that is printed as one, in the async context in which that happens. */
  onError: ((error: Error) => void) | undefined

  /** `isTrouble`: by `console.error` or `console.warn`. */
  note (args: readonly unknown[], isTrouble = false): void {
    this.order++
    for (let index = 0; index < args.length && index < 10; index++) {
      const value = args[index]
      if (isObject(value)) {
        if (types.isProxy(value)) continue
        this.errors.set(value, this.order)
        if (!types.isNativeError(value)) continue
        if (isTrouble) {
          if (this.isHolding) this.hold(value)
          this.onError?.(value)
        }
        const message = dataValue(value, 'message')
        if (typeof message === 'string') this.noteText(message)
      } else if (typeof value === 'string') this.noteText(value)
    }
  }

  /** The error that `console.error` or `console.warn` printed last, {@link HELD_MS} ago at most. */
  get lastError (): Error | undefined {
    return this.held
  }

  /** Whether a text with the message was printed. A short message would be found in any text. */
  hasMessage (message: string): boolean {
    if (message.length < MIN_MESSAGE_CHARS) return false
    for (let index = this.texts.length - 1; index >= 0; index--) if (stringIncludes(this.texts[index]!.text, message)) return true
    return false
  }

  /** The error thrown last that the program printed, itself or its message. */
  latest (store: SnapshotStore): { value: unknown, snapshot: Snapshot, evidence: string } | undefined {
    const last = store.last()
    if (last === undefined) return undefined
    if (isObject(last.value) && this.errors.has(last.value)) return { ...last, evidence: PRINTED_ERROR }
    return this.hasMessage(last.snapshot.exception.message) ? { ...last, evidence: PRINTED_MESSAGE } : undefined
  }

  private hold (error: Error): void {
    this.held = error
    this.timer ??= timers.setTimeout(() => {
      this.held = undefined
      this.timer = undefined
    }, HELD_MS).unref()
  }

  private noteText (text: string): void {
    if (text.length < MIN_MESSAGE_CHARS) return
    if (this.texts.length >= MAX_TEXTS) this.texts.shift()
    this.texts[this.texts.length] = { text: text.length > MAX_TEXT_CHARS ? text.slice(0, MAX_TEXT_CHARS) : text, order: this.order }
  }
}
