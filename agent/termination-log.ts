import { closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import type { Config } from '../src/config/config'
import type { CrashRecord } from '../src/model'
import { crashSummaryText, SUMMARY_MARK } from '../src/view/crash-summary-text'
import type { Packed } from './pack/packing'

/**
 * What Kubernetes takes of `terminationMessagePath`, from the file's end ("Determine the Reason for Pod Failure" in its
 * documentation; `MaxContainerTerminationMessageLength` of the kubelet).
 */
const MAX_BYTES = 4096
/** Less than this beside what the program wrote is not worth the file. */
const MIN_BYTES = 256

/** The file that Kubernetes reads when this container has ended; undefined outside of it, where it is not wanted, and where there is none. */
export function terminationFile ({ terminationLog }: Config): string | undefined {
  const host = process.env.KUBERNETES_SERVICE_HOST
  if (terminationLog === 'off' || host === undefined || host === '') return undefined
  // A pipe or a device would make us wait, or do who knows what.
  return statSync(terminationLog, { throwIfNoEntry: false })?.isFile() === true ? terminationLog : undefined
}

/** The summary of a crash: the packer's, which knows the culprit and original places, or one without these. */
export function summaryOf ({ crash, signal, capturedAt }: CrashRecord, packed: Packed): string {
  if ('summary' in packed && packed.summary !== undefined) return packed.summary
  const capsule = 'file' in packed ? packed.file : 'spooled' in packed ? `not packed yet: ${packed.spooled}`
    : 'lines' in packed ? 'in the log, for "faultsnap import --from-log"' : `not saved: ${packed.failed}`
  return crashSummaryText({ crash, signal, capturedAt, capsule: `capsule ${capsule}` })
}

/**
 * Writes a summary behind what the program itself wrote into the file, in the place of an earlier one of ours. Together they are at most
 * 4096 bytes, or Kubernetes would cut the beginning; the program's part stays as it is. Throws what the file system says.
 */
export function writeTermination (file: string, summary: string): void {
  const descriptor = openSync(file, 'r+')
  try {
    const { size } = fstatSync(descriptor)
    const from = Math.max(0, size - MAX_BYTES)
    const before = Buffer.alloc(size - from)
    readSync(descriptor, before, 0, before.length, from)
    const ours = ownPart(before)
    const start = ours < 0 ? size : from + ours
    const lead = start > 0 && (ours < 0 ? before.at(-1) : before[ours - 1]) !== LINE_BREAK ? '\n' : ''
    const room = MAX_BYTES - start - lead.length
    if (room < MIN_BYTES) return
    ftruncateSync(descriptor, start)
    const text = Buffer.concat([Buffer.from(lead), clipped(Buffer.from(summary), room)])
    for (let at = 0; at < text.length;) at += writeSync(descriptor, text, at, text.length - at, start + at)
  } finally {
    closeSync(descriptor)
  }
}

const LINE_BREAK = 10

/** Where our summary begins at the start of a line; -1 if there is none. */
function ownPart (bytes: Buffer): number {
  if (bytes.subarray(0, SUMMARY_MARK.length).equals(Buffer.from(SUMMARY_MARK))) return 0
  const at = bytes.indexOf(`\n${SUMMARY_MARK}`)
  return at < 0 ? -1 : at + 1
}

/** At most so many bytes of UTF-8, whole characters, and whole lines where that does not cost much. */
function clipped (bytes: Buffer, max: number): Buffer {
  if (bytes.length <= max) return bytes
  let end = max
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--
  const lineEnd = bytes.lastIndexOf(LINE_BREAK, end - 1) + 1
  return bytes.subarray(0, lineEnd > max / 2 ? lineEnd : end)
}
