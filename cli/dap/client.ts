import type { DebugProtocol } from '@vscode/debugprotocol'
import type { PlacedSource } from './sources'

/** How a client counts, as its `initialize` says: from one unless it asks for zero. */
export class Client {
  readonly #lineBase: number
  readonly #columnBase: number
  readonly isUri: boolean

  constructor ({ linesStartAt1 = true, columnsStartAt1 = true, pathFormat }: Partial<DebugProtocol.InitializeRequestArguments> = {}) {
    this.#lineBase = linesStartAt1 ? 1 : 0
    this.#columnBase = columnsStartAt1 ? 1 : 0
    this.isUri = pathFormat === 'uri'
  }

  /** A place for the client; where it is unknown, the first line, so that the source can be opened. */
  position ({ line, column }: PlacedSource): { line: number, column: number } {
    return { line: Math.max(1, line) - 1 + this.#lineBase, column: this.columnOut(Math.max(1, column) - 1) }
  }

  lineIndex = (line: number): number => line - this.#lineBase
  columnIndex = (column: number): number => Math.max(0, column - this.#columnBase)
  columnOut = (index: number): number => index + this.#columnBase
}
