import { types } from 'node:util'
import { binaryForms, isBinary } from './binary-secrets'
import { maskArguments, secretArguments } from './mask-argv'
import { findEncoded } from './encoded-copies'
import { findUrlParts, isSecretParameter } from './mask-url'
import type { GradeOf, TextKind } from './named-values'
import { secretOfKey } from './key-secrets'
import { scanText } from './scan-text'
import { createNameGrader, createNameMatcher, type NameGrade } from './secret-names'
import { isSecretNumber, isSecretText } from './secret-values'
import { findShownBytes } from './shown-bytes'
import { MASKED, mergeSpans, replaceSpans, type Spans } from './spans'
import { PartFinder } from './part-finder'
import { isGenerated } from './taint-chunks'
import { secretParts, urlPasswords } from './taint-parts'
import { containerWithin, gradeWithin } from './taint-leaves'
import { MAX_NEEDLE_CHARS, TaintIndex } from './taints'
import { isTaint } from './taint-values'
import { compilePatterns } from './user-patterns'

export { MASKED }

export interface MaskOptions {
  /** Further secret names (config `mask`): compared without case and separators with whole names and with their words. */
  names: readonly string[]
  /** Further secret shapes (config `maskPatterns`): sources of regular expressions. Those that do not compile, or that match
   * the empty string, are ignored here; the config's validation reports them. */
  patterns: readonly string[]
  /** Where the first taints come from, usually `process.env`. */
  environment: Readonly<Record<string, string | undefined>>
  /** Command-line arguments, for the same reason. */
  argv?: readonly string[]
}

/** How far beyond a cut is looked for the rest of a secret. No rule of a fixed length, and no taint, needs more. */
const LOOK_AHEAD_CHARS = MAX_NEEDLE_CHARS

/** Bytes under a secret name that are taken for a key; larger ones are data. */
const MAX_KEY_BYTES = 1_024

/** Reads the environment once: the values of secret-named variables, and passwords of URLs in any, are taints from the start. */
export function createMasker (options: MaskOptions): Masker {
  const gradeOf = createNameGrader(options.names)
  const masker = new Masker(gradeOf, compilePatterns(options.patterns), new TaintIndex())
  for (const name of Object.keys(options.environment)) {
    const value = options.environment[name]
    if (typeof value !== 'string' || value === '') continue
    if (gradeOf(name) > 0) masker.addTaint(value, name)
    else if (value.includes('://')) for (const password of urlPasswords(value)) masker.addTaint(password)
  }
  if (options.argv !== undefined) masker.addTaintsOf(options.argv)
  return masker
}

/**
 * Decides what is secret, and replaces it. Owns the taints: secrets seen under secret names, masked from then on wherever they
 * appear. Nothing here throws for any string, and everything is linear in the text's length.
 */
export class Masker {
  /** How many replacements were made so far. Callers may reset it. */
  maskedCount = 0
  /**
   * While a program is paused only names and tokens are looked for, and all shapes in texts that are cut: a part would no longer
   * tell. Known secrets, their encoded and cut-up copies, and all else are looked for before anything leaves memory; see
   * agent/record/mask-again.ts.
   */
  isWalking = false
  readonly #gradeOf: GradeOf
  readonly #patterns: readonly RegExp[]
  readonly #taints: TaintIndex
  #parts: PartFinder | undefined
  /** A masker of one crash: what it finds by shape is masked in all other forms, too. */
  #isLearning = false

  constructor (gradeOf: GradeOf, patterns: readonly RegExp[], taints: TaintIndex) {
    this.#gradeOf = gradeOf
    this.#patterns = patterns
    this.#taints = taints
  }

  /** Whether values under this name are secrets: of variables, properties, Map keys, headers, parameters, flags, environment. */
  isSecretName (name: string): boolean {
    return this.#gradeOf(name) > 0
  }

  /**
   * {@link isSecretName}, tempered by the value for names that have other common meanings: a `key` that is `'orderId'` and a
   * `token` that is 5 are none. Never for booleans, `null`, `undefined` and functions, and not for objects under a mere `key`.
   */
  isSecret (name: string, value: unknown): boolean {
    const grade: NameGrade = this.#gradeOf(name)
    if (value === null || (grade === 0 && !isNamedKey(name, value))) return false
    switch (typeof value) {
      // A working directory.
      case 'string': return isSecretText(grade, value) && !(name === 'pwd' && /^(?:\/[\w.@-]+){2,}\/?$/.test(value))
      case 'number': case 'bigint': return isSecretNumber(grade, name, value)
      case 'object': return grade > 1 || types.isUint8Array(value)
      default: return false
    }
  }

