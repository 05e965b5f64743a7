/**
 * Runs a part of storing that the capsule can do without (an index, a copy, an old file's removal): its failure must not make a
 * stored crash look lost. In our own tests it is loud. Gives undefined after a failure.
 */
export function bestEffort<T> (part: () => T): T | undefined {
  try {
    return part()
  } catch (error) {
    if (process.env['FAULTSNAP_TEST'] === '1') throw error
    return undefined
  }
}

/** True for an error that says the file is not there: somebody else removed it first. */
export const isGone = (error: unknown): boolean => {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}
