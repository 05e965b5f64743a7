/**
 * What parses sources: the parser is half of what the agent could need, and most crashes are written without it. A file of its own,
 * compiled when it is needed.
 */
export { isCaughtInSource } from '../src/syntax/caught-in-source'
export { endingHandler } from '../src/syntax/ending-handler'
export { fateInSource } from '../src/syntax/swallowed-in-source'
export { syntaxErrorPlace } from '../src/syntax/syntax-error-place'
export { parameterNames } from './ghost/parameter-names'
