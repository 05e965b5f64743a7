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
  /** Texts in a JSON document, names of members included: each costs 24 bytes and more however short it is. */
  maxJsonStrings: number
  /** Objects in the graph. */
  maxNodes: number
  /** Frames of the stack: a page and a drawing of each. */
  maxFrames: number
}

/**
 * Far above what the recorder writes at its default limits (a megabyte or two), and so low that whatever a stranger puts into a
 * capsule is read in less than 256 MB of memory (test/capsule/fuzz/bombs.test.ts).
 */
export const CAPSULE_LIMITS: Readonly<CapsuleLimits> = {
  maxFileBytes: 32 * 1024 * 1024,
  maxEntries: 2_000,
  maxEntryBytes: 20 * 1024 * 1024,
  maxTotalBytes: 80 * 1024 * 1024,
  maxManifestBytes: 1024 * 1024,
  maxJsonDepth: 200,
  maxJsonContainers: 500_000,
  maxJsonValues: 2_000_000,
  maxJsonStrings: 1_000_000,
  maxNodes: 250_000,
  maxFrames: 10_000,
}

/** For capsules of one's own, recorded with limits far above the defaults: their size is memory. The recorder writes no larger ones. */
export const LARGE_CAPSULE_LIMITS: Readonly<CapsuleLimits> = {
  maxFileBytes: 128 * 1024 * 1024,
  maxEntries: 2_000,
  maxEntryBytes: 64 * 1024 * 1024,
  maxTotalBytes: 256 * 1024 * 1024,
  maxManifestBytes: 1024 * 1024,
  maxJsonDepth: 200,
  maxJsonContainers: 2_000_000,
  maxJsonValues: 16_000_000,
  maxJsonStrings: 16_000_000,
  maxNodes: 1_000_000,
  maxFrames: 100_000,
}

/** The reader's limits: {@link LARGE_CAPSULE_LIMITS} if the user says so with `FAULTSNAP_LARGE_CAPSULES=1`. */
export const acceptedLimits = (): Readonly<CapsuleLimits> =>
  process.env['FAULTSNAP_LARGE_CAPSULES'] === '1' ? LARGE_CAPSULE_LIMITS : CAPSULE_LIMITS
