import { readBounded } from '../../src/sourcemap/collect-maps'
import { fileOfUrl } from '../../src/stack/in-app'
import { scriptText } from './script-text'
import type { Target, TargetScript } from './target'

/**
 * Whether what lies on this machine's disk beside a script belongs to the target's script: only if the local script has the same text. The
 * target may run in a container or on another machine, where a path of the same name is of another version; and a file may have been built
 * anew since the program read it.
 */
export class LocalFiles {
  private readonly known = new Map<string, 'same' | 'other' | 'absent'>()

  constructor (private readonly target: Target) {}

  /** `text` is what V8 has; it is asked for where it is not given. Throws FaultSnapError if the target is gone. */
  async compare ({ id, url }: Pick<TargetScript, 'id' | 'url'>, text?: string): Promise<'same' | 'other' | 'absent'> {
    let found = this.known.get(id)
    if (found === undefined) {
      const local = readBounded(fileOfUrl(url))
      found = local === undefined ? 'absent' : isSameText(local, text ?? await scriptText(this.target, id)) ? 'same' : 'other'
      this.known.set(id, found)
    }
    return found
  }
}

/** V8 gets a file without its byte order mark. */
export function isSameText (local: string, inProgram: string | undefined): boolean {
  return inProgram !== undefined && local.replace(/^\uFEFF/, '') === inProgram.replace(/^\uFEFF/, '')
}

/** Why there is no source map for a script, for the capsule and for people. */
export function noMapText (file: string, compared: 'other' | 'absent'): string {
  const why = compared === 'other' ? 'is not the text that the program runs' : 'cannot be read'
  return `No source map for ${file}: the file of this name where attach ran ${why}, so that a map beside it may be of another version.`
}
