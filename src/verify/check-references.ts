import type { Capsule } from '../capsule/read'
import type { CapsuleProblem } from './check-capsule'

/** At most so many of one kind: a hostile file could make thousands. */
const MAX_PROBLEMS = 20

/**
 * What one part of a capsule says about another that does not hold, beyond what a reader refuses: frames that are not numbered
 * in order, entries that scripts name and nobody stored, a culprit or catch in a frame that there is not, a manifest that is
 * about another exception.
 */
export function checkReferences (capsule: Capsule): CapsuleProblem[] {
  return [...frameProblems(capsule), ...sourceProblems(capsule), ...manifestProblems(capsule)].slice(0, MAX_PROBLEMS)
}

function frameProblems ({ crash }: Capsule): CapsuleProblem[] {
  const problems: string[] = []
  for (const [at, { index, folded, functionLocation, script }] of crash.frames.entries()) {
    if (index !== at) problems.push(`frame ${at} is numbered ${index}`)
    if (folded !== undefined &&
      folded.length > at + 1) problems.push(`frame ${at} stands for repetitions of ${folded.length} frames, ${at + 1} are there`)
    if (functionLocation !== undefined &&
      script === undefined) problems.push(`frame ${at} has a function's location and no script`)
  }
  const isFrame = (frame: number | undefined): boolean => frame === undefined || frame < crash.frames.length
  const caught = crash.caughtAt?.frame
  if (!isFrame(caught)) problems.push(`the exception is caught in frame ${caught}, which there is not`)
  for (const [at, { elements, holes }] of crash.nodes.entries()) {
    const hole = holes?.find(index => index >= (elements?.length ?? 0))
    if (hole !== undefined) problems.push(`object ${at} has a hole at ${hole} beyond its elements`)
  }
  return problems.map(problem => ({ path: 'crash.json', problem: `is inconsistent: ${problem}` }))
}

function sourceProblems ({ crash, manifest }: Capsule): CapsuleProblem[] {
  const entries = new Set(manifest.entries.map(({ path }) => path))
  const named = crash.scripts.flatMap(script => [script.source, script.sourceMap,
    ...(script.originals ?? []).map(({ source }) => source)])
  return [...new Set(named)].filter(path => path !== undefined && !entries.has(path))
    .map(path => ({ path: path!, problem: 'is named by crash.json and not in the capsule' }))
}

function manifestProblems ({ crash, manifest }: Capsule): CapsuleProblem[] {
  const problems: string[] = []
  const { culprit, exception } = manifest
  if (exception.type !== crash.exception.type || exception.message !== crash.exception.message) {
    problems.push('names another exception than crash.json')
  }
  const frames = [culprit?.frame, ...(culprit?.trail ?? []).map(({ frame }) => frame)]
  const absent = frames.find(frame => frame !== undefined && frame >= crash.frames.length)
  if (absent !== undefined) problems.push(`has a culprit in frame ${absent}, which there is not`)
  return problems.map(problem => ({ path: 'manifest.json', problem }))
}
