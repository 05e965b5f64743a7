import type { FrameRecord } from '../model'
import { framePlace } from '../values/frame-place'

/** Whose code a foreign frame is: a package's name, `Node.js`, or `V8` for what has no file. */
export function ownerOf (frame: FrameRecord): string {
  for (const file of [framePlace(frame).file, frame.file]) {
    // The last one: that of the package itself, wherever a package manager keeps it.
    const name = /^.*(?:^|[\\/])node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/s.exec(file)?.[1]
    if (name !== undefined) return name.replace('\\', '/')
  }
  if (frame.file.startsWith('node:')) return 'Node.js'
  if (frame.file.startsWith('wasm:')) return 'WebAssembly'
  return frame.file === '' || frame.file === 'native' ? 'V8' : 'the loader'
}
