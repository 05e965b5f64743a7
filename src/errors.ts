/** Every error that FaultSnap's library and CLI throw on purpose, with a stable code. `docs/errors.md` has a line for each. */
export type FaultSnapErrorCode =
  | 'CAPSULE_NOT_FOUND'
  | 'CAPSULE_NOT_A_ZIP'
  | 'CAPSULE_CORRUPT'
  | 'CAPSULE_TOO_LARGE'
  | 'CAPSULE_TOO_NEW'
  | 'CAPSULE_NOT_FAULTSNAP'
  | 'REPOSITORY_UNREADABLE'
  | 'REPOSITORY_EMPTY'
  | 'REFERENCE_AMBIGUOUS'
  | 'PATH_NOT_FOUND'
  | 'USAGE'
  | 'COMMAND_NOT_STARTED'
  | 'SOURCE_NOT_FOUND'
  | 'NOT_OPENED'
  | 'NOT_WRITTEN'
  | 'NOT_ATTACHED'
  | 'TARGET_ENDED'

/** Carries a one-line message for people: what happened, what was expected, what was found, and the next step. */
export class FaultSnapError extends Error {
  readonly code: FaultSnapErrorCode
  constructor(code: FaultSnapErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'FaultSnapError'
    this.code = code
  }
}
