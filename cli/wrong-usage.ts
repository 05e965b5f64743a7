import { FaultSnapError } from '../src/errors'

/** FaultSnapError USAGE for what is wrong with the arguments; `dispatch` says where to look. */
export function wrongUsage (problem: string): FaultSnapError {
  return new FaultSnapError('USAGE', problem)
}
