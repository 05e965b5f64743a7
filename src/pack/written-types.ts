import type { ScriptRecord } from '../model'
import { fileOfUrl } from '../stack/in-app'

const TYPESCRIPT = /\.[cm]?ts$/
const APPENDED = /\s*\/\/# sourceURL=[^\n]*\s*$/
/** What stripping leaves in the place of a type: blanks, and marks without which the next line would be read as part of this one. */
const FILLER = /[\s;,()=>]/

/**
 * Puts the types back into scripts that Node ran without them (type stripping leaves every character that it keeps in its place): `sources`
 * are texts by script index, `readFile` gives a file's text. One whose file is another one by now stays as it ran.
 */
export function restoreTypes (
  scripts: readonly ScriptRecord[], sources: Record<number, string>, readFile: (path: string) => string | undefined,
): void {
  for (const [key, text] of Object.entries(sources)) {
    const { url, sourceMapURL = '' } = scripts[Number(key)]!
    if (sourceMapURL !== '' || !TYPESCRIPT.test(url)) continue
    const written = readFile(fileOfUrl(url))
    if (written !== undefined && isStripped(text.replace(APPENDED, ''), written)) sources[Number(key)] = written
  }
}

function isStripped (ran: string, written: string): boolean {
  const rest = written.slice(ran.length)
  if (ran.length > written.length || rest.trim() !== '') return false
  for (let index = 0; index < ran.length; index++) {
    if (ran[index] !== written[index] && !FILLER.test(ran[index]!)) return false
  }
  return true
}
