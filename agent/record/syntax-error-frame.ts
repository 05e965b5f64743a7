import type { FrameRecord } from '../../src/model'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { guarded } from '../boundary'
import { ownFile } from '../own-files'
import type { Snapshot } from '../snapshot/snapshot'
import type { ScriptTable } from './script-table'

const TYPESCRIPT = /\.[cm]?tsx?$/

/**
 * The place of a syntax error, as a frame of kind `stack` on top of the loader's: the file that could not be parsed is the
 * program's part in it. Of a TypeScript file only the file is known: our parser stops at its first type.
 */
export function syntaxErrorFrame (snapshot: Snapshot, scripts: ScriptTable): FrameRecord | undefined {
  if (snapshot.failedScriptId === undefined) return undefined
  const script = scripts.indexOf(snapshot.failedScriptId)
  const { url, isModule = false } = scripts.records[script]!
  if (url === '') return undefined
  const file = fileOfUrl(url)
  const text = TYPESCRIPT.test(file) ? undefined : scripts.textOf(snapshot.failedScriptId)
  const place = text === undefined ? undefined : guarded('syntax', () => ownFile('syntax').syntaxErrorPlace(text, isModule))
  return {
    index: 0,
    kind: 'stack',
    function: '',
    file,
    script,
    lineNumber0: place?.lineNumber0 ?? -1,
    columnNumber0: place?.columnNumber0 ?? -1,
    inApp: isInApp(file),
    scopes: [],
    missing: 'unavailable',
  }
}
