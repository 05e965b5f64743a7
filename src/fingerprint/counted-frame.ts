import type { FrameRecord } from '../model'
import { bareFunctionName } from '../stack/function-name'

/** Whether a frame is one that a fingerprint is made of: it is not Node's, V8's or WebAssembly's. */
export function isCountedFrame (frame: FrameRecord): boolean {
  // V8's builtins and `async Promise.all` have neither file nor position; unnamed eval has a position.
  if (frame.file === '' && frame.lineNumber0 < 0 && frame.original === undefined) return false
  return !/^(?:node:|wasm:|native$|\[eval\]-wrapper$)/.test(frame.file)
}

/** The name a minifier gave is not one: where the original is unknown, the function counts as anonymous. */
export function nameOfFrame (frame: FrameRecord): string {
  const name = frame.original === undefined ? frame.function : frame.original.function ?? ''
  return bareFunctionName(name)
}
