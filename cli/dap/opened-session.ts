import { FaultSnapError } from '../../src/errors'
import type { Capsule } from '../../src/capsule/read'
import type { FrameRecord } from '../../src/model'
import type { Evaluator } from '../../src/postmortem/evaluation'
import { References } from '../../src/postmortem/dap/references'
import { stackLines, type StackLine } from '../../src/postmortem/dap/stack'
import { postmortemView, type PostmortemView } from '../../src/postmortem/dap/view'
import { stoppedFrameOf } from '../../src/values/top-frame'
import { openCapsule } from '../capsule-argument'
import { expectedFrame } from '../frame-option'
import type { Io } from '../io'
import { readerConfig } from '../reader-config'
import { createEvaluator } from '../shadow/create-evaluator'
import type { LaunchArguments } from './launch-arguments'
import { Sources } from './sources'

/** A capsule that a client has launched. */
export interface OpenedSession {
  capsule: Capsule
  view: PostmortemView
  references: References
  lines: StackLine[]
  sources: Sources
  evaluator: Evaluator
  /** The frame that the reader should see first. */
  shown?: FrameRecord
}

/** Opens what a launch entry names, by default the newest of the repository. Throws FaultSnapError. */
export async function openSession (launch: LaunchArguments, given: Io, isUri: boolean): Promise<OpenedSession> {
  const { file = 'latest', repo, frame, pathMap = [], justMyCode = false, cwd } = launch
  const io = cwd === undefined ? given : { ...given, cwd }
  const capsule = await openCapsule(file, repo, io)
  const view = postmortemView(capsule.crash)
  const { frames } = view.crash
  if (frame !== undefined && frame >= frames.length) {
    throw new FaultSnapError('USAGE', `frame of the launch entry: ${expectedFrame(view.crash)}, got ${frame}`)
  }
  const shown = frame === undefined ? stoppedFrameOf(capsule.crash.frames) : frames[frame]
  return {
    capsule,
    view,
    references: new References(),
    evaluator: createEvaluator(view.crash, view.crash.nodes, io.assetsDir === undefined ? {} : { assetsDir: io.assetsDir }),
    lines: stackLines(view.crash, { justMyCode, shown: frame === undefined ? undefined : shown }),
    sources: new Sources(capsule, { cwd: io.cwd, pathMap: [...pathMap, ...readerConfig(io).config.pathMap], isUri }),
    ...shown !== undefined && { shown },
  }
}
