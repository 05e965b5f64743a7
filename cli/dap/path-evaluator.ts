import { FaultSnapError } from '../../src/errors'
import type { CrashDocument } from '../../src/model'
import type { Evaluation, Evaluator, SessionGraph } from '../../src/postmortem/evaluation'
import { getPath } from '../../src/values/get-path'

/** Answers paths of properties only. */
export function createPathEvaluator (crash: CrashDocument, graph: SessionGraph): Evaluator {
  return {
    async evaluate ({ expression, frame }): Promise<Evaluation> {
      try {
        return { value: getPath({ frames: crash.frames, nodes: graph }, expression, frame).value }
      } catch (error) {
        if (error instanceof FaultSnapError) return { thrown: { type: 'undefined' }, message: error.message, isRefused: true }
        throw error
      }
    },
    async callFunction (): Promise<Evaluation> {
      return { thrown: { type: 'undefined' }, message: 'Only paths of properties can be evaluated.', isRefused: true }
    },
    close () {},
  }
}
