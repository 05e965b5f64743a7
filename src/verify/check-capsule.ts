import { readCapsule, readManifest, type Capsule } from '../capsule/read'
import { verifyCapsule } from '../capsule/verify'
import { FaultSnapError } from '../errors'
import type { Manifest, MissingReason } from '../model'
import { missingWords } from '../values/missing-words'
import { framePlace } from '../values/frame-place'
import { checkReferences } from './check-references'
import { largestCuts, type PlacedCut } from './largest-cuts'

/** What is wrong with a capsule: `path` is the entry it is about, absent for the file as a whole. */
export interface CapsuleProblem { path?: string, problem: string }

/** Whether the text of a frame's script is in the capsule. `reason`: why not, where the capsule says so. */
export interface SourceState { frame: number, function: string, file: string, line: number, isThere: boolean,
  reason?: MissingReason }

/** Everything `verify` tells. Without `manifest` or `crash` that part could not be read; a problem says why. */
export interface CapsuleReport {
  problems: CapsuleProblem[]
  manifest?: Manifest
  crash?: { frames: number, nodes: number, notes: string[] }
  /** One per frame of the program, innermost first. */
  sources: SourceState[]
  /** Most frequent first. */
  missing: { reason: MissingReason, count: number, explanation: string }[]
  /** Largest first. */
  cuts: PlacedCut[]
}

/**
 * Checks a capsule as a stranger's file: that it is a ZIP within the limits, that the manifest and its entries agree, checksums
 * included, that documents have their shape and refer to what is there; and tells what it lacks. Never throws for what is in
 * the file; `CAPSULE_NOT_FOUND` is thrown for a file that cannot be opened.
 */
export async function checkCapsule (file: string): Promise<CapsuleReport> {
  const report: CapsuleReport = { problems: [], sources: [], missing: [], cuts: [] }
  const manifest = await orProblem(report, () => readManifest(file))
  if (manifest === undefined) return report
  report.manifest = manifest
  report.missing = missingOf(manifest)
  const entries = await orProblem(report, () => verifyCapsule(file)) ?? []
  report.problems.push(...entries.map(({ path, problem }) => ({ path, problem: withoutLabel(problem, path) })))
  const reading: CapsuleReport = { ...report, problems: [] }
  const capsule = await orProblem(reading, () => readCapsule(file))
  // A document that cannot be read for what was found already is one problem, not two.
  const isNew = ({ problem }: CapsuleProblem): boolean => !entries.some(({ path }) => problem.includes(path))
  report.problems.push(...reading.problems.filter(isNew))
  if (capsule === undefined) return report
  const { crash } = capsule
  report.crash = { frames: crash.frames.length, nodes: crash.nodes.length, notes: crash.notes }
  report.problems.push(...checkReferences(capsule).filter(({ path, problem }) =>
    !report.problems.some(known => known.path === path && known.problem === problem)))
  report.sources = sourcesOf(capsule)
  report.cuts = largestCuts(crash)
  return report
}

async function orProblem<T> (report: CapsuleReport, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof FaultSnapError) || error.code === 'CAPSULE_NOT_FOUND') throw error
    report.problems.push({ problem: error.message })
    return undefined
  }
}

/** `crash.json does not match …` of `/srv/x.faultsnap is damaged: crash.json does not match …. Copy it again …`. */
function withoutLabel (message: string, path: string): string {
  const at = message.indexOf(` is damaged: ${path} `)
  return at < 0 ? message : message.slice(at + ` is damaged: ${path} `.length).replace(/\. Copy it again.*$/, '')
}

function missingOf ({ missing }: Manifest): CapsuleReport['missing'] {
  return (Object.entries(missing) as [MissingReason, number][])
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => ({ reason, count, explanation: missingWords(reason).explanation }))
}

function sourcesOf ({ crash, manifest }: Capsule): SourceState[] {
  const entries = new Set(manifest.entries.map(({ path }) => path))
  return crash.frames.filter(frame => frame.inApp).map(frame => {
    const script = frame.script === undefined ? undefined : crash.scripts[frame.script]
    const original = frame.original && script?.originals?.find(({ file }) => file === frame.original!.file)
    const paths = [original?.source, script?.source].filter(path => path !== undefined)
    const isThere = paths.some(path => entries.has(path))
    const place = framePlace(frame)
    return { frame: frame.index, function: place.function, file: place.file, line: place.line, isThere,
      ...(!isThere && script?.missing !== undefined && { reason: script.missing }) }
  })
}
