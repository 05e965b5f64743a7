/** A CDP error answer: JSON-RPC's codes, as V8 uses them. */
export class ProtocolError extends Error {
  readonly code: number
  constructor (code: number, message: string) {
    super(message)
    this.code = code
  }
}

export const NOT_FOUND = -32601
export const INVALID_PARAMS = -32602
export const SERVER_ERROR = -32000

/** What a client is told that wants to change the dead program, or make it go on. */
export const deadProgram = (what: string): ProtocolError =>
  new ProtocolError(SERVER_ERROR, `${what}: the program is dead. This is a recording of it, in which nothing can be changed or run on.`)
