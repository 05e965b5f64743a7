import { localPath } from '../program/local-path'

/** `line` and `column` one-based; below 1: unknown. */
export interface EditorPlace { file: string, line: number, column: number }

/** Schemes that run something in the page or show a page of their own. */
const UNSAFE = /^(?:javascript|data|vbscript|blob|about|filesystem|view-source|file|chrome|resource|ftp|wss?):/i

/**
 * The link that opens a place in the reader's editor. `undefined` for a template that is none, for one that could run a script or
 * leave the machine, and for what is no file (`node:fs`, unnamed code).
 */
export function editorLink (template: string, pathMap: readonly string[], { file, line, column }: EditorPlace): string | undefined {
  if (!isEditorTemplate(template)) return undefined
  const path = localPath(file, pathMap)
  if (!/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path)) return undefined
  const encoded = encodePath(path)
  if (encoded === undefined) return undefined
  return template
    .replace(/\/?\{path\}/g, found => found.startsWith('/') ? (encoded.startsWith('/') ? encoded : `/${encoded}`) : encoded)
    .replaceAll('{line}', String(Math.max(1, Math.trunc(line) || 1)))
    .replaceAll('{column}', String(Math.max(1, Math.trunc(column) || 1)))
}

/** Whether a reader may use the text as a template. */
export function isEditorTemplate (template: string): boolean {
  if (!/^[a-z][a-z\d+.-]*:[^\s<>"'`\p{Cc}\p{Cf}]*$/iu.test(template) || !template.includes('{path}') || UNSAFE.test(template)) return false
  return !/^https?:/i.test(template) || /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\//i.test(template)
}

/** Separators and the colon of a drive stay; everything else that a URL could read as syntax does not. */
function encodePath (path: string): string | undefined {
  const isWindows = /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path)
  const parts = (isWindows ? path.replaceAll('\\', '/') : path).split('/')
  try {
    return parts.map((part, index) => isWindows && index === 0 ? part : encodeURIComponent(part)).join('/')
  } catch {
    // A lone surrogate, which no file system can name.
    return undefined
  }
}
