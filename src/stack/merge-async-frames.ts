import type { FrameRecord } from '../model'
import { bareFunctionName } from './function-name'
import { parseStackText, type ParsedFrame } from './parse-stack'

/** How text frames become records: the index of the first one, and what counts as the program's own code. */
export interface TextFrameOptions {
  firstIndex: number
  isInApp: (file: string) => boolean
  /** The error's message, when known: it keeps message lines that look like frames from being taken for some. */
  message?: string
}

/**
 * The callers that are suspended in an `await` (`at async …` lines), innermost first, as V8 lists them after the frames that
 * are on the stack. Kind `async`, no scopes, missing for reason `async`. Positions zero-based, -1 where V8 prints none
 * (`async Promise.all (index 0)` becomes a frame of function `Promise.all` with an empty file).
 *
 * With `--enable-source-maps` and tsx, the text already has original positions; {@link applySourceMaps} sees to that.
 */
export function asyncFramesOf (stackText: string, options: TextFrameOptions): FrameRecord[] {
  return toRecords(parseStackText(stackText, options.message).filter(frame => frame.isAsync), options)
}

/**
 * All frames of the stack text, for errors that V8 did not pause at (stack overflow, a throw under another debugger). Frames on
 * the stack are of kind `stack`, missing because `unavailable`; suspended callers are of kind `async`, missing because `async`.
 */
export function stackFramesOf (stackText: string, options: TextFrameOptions): FrameRecord[] {
  return toRecords(parseStackText(stackText, options.message), options)
}

/** The same for frames that were parsed before. */
export function toRecords (frames: readonly ParsedFrame[], options: TextFrameOptions): FrameRecord[] {
  return frames.map((frame, position) => ({
    index: options.firstIndex + position,
    kind: frame.isAsync ? 'async' : 'stack',
    function: displayName(frame.function),
    file: frame.file,
    lineNumber0: (frame.line1 ?? 0) - 1,
    columnNumber0: (frame.column1 ?? 0) - 1,
    // An empty file is also that of unnamed eval, which is the program's own; V8's builtins are not.
    inApp: !frame.isNative && options.isInApp(frame.file),
    scopes: [],
    missing: frame.isAsync ? 'async' : 'unavailable',
  }))
}

/** V8's text says more than CDP about a method (`Cart.total`), and nothing about an anonymous function. */
function displayName (name: string): string {
  return bareFunctionName(name) === '' ? '' : name.replace(/ \[as .*\]$/, '')
}
