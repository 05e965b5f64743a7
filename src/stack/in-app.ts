/**
 * Whether code of this file counts as the program's own: not Node's, not V8's, not under a `node_modules` folder.
 *
 * `file` is what {@link fileOfUrl} gives, or an original file of a source map. Code without a file of its own (`''` for
 * unnamed `eval`, `[eval]`, `[stdin]`, `evalmachine.<anonymous>`, `data:` modules, a relative name given to `vm`) is what
 * somebody wrote into the program, so it counts. WebAssembly does not: it has no variables to show.
 */
export function isInApp (file: string): boolean {
  if (isWithoutFile(file) || file === 'native') return false
  // Node wraps `node -e` in a script of this name.
  if (file === '[eval]-wrapper') return false
  // A bundler's own runtime, as webpack names it in its source maps.
  if (/^webpack:\/\/(?:[^/]*\/)?webpack\/(?:runtime|bootstrap)/.test(file)) return false
  return !/(?:^|[\\/])node_modules[\\/]/.test(file)
}

/** Node's own code, or WebAssembly: no file that the program or a package of it has written in JavaScript. */
export const isWithoutFile = (file: string): boolean => /^(?:node:|wasm:)/.test(file)

/**
 * The path of a `file:` URL, decoded; anything else as it came. The URL says which platform it is from, not the machine this
 * runs on: a drive letter or a host gives a Windows path. Query and fragment are dropped (`import('./a.mjs?v=1')` is still
 * that file). A URL with broken percent escapes is left undecoded.
 */
export function fileOfUrl (url: string): string {
  const match = /^file:(?:\/\/([^/?#]*))?([^?#]*)/i.exec(url)
  if (match === null) return url
  const path = decodeTolerantly(match[2]!)
  const host = match[1] ?? ''
  if (host !== '' && host !== 'localhost') return `\\\\${host}${path.replaceAll('/', '\\')}`
  return /^\/[A-Za-z]:/.test(path) ? path.slice(1).replaceAll('/', '\\') : path
}

/** `decodeURIComponent` that gives the text back as it is when it is not percent-encoded properly. */
export function decodeTolerantly (text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
