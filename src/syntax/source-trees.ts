import { parseSource, type SyntaxTree } from './syntax-tree'

/** The syntax trees of a crash's scripts, each parsed once for all who ask: parsing takes longer than all questions together. */
export class SourceTrees {
  private readonly trees = new Map<number, SyntaxTree | undefined>()
  private readonly sourceOf: (script: number) => string | undefined

  /** `sourceOf` gives a script's text as V8 ran it, by its index in `crash.scripts`. */
  constructor (sourceOf: (script: number) => string | undefined) {
    this.sourceOf = sourceOf
  }

  /** Undefined for a script without a text, and for one that is too large or cannot be parsed. */
  of (script: number): SyntaxTree | undefined {
    if (!this.trees.has(script)) {
      const source = this.sourceOf(script)
      this.trees.set(script, source === undefined ? undefined : parseSource(source))
    }
    return this.trees.get(script)
  }
}
