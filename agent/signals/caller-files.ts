/** Frames of Node between its handler of fatal exceptions and ours. */
const MAX_FRAMES = 50

/**
 * URLs or paths of the files of those who called, innermost first, where no debugger shows them. For a moment the error class has a
 * formatter of ours; a program that does not let it be replaced gives none.
 */
export function callerFiles (): string[] {
  const { stackTraceLimit } = Error
  const formatter = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  if (formatter !== undefined ? formatter.writable !== true : !Object.isExtensible(Error)) return []
  const files: string[] = []
  try {
    Error.stackTraceLimit = MAX_FRAMES
    Error.prepareStackTrace = (_error, sites) => {
      for (const site of sites) files.push(site.getFileName() ?? '')
      return ''
    }
    const holder: { stack?: string } = {}
    Error.captureStackTrace(holder)
    void holder.stack
  } finally {
    Error.stackTraceLimit = stackTraceLimit
    if (formatter !== undefined) Object.defineProperty(Error, 'prepareStackTrace', formatter)
    else delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace
  }
  return files
}
