import type { CrashDocument, FrameRecord } from '../model'
import { framesOnStack } from '../stack/frames-on-stack'

/**
 * A stack in the order it is read: frames of the program one by one, others in runs, and where it was suspended in an `await`.
 */
export type OutlineEntry =
  | { kind: 'frame', frame: FrameRecord }
  | { kind: 'run', frames: FrameRecord[] }
  | { kind: 'await' }

/** `all`: no runs. `kept`: a frame that stands for itself whoever's it is. */
export interface OutlineOptions { all?: boolean, kept?: FrameRecord | undefined }

/**
 * The frames of a crash, innermost first, those that follow each other in code of Node and of packages folded into runs. Before
 * the first suspended caller stands one `await`: what is above it was on the stack, what is below was waiting.
 */
export function stackOutline ({ frames }: CrashDocument, { all = false, kept }: OutlineOptions = {}): OutlineEntry[] {
  const entries: OutlineEntry[] = []
  const onStack = new Set(framesOnStack(frames))
  for (const [at, frame] of frames.entries()) {
    const isWaiting = !onStack.has(frame)
    if (isWaiting && (at === 0 || onStack.has(frames[at - 1]!))) entries.push({ kind: 'await' })
    const last = entries.at(-1)
    if (all || frame.inApp || frame === kept) entries.push({ kind: 'frame', frame })
    else if (last?.kind === 'run') last.frames.push(frame)
    else entries.push({ kind: 'run', frames: [frame] })
  }
  return entries
}

/**
 * `4 frames of express, node`, and how often a recursion among them went on. Names are the program's: print it through
 * `safeText`.
 */
export function runText (frames: readonly FrameRecord[]): string {
  const owners = [...new Set(frames.map(ownerOf))]
  const shown = owners.length > MAX_OWNERS ? [...owners.slice(0, MAX_OWNERS), '…'] : owners
  const repeated = frames.reduce((sum, { folded }) => sum + (folded ? folded.length * folded.repetitions : 0), 0)
  return `${frames.length} frame${frames.length === 1 ? '' : 's'} of ${shown.join(', ')}` +
    (repeated > 0 ? `, and ${repeated} that repeat them` : '')
}

const MAX_OWNERS = 5

/** The package a frame's file is in; `node` for Node's own and V8's code. */
export function ownerOf ({ file, original }: FrameRecord): string {
  const path = original?.file ?? file
  const found = /.*(?:^|[\\/])node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/s.exec(path)?.[1]
  if (found !== undefined) return found.replace('\\', '/')
  return path.startsWith('wasm:') ? 'WebAssembly' : path.startsWith('webpack:') ? 'webpack' : 'node'
}
