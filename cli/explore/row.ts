import type { FrameRecord, Value } from '../../src/model'

/** How a part of a line is to look; where colours are refused, all look alike. */
export type Style = 'plain' | 'dim' | 'function' | 'name' | 'error' | 'warning' | 'hit'

/** A part of a line, safe to print. */
export interface Segment { text: string, style?: Style }

/**
 * A row of the explorer: what it shows and where it hangs. `id` is the ids of its ancestors and its own place below the last,
 * so that it stays the same however rows are opened and filtered. `level` 0 is a frame, or a run of frames.
 */
export interface Row {
  id: string
  parent: string | undefined
  level: number
  kind: 'frame' | 'run' | 'await' | 'cause' | 'scope' | 'value' | 'note' | 'source' | 'text'
  canOpen: boolean
  /** Open before the user touched it. */
  isOpenAtFirst: boolean
  /** Made when it is shown: previews cost time. */
  label: () => Segment[]
  /** What a filter looks at; absent for rows that are never hits. */
  searched?: () => string
  /** The frame that the row belongs to. */
  frame?: FrameRecord
  /** Path of the value, for `get`. */
  path?: string
  value?: Value
  /** Of kind `text`: a long string or an explanation, broken into lines that fit when it is shown, in that style. */
  text?: string
  style?: Style
}
