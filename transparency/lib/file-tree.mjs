// What a run created, changed or deleted.
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

const LARGEST_READ = 20_000_000
/** Nobody's result: what package managers and version control keep. */
const IGNORED = /^(node_modules|\.git|\.nyc_output|\.tap)$/

/** Path below `dir` to `{ what, mtimeMs }`, `what` with a digest of the content, in the order of the paths. Folders count when empty. */
export function listFiles (dir, ignored = IGNORED, prefix = '', found = {}) {
  if (!existsSync(dir)) return found
  const entries = readdirSync(dir, { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1)
  if (entries.length === 0 && prefix !== '') found[prefix] = { what: 'empty folder', mtimeMs: 0 }
  for (const entry of entries) {
    if (ignored.test(entry.name)) continue
    const path = join(dir, entry.name)
    if (entry.isDirectory()) listFiles(path, ignored, `${prefix}${entry.name}/`, found)
    else found[prefix + entry.name] = describe(entry, path)
  }
  return found
}

/** What was written between two lists, path to `written` with the digest or `deleted`. Written again with the same content counts. */
export function createdFiles (before, after, prefix) {
  const files = {}
  for (const [path, { what, mtimeMs }] of Object.entries(after)) {
    if (before[path]?.what !== what || before[path].mtimeMs !== mtimeMs) files[prefix + path] = `written ${what}`
  }
  for (const path of Object.keys(before)) if (after[path] === undefined) files[prefix + path] = 'deleted'
  return files
}

function describe (entry, path) {
  try {
    const { size, mode, mtimeMs } = lstatSync(path)
    return { what: whatIs(entry, path, size, mode.toString(8)), mtimeMs }
  } catch (error) {
    return { what: error.code, mtimeMs: 0 }
  }
}

function whatIs (entry, path, size, mode) {
  if (entry.isSymbolicLink()) return `link to ${readlinkSync(path)}`
  if (!entry.isFile()) return 'special'
  if (size > LARGEST_READ) return `large, mode ${mode}`
  return `mode ${mode} ${createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12)}`
}
