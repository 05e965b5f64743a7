/** What a reader accepts of a capsule, which is someone else's file. Checked before anything of that size is allocated. */
export interface CapsuleLimits {
  /** Bytes of the `.faultsnap` file. */
  maxFileBytes: number
  /** Entries in the ZIP, directories included. */
  maxEntries: number
  /** Bytes of one inflated entry. */
  maxEntryBytes: number
  /** Bytes of all entries inflated, by the sizes that the ZIP declares (and that are held to it). */
  maxTotalBytes: number
  /** Bytes of `manifest.json` inflated. */
  maxManifestBytes: number
  /** Levels of objects and arrays in a JSON document. */
  maxJsonDepth: number
  /** Objects and arrays in a JSON document: each costs some 50 bytes of memory however short its text is. */
  maxJsonContainers: number
  /** Members and elements in a JSON document. */
  maxJsonValues: number
  /** Objects in the graph. */
  maxNodes: number
}

/** Far above what the recorder writes at its default limits (a megabyte or two), low enough for any machine. */
export const CAPSULE_LIMITS: Readonly<CapsuleLimits> = {
  maxFileBytes: 128 * 1024 * 1024,
  maxEntries: 2_000,
  maxEntryBytes: 64 * 1024 * 1024,
  maxTotalBytes: 256 * 1024 * 1024,
  maxManifestBytes: 1024 * 1024,
  maxJsonDepth: 200,
  maxJsonContainers: 2_000_000,
  maxJsonValues: 16_000_000,
  maxNodes: 1_000_000,
}
