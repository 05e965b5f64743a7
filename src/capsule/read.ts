import { CAPSULE_FORMAT, CAPSULE_VERSION } from '../model'
import type { Breadcrumb, CrashDocument, EnvironmentRecord, Manifest } from '../model'
import { FaultSnapError } from '../errors'
import { readWhole, withByteSource } from './byte-source'
import { acceptedLimits, type CapsuleLimits } from './capsule-limits'
import { checkBreadcrumbs, checkCrash, checkEnvironment, checkManifest } from './document-shapes'
import { corrupt, largerHint, openZip, tooLarge, type OpenedZip } from './open-zip'
import { JsonRefused, parseJson } from './parse-json'
import { ShapeMismatch } from './shape'

/** An opened capsule: its documents, checked against the format, missing lists filled in as empty ones. */
export interface Capsule {
  /** The path that was read; absent for a capsule read from memory. */
  file?: string
  manifest: Manifest
  crash: CrashDocument
  environment: EnvironmentRecord
  /** Oldest first. */
  breadcrumbs: Breadcrumb[]
  /**
   * The text of an entry by its ZIP path, as scripts' `source` names it; undefined if the capsule has no such entry. Bytes that
   * are not UTF-8 become U+FFFD. Throws CAPSULE_CORRUPT or CAPSULE_TOO_LARGE.
   */
  readText (path: string): Promise<string | undefined>
}

/** `limits`: see {@link acceptedLimits}. */
export interface ReadOptions { limits?: Partial<CapsuleLimits> }

/**
 * Reads a capsule of format 1 from a file or from its bytes. It is treated as a stranger's: sizes are bounded before they are
 * allocated, nothing in it is executed, no path is followed. The file is not needed afterwards. Throws FaultSnapError with
 * CAPSULE_NOT_FOUND, _NOT_A_ZIP, _CORRUPT, _TOO_LARGE, _NOT_FAULTSNAP or _TOO_NEW.
 */
export async function readCapsule (file: string | Buffer, options: ReadOptions = {}): Promise<Capsule> {
  const limits = { ...acceptedLimits(), ...options.limits }
  return await withByteSource(file, limits, async source => {
    const { label } = source
    const bytes = readWhole(source)
    const readAt = (position: number, length: number): Buffer => bytes.subarray(position, position + length)
    const zip = await openZip({ label, size: bytes.length, readAt }, limits)
    const manifest = await manifestOf(zip, label, limits)
    const document = async <T>(path: string, check: (value: unknown) => T, absent?: T): Promise<T> => {
      const entryBytes = await zip.readEntry(path)
      if (entryBytes !== undefined) return parseDocument(entryBytes, path, check, label, limits)
      if (absent === undefined || manifest.entries.some(entry => entry.path === path)) throw corrupt(label, `${path} is missing`)
      return absent
    }
    const crash = await document('crash.json', checkCrash)
    if (crash.nodes.length > limits.maxNodes) throw tooLarge(label, `it holds ${crash.nodes.length} objects`, limits.maxNodes)
    if (crash.frames.length > limits.maxFrames) throw tooLarge(label, `it holds ${crash.frames.length} frames`, limits.maxFrames)
    return {
      ...typeof file === 'string' ? { file } : {},
      manifest,
      crash,
      environment: await document('environment.json', checkEnvironment, { policy: 'none', variables: {}, total: 0 }),
      breadcrumbs: await document('breadcrumbs.json', checkBreadcrumbs, []),
      readText: async path => (await zip.readEntry(path))?.toString('utf8'),
    }
  })
}

/** Only `manifest.json` of a capsule: reads the end of the file and that entry. Errors as {@link readCapsule}. */
export async function readManifest (file: string | Buffer, options: ReadOptions = {}): Promise<Manifest> {
  const limits = { ...acceptedLimits(), ...options.limits }
  return await withByteSource(file, limits, async source => await manifestOf(await openZip(source, limits), source.label, limits))
}

/** The manifest of an opened ZIP, its format and version accepted. */
export async function manifestOf (zip: OpenedZip, label: string, limits: CapsuleLimits): Promise<Manifest> {
  const bytes = await zip.readEntry('manifest.json', limits.maxManifestBytes)
  if (bytes === undefined) throw notOurs(label, 'it is a ZIP without manifest.json')
  return parseDocument(bytes, 'manifest.json', value => {
    const { format, version } = (value ?? {}) as Partial<Record<string, unknown>>
    if (format !== CAPSULE_FORMAT) throw notOurs(label, `its manifest does not say "format": "${CAPSULE_FORMAT}"`)
    if (typeof version === 'number' && version > CAPSULE_VERSION) {
      const next = `this FaultSnap reads up to ${CAPSULE_VERSION}. Update faultsnap.`
      throw new FaultSnapError('CAPSULE_TOO_NEW', `${label} has capsule format ${version}, ${next}`)
    }
    if (version !== CAPSULE_VERSION) throw corrupt(label, `its manifest has no valid "version", expected ${CAPSULE_VERSION}`)
    return checkManifest(value)
  }, label, limits)
}

function parseDocument<T> (bytes: Buffer, path: string, check: (value: unknown) => T, label: string, limits: CapsuleLimits): T {
  try {
    return check(parseJson(bytes, limits))
  } catch (error) {
    if (error instanceof ShapeMismatch) throw corrupt(label, `${path}${error.path}: ${error.message}`, error)
    if (error instanceof JsonRefused && error.isTooLarge) {
      const why = `${path} ${error.message}.${error.message.includes('nested') ? '' : largerHint()}`
      throw new FaultSnapError('CAPSULE_TOO_LARGE', `${label} is larger than a reader accepts: ${why}`, { cause: error })
    }
    if (error instanceof JsonRefused) throw corrupt(label, `${path} ${error.message}`, error)
    throw error
  }
}

const notOurs = (label: string, why: string): FaultSnapError =>
  new FaultSnapError('CAPSULE_NOT_FAULTSNAP', `${label} is not a FaultSnap capsule: ${why}. Give a .faultsnap file.`)
