import type { CrashDocument, FrameRecord } from '../model'
import type { SourceTrees } from '../syntax/source-trees'
import type { OriginalAt } from './original-text'
import { findLineStarts, line1Of, nodeAt, offsetOf, type SyntaxNode, type SyntaxTree } from '../syntax/syntax-tree'

/** A frame whose source could be parsed: `offset` is its position in the text, `node` the innermost node there. */
export interface Place {
  crash: CrashDocument, frame: FrameRecord, tree: SyntaxTree, offset: number, node: SyntaxNode
  /** Masks a text of the source: recorded values were masked when they were recorded. */
  mask: (text: string) => string
  /** The name that an identifier has in the original source; undefined where the source map does not tell. */
  nameOf: (identifier: SyntaxNode) => string | undefined
  /** Where a node is, for people. One-based. */
  locate: (node: SyntaxNode) => { file: string, line: number, column: number }
  /** Where an offset of the tree's text comes from, and the text it is in: see {@link OriginalAt}. */
  originalAt: OriginalAt
}

/**
 * Maps a zero-based place of a script to the one that people know; one-based. `name`: what stood there, if it has another name now;
 * `isExact` is false if that is not known of this very place. `text`: the source that people know, where there is another one.
 */
export type Locate = (script: number, lineNumber0: number, columnNumber0: number) => { file: string, line: number, column: number, name?: string, isExact: boolean, text?: string }

/** What the analysis reads besides the crash. `mask` masks a text of the source. */
export interface CulpritSources { trees: SourceTrees, locate: Locate, mask: (text: string) => string }

/** Finds the places of frames. */
export class Places {
  readonly crash: CrashDocument
  readonly sources: CulpritSources
  /** Of the original texts. */
  private readonly lineStarts = new Map<string, readonly number[]>()

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
    const script = frame.script
    return {
      crash: this.crash, frame, tree, offset, node: nodeAt(tree, offset), mask: this.sources.mask,
      nameOf: identifier => this.nameOf(script, tree, identifier),
      locate: node => this.located(script, tree, node.start),
      originalAt: at => this.originalAt(script, tree, at),
    }
  }

  /** Where a node is, for people. One-based. */
  locate (place: Place, node: SyntaxNode): { file: string, line: number, column: number } {
    const { file, line, column } = this.located(place.frame.script!, place.tree, node.start)
    return { file, line, column }
  }

  private nameOf (script: number, tree: SyntaxTree, identifier: SyntaxNode): string | undefined {
    const { name, isExact } = this.located(script, tree, identifier.start)
    return isExact ? name ?? identifier.name as string : undefined
  }

  private located (script: number, tree: SyntaxTree, offset: number): ReturnType<Locate> {
    const line0 = line1Of(tree, offset) - 1
    return this.sources.locate(script, line0, offset - tree.lineStarts[line0]!)
  }

  private originalAt (script: number, tree: SyntaxTree, offset: number): ReturnType<OriginalAt> {
    const { text, line, column, isExact } = this.located(script, tree, offset)
    if (text === undefined || !isExact) return undefined
    let starts = this.lineStarts.get(text)
    if (starts === undefined) this.lineStarts.set(text, starts = findLineStarts(text))
    const start = starts[line - 1]
    return start === undefined ? undefined : { text, offset: start + column - 1 }
  }

  /** The frame that called this one, if V8 saw both on one stack. */
  callerOf (frame: FrameRecord): FrameRecord | undefined {
    const caller = this.crash.frames[this.crash.frames.indexOf(frame) + 1]
    return caller?.kind === 'call' && frame.kind === 'call' && frame.folded === undefined ? caller : undefined
  }
}
