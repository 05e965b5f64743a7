import type { CrashDocument, FrameRecord } from '../../model'
import { safeText } from '../../terminal/safe-text'
import { framePlace } from '../../values/frame-place'
import { runText, stackOutline } from '../../view/stack-outline'
import { foldedText, frameName } from '../../view/stack-tree'

/**
 * A line of the stack. With `frame` a frame; without one a label: where the stack was suspended, how often a recursion went on, whose
 * frames are left out. `id` is that of DAP `StackFrame`: the frame's index and one, labels above {@link LABELS}.
 */
export interface StackLine { id: number, name: string, frame?: FrameRecord, isSubtle: boolean }

const LABELS = 1 << 30

/**
 * `justMyCode`: runs of frames of Node and of packages are one label each. `shown`: the frame that the reader asked for, which is
 * always a line of its own; frames above it are subtle.
 */
export interface StackOptions { justMyCode?: boolean, shown?: FrameRecord | undefined }

/** The stack as a debugger shows it, innermost first. */
export function stackLines (crash: CrashDocument, { justMyCode = false, shown }: StackOptions = {}): StackLine[] {
  const lines: StackLine[] = []
  const label = (name: string): void => { lines.push({ id: LABELS + lines.length, name, isSubtle: false }) }
  for (const entry of stackOutline(crash, { all: !justMyCode, kept: shown })) {
    if (entry.kind === 'await') label('await')
    else if (entry.kind === 'run') label(`… ${safeText(runText(entry.frames), 300)}`)
    else {
      const { frame } = entry
      const isSubtle = !frame.inApp && frame !== shown || shown !== undefined && frame.index < shown.index
      // The label above says that it was waiting.
      const name = frame.kind === 'async' ? safeText(framePlace(frame).function, 80) || '<anonymous>' : frameName(frame)
      lines.push({ id: frame.index + 1, name, frame, isSubtle })
      if (frame.folded !== undefined) label(foldedText(frame).replace(/^\((.*)\)$/, '… $1'))
    }
  }
  return lines
}

/** The frame of a DAP frame id; undefined for labels and ids that were never given out. */
export function frameOfId ({ frames }: Pick<CrashDocument, 'frames'>, id: number | undefined): FrameRecord | undefined {
  return id === undefined ? undefined : frames[id - 1]
}
