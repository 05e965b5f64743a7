import type { CrashDocument, FrameRecord } from '../model'
import type { SourceTrees } from '../syntax/source-trees'
import { line1Of, nodeAt, offsetOf, type SyntaxNode, type SyntaxTree } from '../syntax/syntax-tree'

/** A frame whose source could be parsed: `offset` is its position in the text, `node` the innermost node there. */
export interface Place {
  crash: CrashDocument, frame: FrameRecord, tree: SyntaxTree, offset: number, node: SyntaxNode
  /** Masks a text of the source: recorded values were masked when they were recorded. */
  mask: (text: string) => string
  /** The name that an identifier has in the original source; undefined where the source map does not tell. */
  nameOf: (identifier: SyntaxNode) => string | undefined
  /** Where a node is, for people. One-based. */
  locate: (node: SyntaxNode) => { file: string, line: number, column: number }
}

/**
 * Maps a zero-based place of a script to the one that people know; one-based. `name`: what stood there, if it has another name now;
 * `isExact` is false if that is not known of this very place.
 */
export type Locate = (script: number, lineNumber0: number, columnNumber0: number) => { file: string, line: number, column: number, name?: string, isExact: boolean }

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
    if (tree === undefined || offset === undefined) return undefined
    return {
      crash: this.crash, frame, tree, offset, node: nodeAt(tree, offset), mask: this.sources.mask,
      nameOf: id => this.nameOf(frame.script!, tree, id), locate: node => this.located(frame.script!, tree, node),
    }
  }

  /** Where a node is, for people. One-based. */
  locate (place: Place, node: SyntaxNode): { file: string, line: number, column: number } {
    const { file, line, column } = this.located(place.frame.script!, place.tree, node)
    return { file, line, column }
  }

  private nameOf (script: number, tree: SyntaxTree, identifier: SyntaxNode): string | undefined {
    const { name, isExact } = this.located(script, tree, identifier)
    return isExact ? name ?? identifier.name as string : undefined
  }

  private located (script: number, tree: SyntaxTree, node: SyntaxNode): ReturnType<Locate> {
    const line0 = line1Of(tree, node.start) - 1
    return this.sources.locate(script, line0, node.start - tree.lineStarts[line0]!)
  }

  /** The frame that called this one, if V8 saw both on one stack. */
  callerOf (frame: FrameRecord): FrameRecord | undefined {
    const caller = this.crash.frames[this.crash.frames.indexOf(frame) + 1]
    return caller?.kind === 'call' && frame.kind === 'call' && frame.folded === undefined ? caller : undefined
  }
}
