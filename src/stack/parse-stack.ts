import { fileOfUrl } from './in-app'

/**
 * One line of V8's stack text. Lines and columns one-based as V8 prints them, absent when it prints none.
 *
 * `function` is as V8 prints it without `async ` (`new Cart`, `Object.save [as store]`), empty when V8 names none.
 * `file` is a path for `file:` URLs and as V8 names it otherwise; empty for native code and for `eval` without a name.
 */
export interface ParsedFrame {
  isAsync: boolean
  function: string
  file: string
  line1?: number
  column1?: number
  /** Code of V8 itself: `Array.map (<anonymous>)`, `native`, `async Promise.all (index 0)`. */
  isNative: boolean
  /** Code that was given to `eval` or `new Function` and has no name. */
  isEval?: true
  /** Which element of `Promise.all` and its kind was awaited, zero-based. */
  promiseIndex?: number
}

const FRAME_LINE = /^\s{2,}at \S/

/**
 * Frames of V8 stack text, innermost first (format: https://v8.dev/docs/stack-trace-api#appendix%3A-stack-trace-format).
 *
 * Only the last, unbroken block of `    at ` lines counts: what stands above it is the message, even where it looks like
 * frames. A message that *ends* with such lines cannot be told apart by its text, so pass `message` when it is known: then it is the
 * block right below it, for some libraries write the stacks of causes below their own (`Caused by: …`).
 * Text without such a block gives an empty array. Never throws.
 */
export function parseStackText (stack: string, message?: string): ParsedFrame[] {
  const lines = withoutMessage(stack, message).split(/\r?\n/)
  if (message !== undefined && lines.length > 1 && FRAME_LINE.test(lines[1]!)) {
    const after = lines.findIndex((line, index) => index > 0 && !FRAME_LINE.test(line))
    return lines.slice(1, after < 0 ? lines.length : after).map(parseLine)
  }
  let end = lines.length
  while (end > 0 && lines[end - 1]!.trim() === '') end--
  let start = end
  while (start > 0 && FRAME_LINE.test(lines[start - 1]!)) start--
  return lines.slice(start, end).map(parseLine)
}

const parseLine = (line: string): ParsedFrame => parseFrame(line.trim().slice('at '.length))

function withoutMessage (stack: string, message: string | undefined): string {
  if (message === undefined || message === '') return stack
  const at = stack.indexOf(message)
  return at < 0 ? stack : stack.slice(at + message.length)
}

function parseFrame (text: string): ParsedFrame {
  const isAsync = /^async (?!\()/.test(text)
  const frame = isAsync ? text.slice('async '.length) : text
  const split = frame.endsWith(')') ? locationStart(frame) : -1
  if (split < 0) return { isAsync, function: '', ...parseLocation(frame) }
  const name = frame.slice(0, split)
  const location = parseLocation(frame.slice(split + 2, -1))
  // V8 calls the top level of evaluated code `eval`; CDP leaves it without a name.
  const isNameless = name === '<anonymous>' || (location.isEval === true && name === 'eval')
  return { isAsync, function: isNameless ? '' : name, ...location }
}

/**
 * Where ` (location)` begins, -1 if nowhere. Function names (`['a (b)'] () {}`) and paths (`copy (1)/x.js`) may hold
 * parentheses themselves: the location is the longest tail whose own parentheses are balanced.
 */
function locationStart (frame: string): number {
  for (let at = frame.indexOf(' ('); at >= 0; at = frame.indexOf(' (', at + 1)) {
    if (isBalanced(frame.slice(at + 2, -1))) return at
  }
  return frame.indexOf(' (')
}

function isBalanced (text: string): boolean {
  let depth = 0
  for (const char of text) {
    if (char === '(') depth++
    else if (char === ')' && --depth < 0) return false
  }
  return depth === 0
}

type ParsedLocation = Omit<ParsedFrame, 'isAsync' | 'function'>

function parseLocation (location: string): ParsedLocation {
  const index = /^index (\d+)$/.exec(location)
  if (index !== null) return { file: '', isNative: true, promiseIndex: Number(index[1]) }
  if (location === 'native' || location === '<anonymous>' || location === 'unknown location') return { file: '', isNative: true }
  // The origin of eval code may itself be in eval code; the position after the last comma is that of this frame.
  if (location.startsWith('eval at ')) return { ...parsePosition(location.slice(location.lastIndexOf(', ') + 2)), isEval: true }
  return parsePosition(location)
}

function parsePosition (location: string): ParsedLocation {
  const match = /^(.*?)(?::(\d+))?(?::(\d+))?$/s.exec(location)!
  const file = match[1] === '<anonymous>' ? '' : fileOfUrl(match[1]!)
  const position: ParsedLocation = { file, isNative: false }
  if (match[2] !== undefined) position.line1 = Number(match[2])
  if (match[3] !== undefined) position.column1 = Number(match[3])
  return position
}
