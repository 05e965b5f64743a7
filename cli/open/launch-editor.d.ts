// launch-editor has types for its main module only, which prints on stdout and starts commands by a shell on Windows.

declare module 'launch-editor/guess' {
  /** The words of `specified`, else the command of an editor that runs or that the environment names, or `[null]`. */
  export default function guessEditor (specified?: string): unknown[]
}

declare module 'launch-editor/get-args' {
  /** The arguments that make an editor open a file at a line; the file alone where it is not known how. */
  export default function argumentsFor (editor: string, file: string, line: number, column: number): (string | number)[]
}
