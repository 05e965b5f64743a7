import type { CrashDocument, FrameRecord } from '../model'
import type { SourceTrees } from '../syntax/source-trees'
import { line1Of, nodeAt, offsetOf, type SyntaxNode, type SyntaxTree } from '../syntax/syntax-tree'

/** A frame whose source could be parsed: `offset` is its position in the text, `node` the innermost node there. */
export interface Place {
  crash: CrashDocument, frame: FrameRecord, tree: SyntaxTree, offset: number, node: SyntaxNode
  /** Masks a text of the source: recorded values were masked when they were recorded. */
  mask: (text: string) => string
}

/** Maps a zero-based place of a script to the one that people know; one-based. */
export type Locate = (script: number, lineNumber0: number, columnNumber0: number) => { file: string, line: number, column: number }

/** What the analysis reads besides the crash. `mask` masks a text of the source. */
export interface CulpritSources { trees: SourceTrees, locate: Locate, mask: (text: string) => string }

/** Finds the places of frames. */
export class Places {
  readonly crash: CrashDocument
  readonly sources: CulpritSources

  constructor (crash: CrashDocument, sources: CulpritSources) {
    this.crash = crash
    this.sources = sources
  }

  /** Undefined for a frame without source, with one that cannot be parsed, or without a position. */
  of (frame: FrameRecord | undefined): Place | undefined {
    if (frame?.script === undefined) return undefined
    const tree = this.sources.trees.of(frame.script)
    const offset = tree && offsetOf(tree, frame.lineNumber0, frame.columnNumber0)
    return tree === undefined || offset === undefined ? undefined
      : { crash: this.crash, frame, tree, offset, node: nodeAt(tree, offset), mask: this.sources.mask }
  }

  /** Where a node is, for people. One-based. */
  locate (place: Place, node: SyntaxNode): { file: string, line: number, column: number } {
    const line0 = line1Of(place.tree, node.start) - 1
    return this.sources.locate(place.frame.script!, line0, node.start - place.tree.lineStarts[line0]!)
  }

  /** The frame that called this one, if V8 saw both on one stack. */
  callerOf (frame: FrameRecord): FrameRecord | undefined {
    const caller = this.crash.frames[this.crash.frames.indexOf(frame) + 1]
    return caller?.kind === 'call' && frame.kind === 'call' && frame.folded === undefined ? caller : undefined
  }
}
