import type { ProcessRecord } from '../model'

/**
 * The folder that paths are made relative to, POSIX slashes: the program's package, else the folder of its main script, else
 * the working directory. The working directory comes last because the same script is started from many.
 */
export function projectRoot (process: ProcessRecord): string {
  if (process.package !== undefined) return toPosix(process.package.dir)
  const main = toPosix(process.argv[1] ?? '')
  if (/^(?:\/|[A-Za-z]:\/)/.test(main) && !main.includes('/node_modules/')) return main.slice(0, main.lastIndexOf('/'))
  return toPosix(process.cwd)
}

/**
 * A file's name without anything that differs between machines, checkouts, installs and builds:
 *
 * - a dependency: `node_modules/<package>/lib/x.js`, whatever the nesting, pnpm's and Yarn's stores and versions
 * - a file of the project: relative to `root` ({@link projectRoot}); beside it: relative to the folder that both are in
 * - a bundler's name: without scheme and bundle name
 * - code without a file: `<eval>`, `<vm>`, `<data>`, `[eval]`
 *
 * POSIX slashes; query strings, hashes in the names of chunks, and counters of evaluated scripts are dropped.
 */
export function normalisePath (file: string, root: string): string {
  const virtual = virtualName(file)
  if (virtual !== undefined) return virtual
  const path = toPosix(file).replace(/(?<=\.[cm]?[jt]sx?)[?#].*$/, '')
  const dependency = path.lastIndexOf('node_modules/')
  if (dependency >= 0 && (dependency === 0 || path[dependency - 1] === '/')) return withoutHash(path.slice(dependency))
  const scheme = /^[a-z][a-z0-9+.-]+:\/\/[^/]*\//i.exec(path)
  if (scheme !== null) return withoutHash(path.slice(scheme[0].length).replace(/^(?:\.\/|\[project\]\/)+/, ''))
  return withoutHash(/^(?:\/|[A-Za-z]:\/)/.test(path) ? relativeTo(root, path) : path.replace(/^\.\//, ''))
}

function virtualName (file: string): string | undefined {
  if (file === '') return '<eval>'
  if (/^evalmachine\.<anonymous>/.test(file)) return '<vm>'
  if (/^data:/i.test(file)) return '<data>'
  if (/^blob:/i.test(file)) return '<blob>'
  return /^\[(?:worker )?eval\d*\]/.test(file) ? '[eval]' : /^REPL\d+$/.test(file) ? 'REPL' : undefined
}

/** Windows paths only: on POSIX a backslash is a character of a name. */
function toPosix (path: string): string {
  return path.startsWith('/') ? path : path.replaceAll('\\', '/')
}

function relativeTo (root: string, path: string): string {
  const ignoresCase = /^[A-Za-z]:\//.test(path)
  const same = (a: string | undefined, b: string | undefined): boolean =>
    a === b || (ignoresCase && a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase())
  const parts = path.split('/')
  const rootParts = root.replace(/\/$/, '').split('/')
  let shared = 0
  while (shared < parts.length - 1 && shared < rootParts.length && same(parts[shared], rootParts[shared])) shared++
  // Nothing in common but the root of the disk: what is above the file's own folder is the machine's business.
  return shared <= 1 && rootParts.length > 1 ? parts.slice(-2).join('/') : parts.slice(shared).join('/')
}

/** `chunk-5F3K2XQA.js` and `main.3f2a9c1b.js` are `chunk.js` and `main.js` in every build. */
function withoutHash (path: string): string {
  return path.replace(/[-.](?=[^/.]*\d)(?:[0-9a-f]{8,64}|[0-9A-Z]{8})(?=\.[cm]?[jt]sx?$)/, '')
}
