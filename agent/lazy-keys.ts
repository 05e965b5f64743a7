/**
 * Keys of Node's modules whose values Node makes when somebody asks for them, or for their descriptors (22 and later): what nobody asked for
 * takes time, and `util.diff` makes the program's `process.stderr`.
 */
export const LAZY_KEYS: readonly PropertyKey[] = ['Dir', 'diff', 'locks', 'opendir', 'opendirSync', 'parseArgs', 'setTraceSigInt']
