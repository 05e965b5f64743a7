const MAX_NAME_CHARS = 512

/**
 * What is wrong with the name of a ZIP entry, as the end of a sentence; undefined if nothing is. Capsules are never extracted
 * by FaultSnap, but they are by people's own ZIP tools, so names that lead out of a folder are refused (ZIP APPNOTE 4.4.17.1:
 * relative, forward slashes, no drive letter).
 */
export function entryNameProblem (name: string): string | undefined {
  if (name === '') return 'is empty'
  if (name.length > MAX_NAME_CHARS) return `has ${name.length} characters (at most ${MAX_NAME_CHARS} are accepted)`
  if (name.includes('\\')) return 'has a backslash'
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'has a control character'
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'is absolute'
  if (name.split('/').some(part => ['', '.', '..'].includes(part))) return 'leads through ".", ".." or an empty folder name'
  return undefined
}
