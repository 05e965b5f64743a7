import { emitKeypressEvents, type Key as ReadlineKey } from 'node:readline'
import type { Key } from './keys'
import { keyOf } from './keys'

export interface Streams { input: NodeJS.ReadStream, output: NodeJS.WriteStream }

export interface ScreenEvents { onKey: (key: Key) => void, onResize: () => void, onEnd: () => void }

/**
 * Alternate screen, hidden cursor, no wrapping at the right edge: a width that was guessed wrong must not shift the lines
 * below.
 */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l'
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l'
/** Terminals that know it show a frame at once (https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036). */
const BEGIN = '\u001b[?2026h'
const END = '\u001b[?2026l'
/** What a lone escape key waits for the rest of a sequence; Node's half second is felt. */
const ESCAPE_MS = 50

/**
 * The terminal while it is ours: between `enter` and `leave` the alternate screen is shown and keys come one by one. Both can be
 * called again and again, and `leave` at any time, in a dying process too.
 */
export class Screen {
  #isEntered = false
  #shown = ''
  readonly #streams: Streams
  readonly #events: ScreenEvents

  constructor (streams: Streams, events: ScreenEvents) {
    this.#streams = streams
    this.#events = events
    emitKeypressEvents(streams.input, { escapeCodeTimeout: ESCAPE_MS } as never)
  }

  get size (): { columns: number, lines: number } {
    const { columns, rows } = this.#streams.output
    return { columns: Math.max(1, columns || 80), lines: Math.max(1, rows || 24) }
  }

  enter (): void {
    if (this.#isEntered) return
    this.#isEntered = true
    this.#shown = ''
    const { input, output } = this.#streams
    input.setRawMode(true)
    input.on('keypress', this.#onKeypress)
    input.on('end', this.#events.onEnd)
    output.on('resize', this.#events.onResize)
    input.resume()
    output.write(ENTER)
  }

  leave (): void {
    if (!this.#isEntered) return
    this.#isEntered = false
    const { input, output } = this.#streams
    output.write(LEAVE)
    input.off('keypress', this.#onKeypress)
    input.off('end', this.#events.onEnd)
    output.off('resize', this.#events.onResize)
    try {
      input.setRawMode(false)
    } catch {
      // The terminal is gone: nothing is left to restore.
    }
    input.pause()
  }

  /** Shows these lines, in one piece so that nothing flickers. Each is at most as wide as the screen. */
  draw (lines: readonly string[]): void {
    if (!this.#isEntered) return
    const text = lines.map(line => `\u001b[K${line}\u001b[0m`).join('\r\n')
    if (text === this.#shown) return
    this.#shown = text
    this.#streams.output.write(`${BEGIN}\u001b[H${text}${END}`)
  }

  /** What is on the screen may be gone: the next `draw` shows everything. */
  forget (): void {
    this.#shown = ''
  }

  readonly #onKeypress = (text: string | undefined, key: ReadlineKey | undefined): void => {
    const pressed = keyOf(text, key)
    if (pressed) this.#events.onKey(pressed)
  }
}
