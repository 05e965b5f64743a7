/** What `faultsnap attach` was asked for. */
export interface AttachRequest {
  target: string
  mode: { kind: 'now' } | ExceptionMode | PlaceMode
  /** The longest that the program may stand still for one snapshot, in milliseconds. */
  maxPauseMs: number
  /** How long to wait for an exception or a place, in milliseconds; Infinity for as long as it takes. */
  timeoutMs: number
}

export interface ExceptionMode { kind: 'exception', state: 'uncaught' | 'all', match: RegExp | undefined, count: number }

/** `line1` and `column1` one-based. */
export interface PlaceMode { kind: 'place', file: string, line1: number, column1: number | undefined, condition: string | undefined, count: number }

/** How a snapshot came about, for the capsule and for people. */
export interface Occurrence {
  /** In the place of an exception; absent where there is one. */
  exception?: { type: string, message: string }
  isIdle: boolean
  notes: string[]
}