  /** The text with every secret in it replaced by {@link MASKED}; the same string if there is none. */
  maskText (text: string): string {
    return this.#mask(text, 'text')
  }

  /**
   * At most `maxChars` characters of the masked text. Looks a bounded way beyond the cut, so that no part of a secret that
   * straddles it is left. The result does not keep a long text alive.
   */
  maskPrefix (text: string, maxChars: number): string {
    if (text.length <= maxChars) {
      const masked = this.maskText(text)
      return masked.length > maxChars ? masked.slice(0, maxChars) : masked
    }
    const window = text.slice(0, maxChars + LOOK_AHEAD_CHARS)
    const spans = mergeSpans(this.#find(window, 'text', window.length < text.length, true))
    for (let index = 0; index < spans.length && spans[index]! < maxChars; index += 2) this.maskedCount++
    const masked = replaceSpans(window, spans, maxChars).slice(0, maxChars)
    // V8's `slice` refers to the whole string it was made from; concatenation and `slice` make a copy of the small one.
    return ` ${masked}`.slice(1)
  }

  /** {@link maskText} for a text whose end was cut off: what is left there of a taint goes, too. */
  maskTail (text: string): string {
    const spans = this.#find(text, 'text', false)
    this.#taints.findTail(text, spans)
    return this.#replace(text, spans)
  }

  /** Source code, JSON and .env files: literals that secret names are given, and all that {@link maskText} finds in literals. */
  maskSource (text: string): string {
    return this.#mask(text, 'source')
  }

  /** Whether the value of a query parameter is a secret: by its name, or as OAuth's `code`. */
  isSecretParameter (name: string, value: string): boolean {
    return isSecretParameter(name, value, this.#gradeOf)
  }

  /** The value of a header, environment variable or flag: {@link MASKED} if its name is secret (and it is not empty). */
  maskNamed (name: string, value: string): string {
    if (value === '' || !this.isSecretName(name)) return this.maskText(value)
    this.maskedCount++
    return MASKED
  }

  /** A URL, absolute or relative: user information, secret-named parameters of query and fragment, and what a text may hold. */
  maskUrl (url: string): string {
    const spans: Spans = []
    findUrlParts(url, this.#gradeOf, spans)
    // By its parts first: a text does not know that `#` ends a parameter.
    return this.maskText(this.#replace(url, spans))
  }

  /** Command-line arguments, one for one. */
  maskArgv (argv: readonly string[]): string[] {
    const { masked, count } = maskArguments(argv, {
      gradeOf: this.#gradeOf,
      maskUrl: url => this.maskUrl(url),
      maskText: text => this.maskText(text),
    })
    this.maskedCount += count
    return masked
  }

  /**
   * A value seen under a secret name: masked from now on in all texts, in its escaped and encoded forms, too, and so are its
   * parts (the password of a connection string). Strings and small byte arrays; what {@link isTaint} refuses is ignored.
   *
   * @param name where it was seen: under an ambiguous one (`key`, `session`) a value must look random. Without it, none must.
   */
  addTaint (value: unknown, name?: string): void {
    const grade = name === undefined ? 3 : this.#gradeOf(name)
    if (typeof value === 'string') this.#addTaint(value.trim(), grade)
    else if (isKeyBytes(value)) this.#addBytes(value, grade)
  }

  /** A string under `key` in an object that is masked whole by the name `container`; see {@link gradeWithin}. */
  addTaintWithin (value: string, key: string, container: string): void {
    const grade = gradeWithin(value.trim(), key, container, this.#gradeOf)
    if (grade !== undefined) this.#addTaint(value.trim(), grade)
  }

  /** A key in such an object: a secret if it was generated, as the tokens are that sessions are kept by. */
  addTaintedKey (key: string): void {
    if (this.#gradeOf(key) === 0 && isGenerated(key)) this.#addTaint(key, 1)
  }

  /** The name by which what stands under `key` in such an object is judged; empty for none. */
  containerWithin (key: string, container: string): string {
    return containerWithin(key, container, this.#gradeOf)
  }

  /** The secrets among command-line arguments, as {@link maskArgv} knows them, become taints. */
  addTaintsOf (argv: readonly string[]): void {
    for (const { name, value } of secretArguments(argv, this.#gradeOf)) this.addTaint(value, name)
    for (const argument of argv) if (argument.includes('://')) for (const part of urlPasswords(argument)) this.addTaint(part)
  }

  /** The taints themselves, in the order they came. For handing on to another masker, never for storing. */
  get taints (): readonly string[] {
    return this.#taints.values
  }

  /**
   * The same rules, and a copy of the taints so far: one per crash, so that its secrets are not kept for ever. `names` are secret
   * besides, as those of {@link MaskOptions} are.
   */
  fork (names: readonly string[] = []): Masker {
    const isNamed = names.length > 0 ? createNameMatcher(names) : undefined
    const gradeOf: GradeOf = isNamed === undefined ? this.#gradeOf : name => isNamed(name) ? 3 : this.#gradeOf(name)
    const fork = new Masker(gradeOf, this.#patterns, new TaintIndex(this.#taints))
    fork.#isLearning = true
    return fork
  }

  #addTaint (value: string, grade: NameGrade): void {
    if (isTaint(value, grade)) this.#taints.add(value)
    for (const part of secretParts(value, this.#gradeOf)) if (isTaint(part, grade)) this.#taints.add(part)
  }

  #addBytes (value: Uint8Array, grade: NameGrade): void {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    const text = bytes.toString('latin1')
    if (/^[\x20-\x7e]+$/.test(text)) {
      this.#addTaint(text.trim(), grade)
    } else {
      for (const form of binaryForms(bytes)) this.#taints.add(form)
    }
  }

  #mask (text: string, kind: TextKind): string {
    return this.#replace(text, this.#find(text, kind, false))
  }

  #replace (text: string, spans: Spans): string {
    if (spans.length === 0) return text
    const merged = mergeSpans(spans)
    this.maskedCount += merged.length / 2
    return replaceSpans(text, merged, text.length)
  }

  #find (text: string, kind: TextKind, isCut: boolean, willBeCut = isCut): Spans {
    const spans: Spans = []
    if (text.length < 3) return spans
    this.#findPlain(text, kind, isCut, spans, this.isWalking && !willBeCut)
    if (this.isWalking) {
      this.#learn(text, spans)
      return spans
    }
    if (text.length >= 24) findEncoded(text, (decoded, found) => this.#findDecoded(decoded, kind, found), spans)
    this.#parts ??= new PartFinder()
    if (text.length >= 24) findShownBytes(text, (hex, found) => this.#findShown(hex, kind, found), spans)
    if (kind === 'text') this.#learn(text, spans)
    this.#parts.find(text, this.#taints.values, spans)
    return spans
  }

  #findPlain (text: string, kind: TextKind, isCut: boolean, spans: Spans, isBrief = false): void {
    scanText(text, kind, this.#gradeOf, isCut, spans, isBrief)
    for (const pattern of this.#patterns) {
      for (const match of text.matchAll(pattern)) {
        if (match[0] !== '') spans.push(match.index, match.index + match[0].length)
      }
    }
    if (!this.isWalking) this.#taints.find(text, spans)
  }

  /** What was encoded may be so twice: base64 of a form, a form in a query. */
  #findDecoded (text: string, kind: TextKind, spans: Spans): void {
    this.#findPlain(text, kind, false, spans)
    findEncoded(text, (decoded, found) => this.#findPlain(decoded, kind, false, found), spans)
  }

  /** Node shows the first fifty bytes of a buffer only. */
  #findShown (hex: string, kind: TextKind, spans: Spans): void {
    this.#findDecoded(hex, kind, spans)
    this.#taints.findTail(hex, spans)
    this.#parts?.find(hex, this.#taints.values, spans)
  }

  /** What a text gave away is masked wherever else it stands, under another name, encoded or in parts. */
  #learn (text: string, spans: Spans): void {
    for (let index = 0; this.#isLearning && index < spans.length && index < 100; index += 2) {
      const value = text.slice(spans[index], spans[index + 1])
      // A short word in a sentence is too common to be sure.
      if (value.length >= 6 && !/^[A-Za-z]{1,9}$/.test(value) && value !== MASKED) {
        const key = secretOfKey(value)
        if (isBinary(value)) this.#addBytes(Buffer.from(key ?? value, 'latin1'), 3)
        else this.#addTaint(value.trim(), 3)
        if (key !== undefined) continue
        // The path of a webhook, a header with parameters: what was generated in it is a secret by itself.
        for (const run of value.match(/[A-Za-z0-9_+~-]{16,}/g) ?? []) {
          if (run !== value && isGenerated(run)) this.#addTaint(run, 3)
        }
      }
    }
  }
}

/** Bytes by which a key pair is kept or made; of texts and numbers that are called so most are something else. */
const isNamedKey = (name: string, value: unknown): boolean =>
  /^(?:sk|priv|.*seed)$/i.test(name) && types.isUint8Array(value) && value.byteLength >= 16 && value.byteLength <= 128

const isKeyBytes = (value: unknown): value is Uint8Array =>
  types.isUint8Array(value) && value.byteLength >= 8 && value.byteLength <= MAX_KEY_BYTES
