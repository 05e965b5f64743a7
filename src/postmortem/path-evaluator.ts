import { FaultSnapError } from '../errors'
import type { CrashDocument } from '../model'
import { getPath } from '../values/get-path'
import type { Evaluation, Evaluator, SessionGraph } from './evaluation'

/** An evaluator that knows paths of properties and nothing else, all in process. */
export function createPathEvaluator (crash: CrashDocument, graph: SessionGraph): Evaluator {
  const refuse = (message: string): Evaluation => {
    const ref = graph.push({
      type: 'object', subtype: 'error', className: 'Error', properties: [{ name: 'message', value: message, enumerable: false }],
    }) - 1
    return { thrown: { ref }, message, isRefused: true }
  }
  return {
    async evaluate ({ expression, frame }) {
      const path = expression.replace(/\s*\/\/[#@] sourceURL=\S*\s*$/, '').trim()
      try {
        return { value: getPath({ frames: crash.frames, nodes: graph }, path, frame).value }
      } catch (error) {
        return refuse(error instanceof FaultSnapError ? error.message : 'The expression could not be read as a path of properties')
      }
    },
    async callFunction () {
      return refuse('Functions cannot be called: the program is dead')
    },
    close () {},
  }
}
