/**
 * What is needed when something was thrown: the walk over the program's variables, masking, and the writing of crashes. A file of its
 * own: a process in which nothing is thrown does not pay for it.
 */
export { createMasker } from '../src/mask/masker'
export { CrashWriter } from './record/crash-writer'
export { recordOutOfMemory } from './signals/out-of-memory'
export { judgeExit } from './signals/judge-exit'
export { addToGraph } from './snapshot/add-to-graph'
export { snapshotWithoutPause } from './snapshot/snapshot-without-pause'
export { errorText, takeSnapshot } from './snapshot/take-snapshot'
export { whereThrown } from './snapshot/where-thrown'
export { createInsight, primitiveOf } from './walk/insight'
