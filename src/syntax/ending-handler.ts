import { ancestorsOf, functionName, isFunction, ownerOf } from './functions'
import { ErrorPath } from './error-path'
import type { Place } from './error-path'
import { nodeAt, offsetOf, parseSource } from './syntax-tree'
import type { SyntaxNode, SyntaxTree } from './syntax-tree'

/**
 * A frame of the program at a throw. `source` is its script's text as V8 ran it, `scriptKey` the same for the same script.
 * Positions are zero-based, as in CDP. `isAsync`: a caller suspended in an `await`, which is where it stands.
 */
export interface ThrowFrame {
  function: string
  source: string
  scriptKey: string
  lineNumber0: number
  columnNumber0: number
  isAsync: boolean
}

export type CodePlace = Omit<ThrowFrame, 'function' | 'isAsync'>

/**
 * Whether the code that caught an error is the code that ended the process with a non-zero code: one sentence of evidence, or
 * undefined when the error was dealt with, or the source does not tell. `frames` innermost first: those on the stack at the
 * throw, then the suspended callers. `exitFrame`: the user's call of `process.exit`, if there was one; then nothing else
 * than that very call, or setting the exit code, can have ended the process. Reads source text only; never throws.
 */
export function endingHandler (frames: readonly ThrowFrame[], exitFrame?: CodePlace): string | undefined {
  try {
    // Parsing a bundle takes a good part of a second; text that ends nothing anywhere needs none.
    if (![exitFrame, ...frames].some(frame => frame !== undefined && /exit|abort|kill/.test(frame.source))) return undefined
    const trees = new Map<string, SyntaxTree | undefined>()
    const places: Place[] = []
    for (const frame of frames) {
      const place = findPlace(frame, trees)
      // Beyond code that cannot be read, an error may have been caught in there.
      if (place === undefined) break
      places.push({ ...place, owner: ownerOf(place.node), name: frame.function, isSuspended: frame.isAsync })
    }
    const exit = exitFrame && findPlace(exitFrame, trees)
    if (places.length === 0 || (exitFrame !== undefined && exit === undefined)) return undefined
    const around = exit === undefined ? [] : [...ancestorsOf(exit.node)].filter(isFunction)
    const names = new Set(around.map(functionName).filter(name => name !== undefined))
    return new ErrorPath(places, exit && { tree: exit.tree, offset: exit.offset, names }).ending()
  } catch {
    return undefined
  }
}

function findPlace (
  { source, scriptKey, lineNumber0, columnNumber0 }: CodePlace, trees: Map<string, SyntaxTree | undefined>,
): { tree: SyntaxTree, node: SyntaxNode, offset: number } | undefined {
  if (!trees.has(scriptKey)) trees.set(scriptKey, parseSource(source))
  const tree = trees.get(scriptKey)
  const offset = tree && offsetOf(tree, lineNumber0, columnNumber0)
  return tree === undefined || offset === undefined ? undefined : { tree, node: nodeAt(tree, offset), offset }
}
