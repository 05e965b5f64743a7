import type { Spans } from './spans'
import { type TaintForm, taintForms } from './taint-forms'
import { MIN_TAINT_CHARS } from './taint-values'

/** More secrets than any program has under names; bounds a walk over a million rows with a `token` each. */
const MAX_TAINTS = 2_000

/** A longer form is recognised by its beginning and then followed as far as the text agrees with it. */
export const MAX_NEEDLE_CHARS = 1_024

/** Fewer characters at a text's end say nothing about the secret that they may begin. */
const MIN_TAIL_CHARS = 4

const BLOCKS = 8_192
const hashBlock = (first: number, second: number): number => (first * 131 + second) & (BLOCKS - 1)

/**
 * Finds any of many known secrets in a text in one pass (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994,
 * with blocks of two characters): a text is skipped through in steps of up to five characters, whatever the number of secrets.
 */
export class TaintIndex {
  readonly #values: Set<string>
  readonly #list: string[]
  /** Known, but not looked for yet: to spell a secret in all its forms costs 20 µs. */
  #pending: string[]
  readonly #shifts: Uint8Array
  readonly #forms: Map<number, readonly TaintForm[]>
  /** The same by their first characters. */
  readonly #tails: Map<string, readonly string[]>
  readonly #tailBlocks: Uint8Array

  constructor (parent?: TaintIndex) {
    this.#values = new Set(parent === undefined ? [] : parent.#values)
    this.#list = parent === undefined ? [] : parent.#list.slice()
    this.#pending = parent === undefined ? [] : parent.#pending.slice()
    this.#shifts = parent === undefined ? new Uint8Array(BLOCKS).fill(MIN_TAINT_CHARS - 1) : parent.#shifts.slice()
    this.#forms = new Map(parent === undefined ? [] : parent.#forms)
    this.#tailBlocks = parent === undefined ? new Uint8Array(BLOCKS) : parent.#tailBlocks.slice()
    this.#tails = new Map(parent === undefined ? [] : parent.#tails)
  }

  /** In the order they came. */
  get values (): readonly string[] {
    return this.#list
  }

  /** From now on `value` is found in all its forms. Nothing happens at the 2,001st. */
  add (value: string): void {
    if (this.#values.has(value) || this.#values.size >= MAX_TAINTS) return
    this.#values.add(value)
    this.#list.push(value)
    this.#pending.push(value)
  }

  find (text: string, spans: Spans): void {
    if (this.#values.size === 0) return
    if (this.#pending.length > 0) this.#settle()
    const shifts = this.#shifts
    let at = MIN_TAINT_CHARS - 1
    while (at < text.length) {
      const block = hashBlock(text.charCodeAt(at - 1), text.charCodeAt(at))
      const shift = shifts[block]!
      if (shift > 0) {
        at += shift
        continue
      }
      this.#matchAt(text, at - MIN_TAINT_CHARS + 1, block, spans)
      at++
    }
  }

  /** The beginning of a secret that the end of the text cut off; at least {@link MIN_TAIL_CHARS} of it. */
  findTail (text: string, spans: Spans): void {
    if (this.#pending.length > 0) this.#settle()
    const start = Math.max(0, text.length - MAX_NEEDLE_CHARS)
    for (let at = start; at + MIN_TAIL_CHARS <= text.length; at++) {
      if (this.#tailBlocks[hashBlock(text.charCodeAt(at), text.charCodeAt(at + 1))] === 0) continue
      // No secret begins with a line of dashes or dots; PEM has five.
      if (text.charCodeAt(at) === text.charCodeAt(at + 7) && text.charCodeAt(at) === text.charCodeAt(at + 1)) continue
      const forms = this.#tails.get(text.slice(at, at + MIN_TAIL_CHARS))
      if (forms === undefined) continue
      const tail = text.slice(at)
      if (forms.some(form => form.startsWith(tail))) return void spans.push(at, text.length)
    }
  }

  #settle (): void {
    const pending = this.#pending
    this.#pending = []
    for (const value of pending) for (const form of taintForms(value, MIN_TAINT_CHARS)) this.#addForm(form)
  }

  #addForm (form: TaintForm): void {
    const { text } = form
    for (let index = 1; index < MIN_TAINT_CHARS; index++) {
      const block = hashBlock(text.charCodeAt(index - 1), text.charCodeAt(index))
      const shift = MIN_TAINT_CHARS - 1 - index
      if (shift < this.#shifts[block]!) this.#shifts[block] = shift
    }
    const last = hashBlock(text.charCodeAt(MIN_TAINT_CHARS - 2), text.charCodeAt(MIN_TAINT_CHARS - 1))
    // A new array: a fork shares the old one.
    const bucket = [...this.#forms.get(last) ?? [], form].sort((a, b) => b.text.length - a.text.length)
    this.#forms.set(last, bucket)
    this.#tailBlocks[hashBlock(text.charCodeAt(0), text.charCodeAt(1))] = 1
    const beginning = text.slice(0, MIN_TAIL_CHARS)
    this.#tails.set(beginning, [...this.#tails.get(beginning) ?? [], text])
  }

  #matchAt (text: string, start: number, block: number, spans: Spans): void {
    for (const form of this.#forms.get(block) ?? []) {
      const end = matchEnd(text, start, form.text)
      if (end === 0) continue
      if (form.isBase64) spans.push(isBase64At(text, start - 1) ? start - 1 : start, isBase64At(text, end) ? end + 1 : end)
      else spans.push(start, end)
      // Forms are sorted: a shorter one that starts here, too, adds nothing.
      return
    }
  }
}

/** Where the secret that starts at `start` ends, or 0 if it is not this one. */
function matchEnd (text: string, start: number, form: string): number {
  if (form.length <= MAX_NEEDLE_CHARS) {
    return text.startsWith(form, start) && !isPartOfWord(text, start, form) ? start + form.length : 0
  }
  if (!text.startsWith(form.slice(0, MAX_NEEDLE_CHARS), start)) return 0
  let length = MAX_NEEDLE_CHARS
  while (length < form.length && text.charCodeAt(start + length) === form.charCodeAt(length)) length++
  return start + length
}

/** Short plain words and numbers count only as a whole: `hunter` is not masked in `hunters`, nor a number within a longer one. */
function isPartOfWord (text: string, start: number, form: string): boolean {
  if (form.length >= 16) return false
  const neighbour = /^\d+$/.test(form) ? /\d/ : form.length < 10 && /^[a-z]+$/.test(form) ? /[a-z]/ : undefined
  return neighbour !== undefined && (neighbour.test(text[start - 1] ?? '') || neighbour.test(text[start + form.length] ?? ''))
}

const isBase64At = (text: string, at: number): boolean => at >= 0 && at < text.length && /[A-Za-z0-9+/_-]/.test(text[at]!)
