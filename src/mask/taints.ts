import type { Spans } from './spans'
import { type TaintForm, taintForms } from './taint-forms'
import { MIN_TAINT_CHARS } from './taint-values'

/** More secrets than any program has under names; bounds a walk over a million rows with a `token` each. */
const MAX_TAINTS = 500

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
  readonly #shifts: Uint8Array
  readonly #forms: Map<number, readonly TaintForm[]>

  constructor (parent?: TaintIndex) {
    this.#values = new Set(parent === undefined ? [] : parent.#values)
    this.#shifts = parent === undefined ? new Uint8Array(BLOCKS).fill(MIN_TAINT_CHARS - 1) : parent.#shifts.slice()
    this.#forms = new Map(parent === undefined ? [] : parent.#forms)
  }

  get values (): readonly string[] {
    return [...this.#values]
  }

  /** From now on `value` is found in all its forms. Nothing happens at the 501st. */
  add (value: string): void {
    if (this.#values.has(value) || this.#values.size >= MAX_TAINTS) return
    this.#values.add(value)
    for (const form of taintForms(value, MIN_TAINT_CHARS)) this.#addForm(form)
  }

  find (text: string, spans: Spans): void {
    if (this.#values.size === 0) return
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
    const tail = text.slice(-MAX_NEEDLE_CHARS)
    for (const forms of this.#forms.values()) {
      for (const form of forms) {
        const beginning = form.text.slice(0, MIN_TAIL_CHARS)
        for (let at = tail.indexOf(beginning); at >= 0; at = tail.indexOf(beginning, at + 1)) {
          if (form.text.startsWith(tail.slice(at))) spans.push(text.length - tail.length + at, text.length)
        }
      }
    }
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
