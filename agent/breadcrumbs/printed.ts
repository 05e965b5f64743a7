import { types } from 'node:util'
import { SafeWeakMap, now, stringIncludes } from '../primordials'
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
  private readonly texts: { text: string, at: number }[] = []
  private held: Error | undefined
  private timer: NodeJS.Timeout | undefined
  /** Whether errors are held for a while after they were printed: where nobody saw them when they were thrown. */
  isHolding = false
  /** Told of every error that is printed as one, in the async context in which that happens. */
  onError: ((error: Error) => void) | undefined

  /** `isTrouble`: by `console.error` or `console.warn`. */
  note (args: readonly unknown[], isTrouble = false): void {
    const at = now()
    for (let index = 0; index < args.length && index < 10; index++) {
      const value = args[index]
      if (isObject(value)) {
        if (types.isProxy(value)) continue
        this.errors.set(value, at)
        if (!types.isNativeError(value)) continue
        if (isTrouble) {
          if (this.isHolding) this.hold(value)
          this.onError?.(value)
        }
        const message = dataValue(value, 'message')
        if (typeof message === 'string') this.noteText(message, at)
      } else if (typeof value === 'string') this.noteText(value, at)
    }
  }

  /** The error that `console.error` or `console.warn` printed last, {@link HELD_MS} ago at most. */
  get lastError (): Error | undefined {
    return this.held
  }

  /** Whether a text with the message was printed. A short message would be found in any text. */
  hasMessage (message: string): boolean {
    return this.messagePrintedAt(message) !== undefined
  }

  /** The error thrown last that the program printed, itself or its message. `printedAt` as `performance.now()` gives it. */
  latest (store: SnapshotStore): { value: unknown, snapshot: Snapshot, evidence: string, printedAt: number } | undefined {
    const last = store.last()
    if (last === undefined) return undefined
    const errorAt = isObject(last.value) ? this.errors.get(last.value) : undefined
    if (errorAt !== undefined) return { ...last, evidence: PRINTED_ERROR, printedAt: errorAt }
    const messageAt = this.messagePrintedAt(last.snapshot.exception.message)
    return messageAt === undefined ? undefined : { ...last, evidence: PRINTED_MESSAGE, printedAt: messageAt }
  }

  private messagePrintedAt (message: string): number | undefined {
    if (message.length < MIN_MESSAGE_CHARS) return undefined
    for (let index = this.texts.length - 1; index >= 0; index--) if (stringIncludes(this.texts[index]!.text, message)) return this.texts[index]!.at
    return undefined
  }

  private hold (error: Error): void {
    this.held = error
    this.timer ??= timers.setTimeout(() => {
      this.held = undefined
      this.timer = undefined
    }, HELD_MS).unref()
  }

  private noteText (text: string, at: number): void {
    if (text.length < MIN_MESSAGE_CHARS) return
    if (this.texts.length >= MAX_TEXTS) this.texts.shift()
    this.texts[this.texts.length] = { text: text.length > MAX_TEXT_CHARS ? text.slice(0, MAX_TEXT_CHARS) : text, at }
  }
}
