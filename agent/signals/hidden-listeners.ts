import { SafeMap, SafeSet, apply, asPrograms } from '../primordials'

type Listener = (...args: never[]) => void
type EventName = string | symbol

/** Whether anybody listens to the others is what `process.emit` answers: a program that removed all is told that nobody does. */
const LASTING = 'uncaughtExceptionMonitor'

/**
 * Listeners on `process` that the program does not see. Node offers `uncaughtExceptionMonitor` and its neighbours as the way
 * to observe, and a listener of its own leaves no frame on the stacks of the program's listeners (a wrapped `process.emit`
 * would). What remains visible is `listenerCount`, `listeners`, `rawListeners` and `eventNames`: they answer as if ours were
 * not there, and `removeAllListeners` leaves those
 * that see crashes.
 */
export class HiddenListeners {
  private readonly hidden: SafeMap<EventName, SafeSet<Listener>> = new SafeMap()
  private isInstalled = false

  add (event: EventName, listener: Listener): void {
    this.install()
    let listeners = this.hidden.get(event)
    if (listeners === undefined) {
      listeners = new SafeSet()
      this.hidden.set(event, listeners)
    }
    listeners.add(listener)
    unseen(event, () => process.on(event as 'exit', listener as () => void))
  }

  remove (event: EventName, listener: Listener): void {
    unseen(event, () => process.removeListener(event as 'exit', listener as () => void))
    this.hidden.get(event)?.delete(listener)
  }

  isHidden (event: EventName, listener: unknown): boolean {
    return this.hidden.get(event)?.has(listener as Listener) === true
  }

  /** Takes everything back. */
  removeAll (): void {
    this.hidden.forEach((listeners, event) => {
      listeners.forEach(listener => unseen(event, () => process.removeListener(event as 'exit', listener as () => void)))
      listeners.clear()
    })
    if (!this.isInstalled) return
    this.isInstalled = false
    for (const name of ['listenerCount', 'listeners', 'rawListeners', 'eventNames', 'removeAllListeners'] as const) {
      delete (process as unknown as Record<string, unknown>)[name]
    }
  }

  private install (): void {
    if (this.isInstalled) return
    this.isInstalled = true
    const { listenerCount, listeners, rawListeners, eventNames, on, removeListener, removeAllListeners } = process
    const visible = (event: EventName, all: unknown[]): unknown[] => keep(all, listener => !this.isHidden(event, listener))
    const present = (event: EventName): number => {
      const all = apply(rawListeners, process, [event]) as unknown[]
      const count = all.length
      return count - visible(event, all).length
    }
    const define = (name: string, value: Function): void => {
      Object.defineProperty(process, name, { value: asPrograms(value), configurable: true, enumerable: false, writable: true })
    }
    const hidden = this.hidden
    define('listenerCount', { listenerCount (this: unknown, event: EventName, listener?: unknown) {
      const count = apply(listenerCount, this, arguments as unknown as [EventName]) as number
      if (this !== process || !hidden.has(event)) return count
      return listener === undefined || listener === null ? count - present(event) : visible(event, [listener]).length === 0 ? 0 : count
    } }.listenerCount)
    define('listeners', { listeners (this: unknown, event: EventName) {
      const all = apply(listeners, this, [event]) as unknown[]
      return this === process ? visible(event, all) : all
    } }.listeners)
    define('rawListeners', { rawListeners (this: unknown, event: EventName) {
      const all = apply(rawListeners, this, [event]) as unknown[]
      return this === process ? visible(event, all) : all
    } }.rawListeners)
    define('eventNames', { eventNames (this: unknown) {
      const all = apply(eventNames, this, []) as EventName[]
      if (this !== process) return all
      return keep(all, event => !hidden.has(event) || (apply(listenerCount, process, [event]) as number) > present(event))
    } }.eventNames)
    const stayHidden = (event: EventName | undefined, change: () => unknown): unknown => {
      this.eachHidden(event, (name, listener) => unseen(name, () => apply(removeListener, process, [name, listener])))
      try {
        return change()
      } finally {
        this.eachHidden(event, (name, listener) => {
          if (name === LASTING) unseen(name, () => apply(on, process, [name, listener]))
        })
      }
    }
    define('removeAllListeners', { removeAllListeners (this: unknown, event?: EventName) {
      const change = (): unknown => apply(removeAllListeners, this, arguments as unknown as [EventName])
      return this === process ? stayHidden(arguments.length === 0 ? undefined : event, change) : change()
    } }.removeAllListeners)
  }

  /** Those of `wanted`, or of all events. */
  private eachHidden (wanted: EventName | undefined, visit: (event: EventName, listener: Listener) => void): void {
    this.hidden.forEach((listeners, event) => {
      if (wanted === undefined || wanted === event) listeners.forEach(listener => visit(event, listener))
    })
  }
}

/** Takes the others out. In place: the array is the program's, a copy that Node just made for it. */
function keep<T> (all: T[], isKept: (each: T) => boolean): T[] {
  let count = 0
  for (let index = 0; index < all.length; index++) if (isKept(all[index]!)) all[count++] = all[index]!
  all.length = count
  return all
}

/**
 * Our listener must not be the eleventh, which Node warns about, and no `newListener` or `removeListener` of the program is told of it:
 * Node's emitter looks for these two in `_events` before it emits them.
 */
function unseen (event: EventName, change: () => void): void {
  const target = process as unknown as { _maxListeners: number | undefined, _events: Record<string, unknown> | undefined }
  const { _maxListeners, _events: { newListener, removeListener } = {} } = target
  const tell = (added: unknown, removed: unknown): void => {
    if (target._events === undefined) return
    if (newListener !== undefined && event !== 'newListener') target._events.newListener = added
    if (removeListener !== undefined && event !== 'removeListener') target._events.removeListener = removed
  }
  target._maxListeners = 0
  tell(undefined, undefined)
  try {
    change()
  } finally {
    target._maxListeners = _maxListeners
    tell(newListener, removeListener)
  }
}
