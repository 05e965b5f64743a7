/**
 * Where a capsule lies in a repository: `<type folder>/<YYYY-MM-DD>/<first 8 of fingerprint>/crash_<HHMMSS>_<id>`, UTC.
 * These patterns are also what tells our files from other people's: nothing else is ever removed.
 */
export const DATE_FOLDER = /^\d{4}-\d{2}-\d{2}$/
export const FINGERPRINT_FOLDER = /^[0-9a-f]{8}$/
export const CAPSULE_NAME = /^crash_(\d{2})(\d{2})(\d{2})_([0-9a-f]{8})\.faultsnap$/
export const METADATA_NAME = 'metadata.json'
/** A whole path relative to the repository, as {@link capsulePath} gives it: what an index may name, and what may be removed. */
export const CAPSULE_PATH = /^[A-Za-z0-9_$][A-Za-z0-9_$.-]*\/\d{4}-\d{2}-\d{2}\/[0-9a-f]{8}\/crash_\d{6}_[0-9a-f]{8}\.faultsnap$/

/** Folders and files that a type folder must not be named like, in lower case. */
const OURS = new Set(['latest', 'index.json'])
/** Names that Windows keeps for devices, with or without an extension ("Naming Files, Paths, and Namespaces", Win32 docs). */
const DEVICES = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9])(\.|$)/i
const MAX_FOLDER_CHARS = 64

/**
 * The folder for an exception type: letters, digits, `_ $ - .` of it, anything else as `_`. Never hidden, reserved or empty, on
 * any file system. Types that differ only in such characters share a folder, which costs nothing: ids are unique.
 */
export function typeFolder (type: string): string {
  const safe = type.slice(0, MAX_FOLDER_CHARS).replace(/[^A-Za-z0-9_$.-]/g, '_').replace(/^[.-]/, '_').replace(/\.$/, '_')
  if (safe === '') return 'unknown'
  return DEVICES.test(safe) || OURS.has(safe.toLowerCase()) ? `_${safe}` : safe
}

/** What a capsule's place is made of. `capturedAt` in ISO 8601, any zone. */
export interface PlacedCrash { id: string, capturedAt: string, fingerprint: string, exception: { type: string } }

/** Path of the capsule relative to the repository, with forward slashes. */
export function capsulePath ({ id, capturedAt, fingerprint, exception }: PlacedCrash): string {
  const { date, time } = utcParts(capturedAt)
  return `${typeFolder(exception.type)}/${date}/${fingerprint.slice(0, 8)}/crash_${time}_${id}.faultsnap`
}

/** The path of the HTML page beside a capsule, from the capsule's. */
export const htmlPathOf = (path: string): string => path.replace(/\.faultsnap$/, '.html')

/** The id in a capsule's file name; undefined if the name is not one of ours. */
export const idOf = (name: string): string | undefined => CAPSULE_NAME.exec(name)?.[4]

/** When a capsule was captured as far as its date folder and name tell: whole seconds, ISO 8601, UTC. */
export function capturedAtOf (dateFolder: string, name: string): string {
  return `${dateFolder}T${name.slice(6, 8)}:${name.slice(8, 10)}:${name.slice(10, 12)}.000Z`
}

function utcParts (capturedAt: string): { date: string, time: string } {
  const iso = new Date(capturedAt).toISOString()
  // Years outside 0000–9999 have a sign and six digits; a clock so wrong gets the nearest folder that sorts.
  if (iso.startsWith('+')) return { date: '9999-12-31', time: '235959' }
  if (iso.startsWith('-')) return { date: '0000-01-01', time: '000000' }
  return { date: iso.slice(0, 10), time: iso.slice(11, 19).replaceAll(':', '') }
}
