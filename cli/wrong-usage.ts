import { FaultSnapError } from '../src/errors'

/** FaultSnapError USAGE for what is wrong with the arguments, and where to look. */
export function wrongUsage (problem: string): FaultSnapError {
  return new FaultSnapError('USAGE', `${problem}${/[.?]$/.test(problem) ? '' : '.'} "faultsnap --help" shows how to use it.`)
}
