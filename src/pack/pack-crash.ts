import { version } from '../../package.json'
import { writeCapsuleBytes } from '../capsule/write'
import { fingerprintCrash } from '../fingerprint/fingerprint'
import {
  CAPSULE_FORMAT, CAPSULE_VERSION, type CrashDocument, type CrashRecord, type Manifest, type PackingOptions,
} from '../model'
import { occasionText } from '../occasion/occasion'
import { renderReport } from '../report/report'
import { loadReportAssets } from '../report/report-assets'
import { isCrashLoop } from '../repository/crash-loop'
import { framePlace } from '../values/frame-place'
import type { OpenedCrash } from '../view/opened-crash'
import { crashBytes } from './crash-bytes'
import { blame, nameOriginals, type BlameExtras } from './blame'
import { collectSources, type SourceExtras } from './collect-sources'
import { maskNamed } from './mask-named'
import { readAround } from './read-around'
import { storeSomewhere, type PlacedCapsule } from './store-somewhere'

/**
 * A stored crash. Paths are absolute; `htmlFile` is absent if the config wants none or it could not be written. `opened`: what the
 * capsule holds, to be shown at once.
 */
export interface PackedCrash extends PlacedCapsule { fingerprint: string, id: string, opened: OpenedCrash }

/**
 * What travels to the packer in memory only, because it is not masked. Absent when a spool file is packed later. `assetsDir`: the
 * folder with the script and the style of the HTML report. `attachments`: further entries, masked, ZIP path to text.
 */
export type PackExtras = SourceExtras & BlameExtras & { assetsDir?: string, attachments?: Readonly<Record<string, string>> }

const MAX_MESSAGE_CHARS = 1_000

/**
 * Turns a recorded crash into a capsule in its repository: original places from source maps, fingerprint, documents, ZIP, page,
 * metadata, index, retention. `record.crash` is changed on the way (places, paths of sources). Throws `NotStored` if the capsule could
 * not be written; the spool file then still has the crash.
 */
export async function packCrash (record: CrashRecord, extras: PackExtras = {}): Promise<PackedCrash> {
  const { packing } = record
  const { entries, originalOf, originalText } = collectSources(record, extras)
  readAround(record, extras, originalText)
  nameOriginals(record.crash, extras, originalOf)
  const sources = extras.learnSecret === undefined ? entries : maskNamed(record, entries, extras.learnSecret)
  const { crash } = record
  const fingerprint = fingerprintCrash(crash, record.process)
  const culprit = blame(crash, extras, originalOf)
  const documents = crashBytes(record)
  const manifest: Omit<Manifest, 'entries'> = {
    ...headOf(record), ...culprit && { culprit }, fingerprint, missing: documents.missing,
  }
  const bytes = await writeCapsuleBytes([
    { path: 'crash.json', bytes: documents.bytes },
    { path: 'environment.json', bytes: Buffer.from(JSON.stringify(record.environment)) },
    { path: 'breadcrumbs.json', bytes: Buffer.from(JSON.stringify(record.breadcrumbs)) },
    ...sources,
    ...Object.entries(extras.attachments ?? {}).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
  ], manifest)
  const texts = new Map(sources.map(({ path, bytes: text }) => [path, text]))
  const opened: OpenedCrash = {
    manifest, crash, environment: record.environment, breadcrumbs: record.breadcrumbs,
    readText: async path => texts.get(path)?.toString('utf8'),
  }
  // Somebody asked for the report of a function in ghost(). Any other page `faultsnap html` can make.
  const isPageWanted = packing.html && (record.signal === 'ghost' || !isCrashLoop(packing.repositoryDir, manifest))
  const html = isPageWanted ? await pageOrNone(opened, record.packing, extras.assetsDir) : undefined
  const stored = storeSomewhere({ bytes, manifest, ...html === undefined ? {} : { html } }, packing)
  return { ...stored, fingerprint, id: record.id, opened }
}

function headOf (record: CrashRecord): Omit<Manifest, 'entries' | 'fingerprint' | 'missing'> {
  const { id, capturedAt, signal, crash, runtime, process } = record
  const place = placeOf(crash)
  const occasion = occasionText(crash)
  const { type, message } = crash.exception
  return {
    format: CAPSULE_FORMAT,
    version: CAPSULE_VERSION,
    id,
    capturedAt,
    signal,
    exception: { type, message: shortened(message) },
    ...place === undefined ? {} : { place },
    ...occasion === undefined ? {} : { occasion },
    runtime,
    process,
    generator: { name: 'faultsnap', version },
  }
}

function shortened (message: string): string {
  if (message.length <= MAX_MESSAGE_CHARS) return message
  return message.slice(0, MAX_MESSAGE_CHARS).replace(/[\ud800-\udbff]$/, '') + '…'
}

function placeOf (crash: CrashDocument): Manifest['place'] {
  const frame = crash.frames.find(frame => frame.inApp)
  return frame && framePlace(frame)
}

/** A page that cannot be made must not cost the capsule. In our own tests the failure is loud. */
async function pageOrNone (
  opened: OpenedCrash, { editorUrl, pathMap }: PackingOptions, assetsDir: string | undefined,
): Promise<string | undefined> {
  try {
    return await renderReport(opened, { assets: loadReportAssets(assetsDir), editorUrl, pathMap })
  } catch (error) {
    if (process.env['FAULTSNAP_TEST'] === '1') throw error
    return undefined
  }
}
